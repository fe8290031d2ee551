"""Doors that could have seen a place."""

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from registry.canvass.frontage import facing
from registry.models import Address, Building, Street
from tests.browser.corner import at

pytestmark = pytest.mark.django_db


def block(west: float, south: float, east: float, north: float) -> Polygon:
    ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]
    return Polygon(ring, srid=4326)


def house(number: int, east: float, north: float) -> None:
    """Put up a house of ten metres whose address lies in its middle."""
    footprint = block(east - 5, north - 5, east + 5, north + 5)
    Building.objects.create(
        source="test", external_id=str(number), footprint=MultiPolygon(footprint), height=6.0,
        height_source="height",
    )  # fmt: skip
    Address.objects.create(
        source="test", external_id=str(number), number=str(number), street="Elm Street",
        position=Point(*at(east, north)),
    )  # fmt: skip


@pytest.fixture
def street() -> None:
    """Run a street east; houses 1 and 2 face each other across it, 3 stands behind 1."""
    line = MultiLineString(LineString(at(-100, 0), at(100, 0)), srid=4326)
    Street.objects.create(
        source="test", external_id="1", line=line, name="Elm Street", kind="residential"
    )
    house(1, 0, 12)
    house(2, 0, -12)
    house(3, 0, 40)


@pytest.mark.usefixtures("street")
def test_the_doors_on_both_sides_of_a_street_saw_what_happened_on_it() -> None:
    assert {door.number for door in facing(block(-10, -4, 10, 4))} == {"1", "2"}


@pytest.mark.usefixtures("street")
def test_a_back_yard_is_seen_by_the_door_that_looks_into_it_and_not_by_the_one_before_it() -> None:
    # House 3 looks south over the yard of house 1, which has its own back to it.
    assert {door.number for door in facing(block(-3, 19, 3, 33))} == {"3"}


@pytest.mark.usefixtures("street")
def test_far_away_nobody_saw_it() -> None:
    assert facing(block(200, 200, 260, 260)) == []


@pytest.mark.usefixtures("street")
def test_where_no_street_tells_the_front_whoever_is_near_is_asked() -> None:
    Street.objects.all().delete()
    assert {door.number for door in facing(block(-3, 19, 3, 33))} == {"1", "3"}
