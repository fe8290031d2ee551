"""Comparing places: hexagons that do not overlap, months, kinds, and what may be told."""

import pytest
import shapely

from registry.access.facts import Actor
from registry.ledger.comparing import Asked, compare
from registry.ledger.months import Month, Period, known
from registry.ledger.places import Area, Places
from registry.ledger.refusals import CannotCompare
from registry.ledger.warning import warnings
from registry.models import District, Entry
from tests.registry.ledger.closed import calls
from tests.tiles.scene import at, box

pytestmark = pytest.mark.django_db
PLANNER = Actor(role="planner", id="p", name="Pat")
MARCH, JULY = Month(2021, 3), Month(2021, 7)


def square(east: float, north: float, half: float = 200) -> Area:
    ways = ((-half, -half), (half, -half), (half, half), (-half, half))
    return Area(corners=[at(east + dx, north + dy) for dx, dy in ways])


HERE, THERE = square(0, 0), square(3000, 0)


def asked(**facts: object) -> Asked:
    usual = {
        "treated": HERE, "ring_m": 200.0, "control": THERE, "before": Period(MARCH, MARCH),
        "after": Period(JULY, JULY),
    }  # fmt: skip
    return Asked(**usual | facts)  # type: ignore[arg-type]


def test_no_place_lies_in_two_areas() -> None:
    around = Places.of(HERE, 300, square(300, 0, 1500))
    treated, ring, control = map(set, around.all)
    assert not treated & ring
    assert not (treated | ring) & control
    assert around.shared == len(treated | ring)
    drawn = {name: shapely.from_geojson(told) for name, told in around.outlines().items()}
    assert drawn["ring"].contains(shapely.Point(at(350, 0)))
    assert drawn["treated"].contains(shapely.Point(at(0, 0)))


def test_outlines_that_differ_by_a_house_are_the_same_hexagons() -> None:
    one, other = (Places.of(square(0, 0, half), 200, THERE) for half in (200, 203))
    assert set(one.treated) == set(other.treated)


def test_the_calls_of_each_place_and_time_are_counted() -> None:
    made = [
        *calls(0, {2: 3, 3: 30, 5: 9, 7: 20}), *calls(350, {3: 25, 7: 26}),
        *calls(3000, {3: 40, 7: 40}), *calls(9000, {3: 50}),
    ]  # fmt: skip
    assert len(made) == 243
    found = compare(asked(), by=PLANNER)
    assert found.told == {"treated": [30, 20], "ring": [25, 26], "control": [40, 40]}
    assert found.net is not None
    assert found.net.value == pytest.approx(2 / 3)
    assert found.displaced is not None
    assert found.displaced.quotient == pytest.approx((26 / 40 - 25 / 40) / (20 / 40 - 30 / 40))
    assert found.verdict.startswith("Were the fall in the treated area more than chance")
    assert found.difference is not None
    assert found.difference.value == -10
    row = Entry.objects.get(action="effect_compared")
    assert (row.actor_name, row.detail["before"]) == ("Pat", "2021-03 to 2021-03")
    assert any("Less than a year" in words for words in warnings(found))


def test_few_calls_are_not_told_and_nothing_is_worked_out() -> None:
    assert [*calls(0, {3: 4, 7: 9}), *calls(350, {3: 9, 7: 9}), *calls(3000, {3: 9, 7: 9})]
    found = compare(asked(), by=PLANNER)
    assert found.told["treated"] == [None, 9]
    assert [found.net, found.effect, found.difference, found.displaced] == [None] * 4
    assert set(found.rate_ratios.values()) == {None}
    said = warnings(found)
    assert "Fewer than 5 calls in the treated area before" in said[0]
    assert "Only 9 calls in the ring before" in said[2]


def test_a_month_alone_is_not_told_by_the_rest() -> None:
    assert [*calls(0, {2: 3, 3: 30, 4: 11, 7: 20}), *calls(350, {3: 9, 7: 9})]
    found = compare(asked(before=Period(Month(2021, 2), Month(2021, 4))), by=PLANNER)
    assert found.told_monthly[0] == [None, 30, None, 20]


def test_kinds_of_call_are_chosen_by_the_names_they_are_told_by() -> None:
    assert [
        *calls(0, {3: 6, 7: 7}, kind="Theft"), *calls(0, {3: 8, 7: 9}, kind="Domestic"),
        *calls(0, {3: 1}, kind="Suicide"),
    ]  # fmt: skip
    found = compare(asked(kinds=["Home, family and health"]), by=PLANNER)
    assert found.counts["treated"] == (9, 9)


def test_districts_are_areas_too() -> None:
    here, there = (
        District.objects.create(
            source="t", external_id=name, name=name, area=box(east - 200, -200, east + 200, 200)
        )
        for name, east in (("Here", 0), ("There", 3000))
    )
    places = Places.of(Area(districts=[here.pk]), 200, Area(districts=[there.pk]))
    drawn = Places.of(HERE, 200, THERE)
    assert set(places.treated) == set(drawn.treated)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"treated": Area()}, "treated"),
        ({"control": Area(districts=[404])}, "control"),
        ({"treated": Area(corners=[at(0, 0), at(1, 1)])}, "treated"),
        ({"treated": Area(corners=[at(0, 0), at(9, 9), at(9, 0), at(0, 9)])}, "treated"),
        ({"treated": square(0, 0, 40_000)}, "treated"),
        ({"control": HERE}, "control"),
        ({"ring_m": 5.0}, "ring"),
        ({"ring_m": float("nan")}, "ring"),
        ({"after": Period(MARCH, JULY)}, "after_begins"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_field(facts: dict[str, object], field: str) -> None:
    with pytest.raises(CannotCompare) as refused:
        compare(asked(**facts), by=PLANNER)
    assert refused.value.errors[0].field == field


def test_the_months_known_are_whole_ones() -> None:
    assert known() == []
    assert [*calls(0, {2: 1, 4: 1}, day=3)]
    assert list(map(str, known())) == ["2021-02", "2021-03", "2021-04"]
    assert [*calls(0, {1: 1}, day=4)]  # records began within that month
    assert next(map(str, known())) == "2021-02"
    assert Month(2020, 12).later(1) == (2021, 1)


def test_a_control_area_of_another_size_gives_no_difference_of_counts() -> None:
    assert [*calls(0, {3: 50, 7: 40}), *calls(350, {3: 9, 7: 9}), *calls(3000, {3: 9, 7: 9})]
    found = compare(asked(), by=PLANNER)
    assert found.difference is None
    assert found.net is not None
    assert "very different number" in " ".join(warnings(found))
