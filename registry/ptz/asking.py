"""Which cameras somebody may turn for a call, and which of them reach a point."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.gis.geos import Point
from django.utils import timezone

from geo.aiming import Turn
from geo.bearings import difference, distance_on_earth
from registry.access.facts import Actor, Capability
from registry.cameras.models import Camera
from registry.cameras.queries import CameraQuerySet
from registry.cameras.refusals import UnknownCamera
from registry.incidents.looking import ALLOWED
from registry.incidents.models import Incident
from registry.incidents.refusals import UnknownIncident
from registry.ptz.hands import whose
from registry.ptz.models import Control, Hold
from registry.ptz.refusals import MayNotTurn, NotTurnable

MOST = 12


@dataclass(frozen=True, kw_only=True)
class Held:
    """A camera's head as it is now: where it is turned, and in whose hand; empty is nobody's."""

    control: Control
    now: Turn
    mine: bool
    whose: str
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Turnable:
    """One camera that could look at a point, and what stands in the way; empty is nothing."""

    id: UUID
    number: int
    name: str
    distance: float
    hindrance: str


class Permit(NamedTuple):
    """A camera's control, and what the permission to use it rests on."""

    control: Control
    basis: str


def turnable(actor: Actor, camera: UUID, incident: UUID) -> Permit:
    """Give the control of a camera this reader may turn for this call.

    Raises UnknownIncident, UnknownCamera, NotTurnable or MayNotTurn.
    """
    found = _open_to(actor, incident).filter(pk=camera).first()
    if found is None:
        raise UnknownCamera
    access = vars(found)["access"]  # annotated by open_to
    if access["state"] not in ALLOWED:
        raise MayNotTurn(f"{access['reason'].capitalize()}.")
    control = Control.objects.select_related("camera").filter(pk=camera).first()
    if control is None:
        raise NotTurnable
    grant = access.get("grant_id")
    return Permit(control, f"grant {grant}" if grant else "agency" if found.level == 0 else "")


def held(actor: Actor, camera: UUID, incident: UUID) -> Held:
    """Say how a camera is turned and who turns it. Raises as turnable does."""
    control = turnable(actor, camera, incident).control
    hold = Hold.objects.select_related("user", "incident").filter(pk=camera).first()
    if hold and hold.until <= timezone.now():
        hold = None
    mine = hold is not None and hold.user_id == actor.user_id
    looks = control.camera
    azimuth = control.azimuth if looks.azimuth is None else looks.azimuth
    tilt = control.home_tilt if looks.tilt is None else looks.tilt
    return Held(
        control=control,
        now=Turn(pan=difference(control.azimuth, azimuth), tilt=tilt, hfov=looks.hfov),
        mine=mine,
        whose="" if hold is None or mine else whose(hold),
        until=hold.until if hold else None,
    )


def reaching(actor: Actor, incident: UUID, at: tuple[float, float]) -> list[Turnable]:
    """List the cameras that could be turned to a point (lng, lat), nearest first."""
    point = Point(*at, srid=4326)
    found = list(
        _open_to(actor, incident).filter(
            control__isnull=False, placements__valid_to=None, placements__reach__covers=point
        )
    )
    holds = Hold.objects.select_related("user", "incident").in_bulk([each.id for each in found])
    there = [
        Turnable(
            id=camera.id,
            number=camera.number,
            name=camera.name,
            distance=distance_on_earth((camera.position.x, camera.position.y), at),
            hindrance=_hindrance(actor, camera, holds.get(camera.id)),
        )
        for camera in found
    ]
    return sorted(there, key=lambda each: (each.hindrance != "", each.distance))[:MOST]


def _open_to(actor: Actor, incident: UUID) -> CameraQuerySet:
    call = Incident.open_to(actor).filter(pk=incident).first()
    if call is None:
        raise UnknownIncident
    return Camera.open_to(actor, call.occasion(), capability=Capability.PTZ)


def _hindrance(actor: Actor, camera: Camera, hold: Hold | None) -> str:
    access = vars(camera)["access"]
    if access["state"] not in ALLOWED:
        return str(access["reason"])
    if hold is None or hold.until <= timezone.now() or hold.user_id == actor.user_id:
        return ""
    return whose(hold)
