"""A corner of a town to place cameras in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from geo.plane import Plane
from registry.cameras.models import Camera
from registry.models import Agency, Building, Owner

CORNER = Plane(-84.5, 38.04)

MakeCamera = Callable[..., Camera]
Build = Callable[..., Building]


def box(west: float, south: float, east: float, north: float) -> Polygon:
    """Give a box in metres from the corner, as the database keeps it."""
    ring = CORNER.to_degrees([(west, south), (east, south), (east, north), (west, north)]).tolist()
    return Polygon([*ring, ring[0]], srid=4326)


def at(east: float, north: float) -> Point:
    """Give a point so many metres from the corner."""
    lng, lat = CORNER.to_degrees([(east, north)])[0]
    return Point(lng, lat, srid=4326)


@pytest.fixture
def owner(db: None) -> Owner:
    agency = Agency.objects.create(name="Police")
    return Owner.objects.create(name="Police", kind="agency", agency=agency)


@pytest.fixture
def camera(owner: Owner) -> MakeCamera:
    """Give a factory of cameras that wait to be placed, metres from the corner."""

    def make(east: float = 0, north: float = 0, **values: Any) -> Camera:
        number = Camera.registry.count() + 1
        spot = at(east, north)
        facts = {"name": f"Camera {number}", "kind": "traffic", "level": 0, "azimuth": 0.0}
        return Camera.registry.create(
            number=number, owner=owner, position=spot, surveyed_position=spot, **facts | values
        )

    return make


@pytest.fixture
def build(db: None) -> Build:
    """Give a factory of houses: a box in metres from the corner."""

    def make(
        west: float, south: float, east: float, north: float, height: float = 10.0
    ) -> Building:
        return Building.objects.create(
            source="test",
            external_id=str(Building.objects.count() + 1),
            footprint=MultiPolygon(box(west, south, east, north), srid=4326),
            height=height,
            height_source="height",
        )

    return make
