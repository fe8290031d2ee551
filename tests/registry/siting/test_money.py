"""What seeing costs: by hand, in round figures."""

from decimal import Decimal

import h3
import pytest

from registry.models import CameraType, StudyStreet, UnitCost
from registry.siting import gaps, money
from registry.siting.money import Spent, spent
from registry.siting.refusals import UnknownCameraType
from tests.registry.coverage.drawn import HALF, STEP, Drawn, draw

SEEN, ALL = HALF + STEP, 4 * HALF


@pytest.mark.parametrize(
    ("life", "annual", "five"),
    [
        (7.0, 700 / 7 + 50, 700 + 250),  # outlives the five years
        (5.0, 700 / 5 + 50, 700 + 250),  # ends with them
        (4.0, 700 / 4 + 50, 2 * 700 + 250),  # is bought again in the fifth
        (0.5, 700 / 0.5 + 50, 10 * 700 + 250),
    ],
)
def test_a_cost_by_the_year_and_for_five(life: float, annual: float, five: float) -> None:
    cost = CameraType(capital=Decimal(700), yearly=Decimal(50), life_years=life)
    assert spent(cost) == Spent(annual, five)
    assert spent(cost, 3) == pytest.approx(Spent(3 * annual, 3 * five))


@pytest.fixture
def drawn(db: None) -> Drawn:
    """Give a study in whose east a metre is asked for three times as much as in its west."""
    CameraType.objects.exclude(name="Fixed, on a pole").delete()
    CameraType.objects.update(capital=7000, yearly=500, life_years=7)
    UnitCost.objects.filter(what="recruiting").update(
        capital=4, yearly=0, life_years=4, answering=0.1, metres=10
    )
    UnitCost.objects.filter(what="lighting").update(capital=200, yearly=10, life_years=20)
    return draw()


def test_a_metre_counts_by_what_is_asked_of_it(drawn: Drawn) -> None:
    """West 94 m at 1, east 94 m at 3: seen 47 · 1 + 24 · 3 of 376, times 188 m."""
    found = gaps.street(drawn.study)
    assert (found.seen, found.unseen) == (SEEN, ALL - SEEN)
    assert found.seen_weighted == pytest.approx((47 + 72) / 376 * 188)
    assert found.seen_weighted + found.unseen_weighted == pytest.approx(ALL)


def test_where_nothing_is_asked_every_metre_counts_once(drawn: Drawn) -> None:
    StudyStreet.objects.filter(study=drawn.study).update(demand=0)
    found = gaps.street(drawn.study)
    assert found.seen_weighted == SEEN
    assert not found.asked


def test_ways_are_compared_by_the_weighted_metre(drawn: Drawn) -> None:
    found = money.money(drawn.study)
    standing, recruiting, lighting = found["rows"]
    # three cameras at 7,000/7 + 500; 59.5 weighted metres
    assert standing["annual"] == 4500
    assert standing["five_years"] == 3 * (7000 + 2500)
    assert standing["per_metre"]["value"] == pytest.approx(4500 / 59.5, abs=0.01)
    # as the study's street share runs from .05 below to .04 above 71/188
    share = SEEN / ALL
    assert standing["per_metre"]["high"] == pytest.approx(
        4500 / (59.5 * (share - 0.05) / share), abs=0.01
    )
    assert standing["per_metre"]["low"] == pytest.approx(
        4500 / (59.5 * (share + 0.04) / share), abs=0.01
    )
    # addresses of the blocks with unseen street, at 1 a year; a tenth of them brings 10 m each
    unseen = drawn.study.cells.filter(public=True, cameras=0).values_list("cell", flat=True)
    blocks = {h3.str_to_int(h3.cell_to_parent(h3.int_to_str(cell), 10)) for cell in unseen}
    addresses = sum(each.addresses for each in drawn.study.blocks.filter(cell__in=blocks))
    assert recruiting["annual"] == addresses
    assert recruiting["metres"] == pytest.approx(addresses)
    # lighting what nobody sees, at 200/20 + 10 a metre
    assert lighting["annual"] == pytest.approx(20 * (ALL - SEEN))
    assert lighting["weighted_m"] == pytest.approx(188 - 59.5)


def test_nobody_is_asked_for_more_street_than_there_is(drawn: Drawn) -> None:
    UnitCost.objects.filter(what="recruiting").update(metres=500)
    recruiting = money.money(drawn.study)["rows"][1]
    assert recruiting["metres"] == ALL - SEEN


def test_proposed_cameras_are_priced_by_kind(drawn: Drawn) -> None:
    kind = CameraType.objects.get()
    found = money.money(drawn.study, {kind.pk: 2}, adds=100.0)["rows"][-1]
    assert (found["what"], found["annual"]) == ("proposed", 3000)
    assert found["per_metre"] == {"value": 30.0, "low": None, "high": None}
    with pytest.raises(UnknownCameraType):
        money.money(drawn.study, {0: 1})


def test_a_kind_says_what_it_must_bring_to_beat_recruiting(drawn: Drawn) -> None:
    found = money.money(drawn.study)
    (kind,) = found["kinds"]
    recruiting = found["rows"][1]["per_metre"]["value"]
    assert kind["worth_m"] == pytest.approx(1500 / recruiting, abs=0.1)


def test_what_sees_nothing_has_no_price_by_the_metre(drawn: Drawn) -> None:
    StudyStreet.objects.filter(study=drawn.study).update(seen=False)
    standing = money.money(drawn.study)["rows"][0]
    assert standing["per_metre"]["value"] is None


@pytest.mark.django_db
def test_a_camera_costs_as_the_kind_it_is_most_like() -> None:
    kinds = list(CameraType.objects.all())
    names = {
        (form, mount): getattr(money.like(kinds, form, mount), "name", None)
        for form, mount in [("fixed", "wall"), ("fixed", ""), ("ptz", "wall"), ("panoramic", "")]
    }
    assert names == {
        ("fixed", "wall"): "Fixed, on a wall",
        ("fixed", ""): "Fixed, on a wall",  # the cheaper guess
        ("ptz", "wall"): "Pan, tilt and zoom, on a pole",
        ("panoramic", ""): "All round, on a pole",
    }
    assert money.like([], "fixed", "wall") is None
