"""A corner of a town to study: walls, streets, cameras and doors, in metres from its middle."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from geo.plane import Plane
from registry.accounts import casting
from registry.coverage.models import Study
from registry.models import (
    Address,
    Agency,
    Building,
    Camera,
    District,
    Ground,
    Owner,
    Placement,
    Street,
    User,
)

PLACE = (-84.5, 38.04)
PLANE = Plane(*PLACE)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
THEN = datetime(2026, 1, 1, 12, tzinfo=UTC)
_numbers = count(5000)


def at(east: float, north: float) -> Point:
    """Give a point."""
    lng, lat = PLANE.to_degrees([(east, north)])[0].tolist()
    return Point(lng, lat, srid=4326)


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    """Give a rectangle."""
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return MultiPolygon(Polygon(PLANE.to_degrees(ring).tolist()), srid=4326)


def wall(*sides: float, height: float = 10.0, source: str = "height") -> Building:
    """Build a house: west, south, east, north."""
    return Building.objects.create(
        source="t", external_id=str(next(_numbers)), footprint=box(*sides), height=height,
        height_source=source,
    )  # fmt: skip


def street(name: str, *points: tuple[float, float], kind: str = "residential") -> Street:
    """Lay a street."""
    line = LineString(PLANE.to_degrees(points).tolist())
    return Street.objects.create(
        source="t", external_id=str(next(_numbers)), name=name, kind=kind,
        line=MultiLineString(line, srid=4326),
    )  # fmt: skip


def ground(kind: str, *sides: float) -> Ground:
    """Dig a pond or plant a park."""
    return Ground.objects.create(
        source="t", external_id=str(next(_numbers)), kind=kind, area=box(*sides)
    )


def district(name: str, *sides: float) -> District:
    """Name a part of the town."""
    return District.objects.create(
        source="t", external_id=str(next(_numbers)), name=name, area=box(*sides)
    )


def door(lng: float, lat: float) -> Address:
    """Put up a house number where nobody lived before, in degrees."""
    number = str(next(_numbers))
    return Address.objects.create(
        source="t", external_id=number, number=number, street="Elm Street",
        position=Point(lng, lat, srid=4326),
    )  # fmt: skip


def owner(level: int) -> Owner:
    """Meet somebody who has cameras."""
    if level:
        return Owner.objects.create(kind="resident", name=f"Resident {next(_numbers)}")
    agency, _ = Agency.objects.get_or_create(name=casting.AGENCY)
    found, _ = Owner.objects.get_or_create(kind="agency", agency=agency, name="Police")
    return found


def camera(
    spot: Point,
    *,
    level: int = 0,
    whose: Owner | None = None,
    since: datetime = LONG_AGO,
    **optics: Any,
) -> UUID:
    """Hang a camera up, placed and exactly known if nothing else is said."""
    number = next(_numbers)
    whose = whose or owner(level)
    looks = {
        "position": spot, "azimuth": 0.0, "hfov": 90.0, "range": 60.0, "height": 4.0,
        "width_px": 7500, "azimuth_sd": 0.0, "position_sd": 0.0,
    } | optics  # fmt: skip
    hung = Camera.registry.create(
        number=number, name=f"Camera {number}", kind="resident" if level else "traffic",
        level=level, owner=whose, surveyed_position=spot, **looks,
    )  # fmt: skip
    Placement.objects.create(
        camera=hung, valid_from=since, status="approved", level=level, owner=whose, **looks
    )
    return hung.pk


def study(*sides: float, **asked: Any) -> Study:
    """Ask for a study of a rectangle; nobody measures it yet."""
    author = User.objects.filter(role="planner").first() or casting.cast()["planner"]
    return Study.objects.create(
        author=author, name="Corner", area=box(*sides), **({"at": THEN} | asked)
    )
