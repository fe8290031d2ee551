"""Cameras put by hand around one corner, their fields of view drawn by the test itself."""

import itertools
from datetime import UTC, datetime
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from registry.accounts.models import Agency
from registry.cameras.models import Camera, Placement
from registry.owners.models import Grant, Owner

CORNER = (-84.5, 38.04)
# One degree at the corner, in metres, from the same series geodesists print.
EAST, NORTH = 87_846.0, 110_997.0
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


def at(east: float, north: float) -> tuple[float, float]:
    """Give the lng, lat so many metres from the corner."""
    return CORNER[0] + east / EAST, CORNER[1] + north / NORTH


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    """Draw a rectangle in metres from the corner."""
    corners = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]
    return MultiPolygon(Polygon(corners), srid=4326)


def town() -> Agency:
    """Give the agency everybody in the scene works for."""
    return Agency.objects.get_or_create(name="Lexington")[0]


def owner(kind: str = "agency", **facts: Any) -> Owner:
    """Give an owner of this kind."""
    agency = town() if kind == "agency" else None
    return Owner.objects.get_or_create(kind=kind, name=f"some {kind}", agency=agency, **facts)[0]


def camera(
    east: float,
    north: float,
    *,
    sees: MultiPolygon | None = None,
    reach: MultiPolygon | None = None,
    owned_by: Owner | None = None,
    since: datetime = LONG_AGO,
    **facts: Any,
) -> Camera:
    """Put a camera so many metres from the corner, with one current placement."""
    number = facts.pop("number", None) or next(_numbers)
    position = Point(*at(east, north), srid=4326)
    optics: dict[str, Any] = {
        "position": position, "azimuth": 0.0, "hfov": 80.0, "range": 100.0, "position_sd": 1.0,
        "azimuth_sd": 2.0, "height": 1.5,
    }  # fmt: skip
    optics |= {name: facts.pop(name) for name in list(facts) if name in OPTICS}
    made = Camera.registry.create(
        number=number,
        surveyed_position=position,
        owner=owned_by or owner(),
        **({"name": f"Camera {number}", "kind": "traffic", "level": 0} | optics | facts),
    )
    Placement.objects.create(
        camera=made, valid_from=since, sees=sees, reach=reach, status=made.status, level=made.level,
        owner=made.owner, **optics,
    )  # fmt: skip
    return made


OPTICS = {
    "position_sd", "height", "azimuth", "azimuth_sd", "hfov", "range", "width_px", "fov_source",
}  # fmt: skip


def grant(to: Camera, **facts: Any) -> Grant:
    """Have its owner open a camera to the town."""
    given = {"capabilities": ["still"], "condition": "always", "valid_from": LONG_AGO} | facts
    return Grant.objects.create(camera=to, owner=to.owner, agency=town(), **given)


def ended(made: Camera, *, at: datetime | None = None) -> None:
    """End what this camera sees now."""
    Placement.objects.filter(camera=made, valid_to=None).update(valid_to=at or timezone.now())
