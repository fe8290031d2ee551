"""A street corner with a call and thirty cameras round it, for the eye of a browser."""

import math
from datetime import UTC, datetime, timedelta

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from registry.accounts import casting, links
from registry.cameras.placing import place
from registry.models import Agency, Building, Camera, District, Feed, Grant, Incident, Owner

CORNER = (-84.5, 38.04)
EAST, NORTH = 87_846.0, 110_997.0  # one degree at the corner, in metres
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
KINDS = ("traffic", "building", "school", "business")


def at(east: float, north: float) -> tuple[float, float]:
    """Give the lng, lat so many metres from the corner."""
    return CORNER[0] + east / EAST, CORNER[1] + north / NORTH


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    """Draw a rectangle in metres from the corner."""
    ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]
    return MultiPolygon(Polygon(ring), srid=4326)


def set_up(feeds: int) -> Incident:
    """Enter the people, build the corner and its call."""
    casting.cast()
    District.objects.create(name="Downtown", area=box(-3000, -3000, 3000, 3000))
    stand(feeds)
    return call(1, priority=1)


def stand(feeds: int, *, first: int = 1, cameras: int = 30, east: float = 0) -> None:
    """Build four houses round a crossing and put cameras up; the last one is dead.

    Each seventh is a shop's and opens only for a panic alarm.
    """
    agency = Agency.objects.get()
    for n, (x, y) in enumerate(((-60, -60), (20, -60), (-60, 20), (20, 20))):
        footprint = box(east + x, y, east + x + 40, y + 40)
        name = f"{first} {n}"
        Building.objects.create(source="town", external_id=name, footprint=footprint, height=9.0)
    ours, _ = Owner.objects.get_or_create(
        kind=Owner.Kind.AGENCY, name=agency.name, defaults={"agency": agency}
    )
    shop, _ = Owner.objects.get_or_create(kind=Owner.Kind.BUSINESS, name="The shop")
    for number in range(first, first + cameras):
        private = number % 7 == 0
        made = _camera(number, shop if private else ours, east)
        name = "dead" if number == first + cameras - 1 else f"c{number}"
        Feed.objects.create(
            camera=made, source="snapshot", url=f"http://127.0.0.1:{feeds}/{name}.jpg", refresh=2
        )
        if private:
            Grant.objects.create(
                owner=shop, camera=made, agency=agency, capabilities=["still", "live"],
                condition="panic", valid_from=LONG_AGO,
            )  # fmt: skip
    place()


def call(number: int, *, priority: int = 3, east: float = 0, north: float = 0) -> Incident:
    """Enter an open call."""
    when = timezone.now() - timedelta(minutes=number)
    return Incident.registry.create(
        source="CAD", external_id=str(number), number=f"26-{number:04}", kind="shots_heard",
        priority=priority, address=f"{number} Main Street", position=Point(*at(east, north)),
        state="open", reported_at=when, updated_at=when,
    )  # fmt: skip


def way_in(role: str) -> str:
    """Make a one-time link for this role."""
    return f"/signin/{links.make(casting.cast()[role])}"


def _camera(number: int, owner: Owner, middle: float) -> Camera:
    """Stand on one of two rings and look at the corner; each fourth shares its neighbour's pole."""
    spot = number - 1 if number % 4 == 0 else number
    turn = spot * 2.4
    reach = 12.0 if spot % 2 else 17.0 + spot
    # Only along the four streets is the corner in sight, so the rings are squeezed onto them.
    along, across = reach * math.cos(turn), 6 * math.sin(turn)
    east, north = (along, across) if spot % 3 else (across, along)
    position = Point(*at(middle + east, north), srid=4326)
    return Camera.registry.create(
        number=number, name=f"Corner {number}", kind="business" if owner.kind == "business" else
        KINDS[number % 3], level=2 if owner.kind == "business" else 0, owner=owner,
        position=position, surveyed_position=position, height=4.0, width_px=1920,
        azimuth=math.degrees(math.atan2(-east, -north)) % 360, hfov=70.0, range=90.0,
    )  # fmt: skip
