"""Turn a camera for a call: asked, allowed, held, written down, told to the head, drawn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from geo.aiming import Head, OutOfReach, Turn, aim, within
from geo.plane import Plane
from registry.access.facts import Actor
from registry.audit.recording import record
from registry.feeds import credentials
from registry.feeds.fetching import Fetcher
from registry.ptz import hands
from registry.ptz.asking import Permit, turnable
from registry.ptz.looking import look
from registry.ptz.models import Control, Hold
from registry.ptz.onvif import Onvif
from registry.ptz.refusals import BeyondReach, HeadSilent
from registry.ptz.telling import with_fetcher

WIDTH = 20.0  # metres across the picture shows around a point it was asked to look at


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Where somebody wants it to look: at a point, some way, home, or on where it looks now.

    at: lng, lat on the ground; width: metres the picture shows there; way: pan and tilt in degrees
    as in geo.aiming, and how many times the widest picture is enlarged.
    """

    at: tuple[float, float] | None = None
    width: float = WIDTH
    way: tuple[float, float, float] | None = None
    home: bool = False


@dataclass(frozen=True, kw_only=True)
class Turned:
    """Where it was told to turn, if it was, and until when the hand stays on it."""

    control: Control
    turn: Turn | None
    until: datetime


def turn(actor: Actor, camera: UUID, incident: UUID, wish: Wish, **traces: str) -> Turned:
    """Turn a camera for a call, keeping a hand on it.

    Raises UnknownIncident, UnknownCamera, NotTurnable, MayNotTurn, BeyondReach, HeldByAnother or
    HeadSilent; the deed is written down before the head hears of it, and again if it does not.
    """
    permit = turnable(actor, camera, incident)
    control = permit.control
    aimed = _aimed(control, wish)
    if aimed is None:
        return Turned(control=control, turn=None, until=hands.keep(camera, actor.user_id))
    with transaction.atomic():
        since, until = hands.take(camera, actor.user_id, incident)
        _record(actor, permit, incident, aimed, wish, "ok", **traces)
    try:
        told(control, aimed, home=wish.home)
    except HeadSilent:
        with transaction.atomic():
            _record(actor, permit, incident, aimed, wish, "failed", **traces)
        raise
    with transaction.atomic():
        # A second wish of the same hand may have overtaken this one.
        if Hold.objects.select_for_update().filter(pk=camera, turned_at=since).exists():
            look(control, aimed)
    return Turned(control=control, turn=aimed, until=until)


def told(control: Control, turn: Turn, *, home: bool) -> None:
    """Tell the head, by a connection of this call's own. Raises HeadSilent."""

    secret = credentials.decrypt(bytes(control.credential)) if control.credential else ""

    async def tell(fetcher: Fetcher) -> None:
        head = Onvif(fetcher, control.url, control.profile, secret)
        await (head.home(control.home_preset) if home else head.move(control.head, turn))

    with_fetcher(tell)


def _aimed(control: Control, wish: Wish) -> Turn | None:
    camera = control.camera
    try:
        if wish.home:
            return control.home
        if wish.at is not None:
            ((east, north),) = Plane(camera.position.x, camera.position.y).to_metres([wish.at])
            return aim(
                control.head,
                (float(east), float(north)),
                camera.height,
                width=wish.width,
                range=camera.range,
            )
        return _turned(control.head, *wish.way) if wish.way else None
    except OutOfReach as far:
        raise BeyondReach(str(far)) from None


def _turned(head: Head, pan: float, tilt: float, zoom: float) -> Turn:
    if not zoom >= 1:
        raise OutOfReach("A picture is enlarged once or more.")
    return within(head, Turn(pan=pan, tilt=tilt, hfov=head.opening(zoom)))


def _record(
    actor: Actor,
    permit: Permit,
    incident: UUID,
    turn: Turn,
    wish: Wish,
    result: str,
    **traces: str,
) -> None:
    control = permit.control
    record(
        actor,
        "ptz_turned",
        "camera",
        control.pk,
        incident=incident,
        basis=permit.basis,
        result=result,
        detail={
            "pan": round(turn.pan, 1),
            "tilt": round(turn.tilt, 1),
            "hfov": round(turn.hfov, 1),
            "azimuth": round(control.head.bearing(turn.pan), 1),
            "at": wish.at,
        },
        **traces,
    )
