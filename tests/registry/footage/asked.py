"""A street corner with cameras that see squares of it, and a request about it."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import shapely
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from geo.plane import Plane
from registry.access.facts import Actor
from registry.feeds.readers import reader
from registry.footage import drafting, sending
from registry.footage.areas import around
from registry.footage.candidates import candidates
from registry.footage.models import FootageRequest, Recipient
from registry.models import Camera, Owner, Placement, User

LNG, LAT = -84.5, 38.04
LONG_AGO = timedelta(days=300)
_numbers = count(1)


def square(east: float, north: float, side: float) -> Polygon:
    """Give a square by the metres of its corner from the middle of the area."""
    metres = shapely.box(east, north, east + side, north + side)
    ring = Plane(LNG, LAT).geometry_to_degrees(metres)
    return Polygon(shapely.get_coordinates(ring.exterior), srid=4326)


def owner(name: str = "Ann", **values: object) -> Owner:
    values = {"email": f"{name.lower()}{next(_numbers)}@example.org"} | values
    return Owner.objects.create(kind="resident", name=name, **values)


def camera(
    of: Owner,
    sees: Polygon | None = None,
    *,
    days: int | None = 30,
    level: int = 1,
    since: timedelta = LONG_AGO,
    **values: object,
) -> Camera:
    """Hang one that has seen a square for so long."""
    place = Point(LNG, LAT)
    number = next(_numbers)
    hung = Camera.registry.create(
        number=number, name=f"Camera {number}", kind="resident", level=level, owner=of,
        position=place, surveyed_position=place, retention_days=days, **values,
    )  # fmt: skip
    looks(hung, sees or square(-50, -50, 100), since=since)
    return hung


def looks(
    of: Camera,
    sees: Polygon | None,
    *,
    since: timedelta,
    until: timedelta | None = None,
    reach: Polygon | None = None,
) -> Placement:
    """Say what it saw from one moment to another, both before now."""
    now = timezone.now()
    return Placement.objects.create(
        camera=of, position=of.position, status=of.status, level=of.level, owner=of.owner,
        valid_from=now - since, valid_to=None if until is None else now - until,
        sees=MultiPolygon(sees, srid=4326) if sees else None,
        reach=MultiPolygon(reach, srid=4326) if reach else None,
    )  # fmt: skip


def investigator(cast: dict[str, User]) -> Actor:
    return reader(cast["investigator"])


def drafted(by: Actor, *, ago: timedelta = timedelta(days=2), **said: Any) -> FootageRequest:
    """Draft a whole request about two hours."""
    begins = timezone.now() - ago
    values: dict[str, Any] = {
        "case_number": "26-17",
        "purpose": "investigation",
        "contact": "Det. Reed, 555-0100",
        "text": "A white van.",
        "area": around(LNG, LAT, 200),
        "begins": begins,
        "ends": begins + timedelta(hours=2),
    }
    return drafting.draft(by, **(values | said))


def sent(by: Actor, *owners: Owner) -> tuple[FootageRequest, list[Recipient]]:
    """Send a request to these; give it and them, in their order."""
    request = sending.send(by, drafted(by).pk, [each.pk for each in owners])
    asked = {each.owner_id: each for each in request.recipients.select_related("owner")}
    return request, [asked[each.pk] for each in owners]


def who_saw(
    *, begins: datetime | None = None, hours: float = 2, ago: timedelta = timedelta(days=2)
) -> set[object]:
    """Name the cameras that saw the corner then."""
    start = begins or timezone.now() - ago
    area = Polygon(shapely.get_coordinates(around(LNG, LAT, 200).exterior), srid=4326)
    found = candidates(area, start, start + timedelta(hours=hours))
    return {each.id for each in found.cameras}
