import itertools
from collections import Counter, defaultdict

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.models import Address, Anchor, Building, Street
from registry.places.anchors import SHARED_BY, anchor_of, draw_anchors

pytestmark = pytest.mark.django_db

WEST, SOUTH, STEP = -84.5, 38.0, 0.0002  # a door every 18 metres
_ids = itertools.count()


def doors(street: str, numbers: range, *, north: float = 0.0, source: str = "a") -> None:
    """Build houses along a street, the higher the number the further east."""
    Address.objects.bulk_create(
        Address(
            source=source, external_id=f"{next(_ids)}", street=street, number=str(n),
            position=Point(WEST + n * STEP, SOUTH + north, srid=4326),
        )
        for n in numbers
    )  # fmt: skip


def shown() -> dict[tuple[str, str], int | None]:
    return {(a.street, a.number): a.anchor_id for a in Address.objects.all()}


def test_each_stretch_is_of_twenty_doors_in_a_row() -> None:
    doors("Oak Street", range(1, 66))

    assert draw_anchors() == 3

    stretches = defaultdict(list)
    for (_, number), anchor in shown().items():
        stretches[anchor].append(int(number))
    assert None not in stretches
    assert [len(numbers) for numbers in stretches.values()] == [22, 22, 21] or (
        min(map(len, stretches.values())) >= SHARED_BY
    )
    for numbers in stretches.values():
        assert max(numbers) - min(numbers) == len(numbers) - 1


def test_twenty_flats_in_one_house_are_one_door() -> None:
    doors("Oak Street", range(1, 20))
    for flat in range(40):
        door = Address(
            source="flats", external_id=f"{flat}", street="Oak Street", number=f"20 {flat}"
        )
        door.position = Point(WEST + 20 * STEP, SOUTH, srid=4326)
        door.save()
    doors("Tower Court", range(1, 2), north=1.0)
    Address.objects.bulk_create(
        Address(source="tower", external_id=f"{n}", street="Tower Court", number=f"{n}",
                position=Point(WEST, SOUTH + 1.0, srid=4326))
        for n in range(2, 60)
    )  # fmt: skip

    assert draw_anchors() == 1

    assert shown()["Oak Street", "20 39"] == shown()["Oak Street", "1"] is not None
    assert shown()["Tower Court", "30"] is None


def test_a_short_street_has_the_anchor_of_a_near_one_or_none() -> None:
    doors("Oak Street", range(1, 21))
    doors("Elm Court", range(9, 13), north=0.001)
    doors("Far Lane", range(1, 13), north=0.1)

    assert draw_anchors() == 1

    assert shown()["Elm Court", "9"] == shown()["Oak Street", "9"]
    assert shown()["Far Lane", "9"] is None


def test_streets_of_one_name_in_two_villages_are_two() -> None:
    doors("Church Street", range(1, 21))
    doors("Church Street", range(1, 21), north=0.1)

    assert draw_anchors() == 2


def test_the_anchor_stands_on_its_street() -> None:
    doors("Oak Street", range(1, 21), north=0.0003)
    line = LineString((WEST, SOUTH), (WEST + 0.1, SOUTH), srid=4326)
    Street.objects.create(
        source="a", external_id="oak", name="Oak Street", kind="residential",
        line=MultiLineString(line, srid=4326),
    )  # fmt: skip

    draw_anchors()

    assert Anchor.objects.get().position.y == SOUTH


def test_what_comes_later_moves_no_anchor() -> None:
    doors("Oak Street", range(1, 101, 2))
    draw_anchors()
    before, stood = shown(), dict(Anchor.objects.values_list("id", "position"))

    doors("Elm Street", range(1, 60), north=0.002)  # round the corner
    doors("Oak Street", range(2, 102, 2))  # across the street
    doors("Oak Street", range(1, 101), source="another list")  # all of it once more
    draw_anchors()

    after = shown()
    assert {door: after[door] for door in before} == before
    assert stood.items() <= dict(Anchor.objects.values_list("id", "position")).items()
    assert after["Oak Street", "2"] == before["Oak Street", "1"]
    twice = Counter(Address.objects.values_list("number", "street", "anchor").distinct())
    assert (
        max(Counter(number for number, street, _ in twice if street == "Oak Street").values()) == 1
    )


def test_a_stretch_that_lost_doors_to_another_street_is_given_up() -> None:
    doors("Oak Street", range(1, 21))
    draw_anchors()

    Address.objects.filter(number="7").update(street="Elm Street")
    assert draw_anchors() == 0
    assert set(shown().values()) == {None}

    doors("Oak Street", range(21, 30))
    assert draw_anchors() == 1


def test_a_house_has_one_anchor_wherever_on_it_a_camera_hangs() -> None:
    doors("Oak Street", range(1, 41))
    draw_anchors()
    west, south = WEST + 19.6 * STEP, SOUTH - 0.0004  # behind doors 20 and 21, of two stretches
    house = Polygon.from_bbox((west, south, west + 0.8 * STEP, south + 0.0003))
    Building.objects.create(
        source="a", external_id="house", height=6, height_source="height",
        footprint=MultiPolygon(house, srid=4326),
    )  # fmt: skip

    hung = [
        Point(west + east * STEP / 10 - 0.00002, south + north, srid=4326)
        for east in range(10)
        for north in (-0.0001, 0.0, 0.0001, 0.0003)
    ]

    assert len({anchor.coords for at in hung if (anchor := anchor_of(at))}) == 1
    assert all(anchor_of(at) for at in hung)


def test_far_from_every_address_there_is_no_anchor() -> None:
    doors("Oak Street", range(1, 21))
    draw_anchors()

    assert anchor_of(Point(WEST, SOUTH + 0.002, srid=4326))
    assert anchor_of(Point(WEST, SOUTH + 0.01, srid=4326)) is None
    assert anchor_of(Point(0, 90, srid=4326)) is None


class AnyTown(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(
        streets=st.lists(
            st.tuples(st.sampled_from("ABC"), st.integers(0, 70), st.integers(0, 3)),
            min_size=1, max_size=4,
        ),
        later=st.integers(0, 45),
    )  # fmt: skip
    def test_every_anchor_is_shared_by_twenty_doors_and_none_moves(
        self, streets: list[tuple[str, int, int]], later: int
    ) -> None:
        Address.objects.all().delete()
        Anchor.objects.all().delete()
        for street, houses, block in streets:
            doors(street, range(houses), north=block * 0.01)
        draw_anchors()
        before = shown_by_place()

        doors("A", range(30, 30 + later), source="later")
        draw_anchors()

        after = shown_by_place()
        assert all(after[door] == anchor for door, anchor in before.items() if anchor is not None)
        places = defaultdict(set)
        for (_, at), anchor in after.items():
            places[anchor].add(at)
        assert all(len(at) >= SHARED_BY for anchor, at in places.items() if anchor is not None)


def shown_by_place() -> dict[tuple[str, tuple[float, ...]], int | None]:
    return {(a.external_id, a.position.coords): a.anchor_id for a in Address.objects.all()}
