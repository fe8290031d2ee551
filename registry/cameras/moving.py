"""Cameras on the move: what a drone or a robot says of where it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.contrib.gis.geos import Point, Polygon
from django.db import transaction
from django.utils import timezone

from registry.cameras import fields
from registry.cameras.fields import Unfit
from registry.cameras.models import Camera, Pose
from registry.cameras.placing import place_now
from registry.cameras.refusals import InvalidCamera, NotMoving, PositionUnknown, UnknownCamera
from registry.refusals import Fault

AHEAD = timedelta(minutes=1)  # a clock further ahead than this would shut out all later poses
POSED = ("height", "azimuth", "tilt", "roll", "hfov", "vfov", "position_sd")


class Word(StrEnum):
    """What became of a pose."""

    MOVED = "moved"
    LATE = "late"  # kept in the trail; a later one is where the camera is
    REPEATED = "repeated"


def record_pose(
    camera: UUID,
    at: datetime,
    lng: object,
    lat: object,
    values: Mapping[str, object],
    ground: Sequence[tuple[float, float]] | None = None,
) -> Word:
    """Keep where a camera was, and move it there if that is the latest; what it sees moves along.

    `values` may hold what POSED names; a bearing of 370 is one of 10. `ground` holds the corners
    (lng, lat) of what its picture covers, as it says itself. A bad fix is refused as
    PositionUnknown and moves nothing.
    """
    spot = _spot(lng, lat)
    taken = _taken(at, values)
    with transaction.atomic():
        moved = Camera.registry.select_for_update(no_key=True).filter(pk=camera).first()
        if moved is None:
            raise UnknownCamera
        if moved.form != Camera.Form.MOVING:
            raise NotMoving
        last = moved.poses.order_by("-at").values_list("at", flat=True).first()
        trail = {name: taken.get(name) for name in ("height", "azimuth", "tilt")}
        trail["ground"] = Polygon([*ground, ground[0]], srid=4326) if ground else None
        _, fresh = Pose.objects.get_or_create(
            camera=moved, at=at, defaults={"position": spot, **trail}
        )
        if not fresh:
            return Word.REPEATED
        if last is not None and at < last:
            return Word.LATE
        for name, value in taken.items():
            setattr(moved, name, value)
        moved.surveyed_position = spot
        moved.save(update_fields=["surveyed_position", "updated_at", *taken])
        place_now([moved.id])
    return Word.MOVED


def _spot(lng: object, lat: object) -> Point:
    try:
        return Point(*fields.position(lng, lat), srid=4326)
    except Unfit as unfit:
        raise PositionUnknown(f"{unfit}: position unknown.") from unfit


def _taken(at: datetime, values: Mapping[str, object]) -> dict[str, object]:
    said = {name: value for name, value in values.items() if value is not None}
    said |= {"azimuth": None} if "azimuth" in values and "azimuth" not in said else {}
    taken, faults = fields.take({name: said[name] for name in POSED if name in said})
    faults += [Fault(name, "A pose has no such field.") for name in values if name not in POSED]
    if timezone.is_naive(at):
        faults.append(Fault("at", "It has no time zone."))
    elif at > timezone.now() + AHEAD:
        faults.append(Fault("at", "It lies in the future."))
    if faults:
        raise InvalidCamera("This pose cannot be taken.", errors=faults)
    return taken
