"""Live video of one camera for one call: who may, who does, and what is written of each look."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models.functions import Now

from registry.access.facts import Actor, Capability
from registry.access.policy import RESPONDERS
from registry.accounts.models import User
from registry.audit.recording import record
from registry.cameras.refusals import UnknownCamera
from registry.feeds.passes import Pass
from registry.feeds.readers import bearer, reader
from registry.incidents.looking import Look, look
from registry.incidents.models import Incident, LiveView
from registry.incidents.refusals import CallClosed, NotLive, TooManyLive

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 4  # cameras one person looks at live at a time
MORE = 5  # minutes that are asked for at a time
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('live'), %s)"


@dataclass(frozen=True)
class Other:
    """Somebody else who looks at the same camera now."""

    name: str
    call: str


@dataclass(frozen=True)
class Looking:
    """Somebody who looks at a camera now."""

    name: str
    camera_id: str
    camera: str


@dataclass(frozen=True)
class Opened:
    """A look that may begin: its row, and for how many minutes its owner allows it."""

    view: UUID
    max_session_min: int | None


def allowed(
    actor: Actor,
    incident: UUID | None,
    camera: UUID,
    capability: Capability = Capability.LIVE,
) -> Look:
    """Decide for one camera as things are now.

    Raises UnknownIncident, UnknownCamera, CallClosed, and NotLive with the exact condition.
    """
    call = Incident.registry.filter(pk=incident).values("state").first() if incident else None
    seen = look(actor, incident, [camera], capability).get(camera)
    if call and call["state"] == Incident.State.CLOSED:  # also where an open call is not needed
        raise CallClosed
    if seen is None:
        raise UnknownCamera
    if not seen.allowed:
        raise NotLive(seen.reason)
    return seen


def ask(actor: Actor, incident: UUID | None, camera: UUID) -> Look:
    """Decide whether one more look may begin. Raises as allowed, and TooManyLive."""
    seen = allowed(actor, incident, camera)
    _room_for(actor.user_id or 0, camera)
    return seen


def begin(given: Pass) -> Opened:
    """Decide anew and write the opening row; without the row nobody looks. Raises as ask."""
    with transaction.atomic():
        actor, [camera] = bearer(given), given.cameras
        with connection.cursor() as cursor:
            cursor.execute(_ALONE, [int(given.user)])  # two at once would both be the fourth
        seen = ask(actor, given.incident, camera)
        view = LiveView.objects.create(
            id=uuid4(),
            camera_id=camera,
            user_id=int(given.user),
            incident_id=given.incident,
            until=_until(given),
        )
        _record(actor, given, "live_opened", seen.basis)
    return Opened(view.pk, seen.max_session_min)


def decide(given: Pass) -> Look:
    """Decide for an open look as things are now. Raises as allowed, and PassRefused."""
    return allowed(bearer(given), given.incident, given.cameras[0])


def goes_on(given: Pass) -> None:
    """Check that a look was begun with such a pass and has not ended. Raises as decide."""
    decide(given)
    views = _open().filter(user_id=int(given.user), camera__in=given.cameras)
    if not views.filter(incident=given.incident).exists():
        raise NotLive("nobody looks at it any more")


def renew(given: Pass, view: UUID) -> None:
    """Decide again, and note that the look goes on. Raises as decide."""
    decide(given)
    LiveView.objects.filter(pk=view).update(until=_until(given))


def keep(given: Pass, seconds: float) -> None:
    """Write that somebody asked for five minutes more. Raises as decide."""
    with transaction.atomic():
        actor = bearer(given)
        seen = allowed(actor, given.incident, given.cameras[0])
        _record(actor, given, "live_extended", seen.basis, minutes=MORE, seconds=round(seconds))


def end(given: Pass, view: UUID, why: str, seconds: float) -> None:
    """Write the closing row: for how long, and what ended it. Whoever began is named."""
    with transaction.atomic():
        actor = reader(User.objects.select_related("agency").get(pk=given.user))
        LiveView.objects.filter(pk=view).update(closed_at=Now())
        _record(actor, given, "live_closed", "", why=why, seconds=round(seconds, 1))


def others(given: Pass) -> list[Other]:
    """Name who else looks at this camera now; only responders are told."""
    if bearer(given).role not in RESPONDERS:
        return []
    views = _open().filter(camera__in=given.cameras).exclude(user_id=int(given.user))
    return [_other(view) for view in views.order_by("user_id").distinct("user_id")]


def for_call(actor: Actor, incident: UUID) -> list[Looking]:
    """List who looks at which camera for a call; only responders are told."""
    if actor.role not in RESPONDERS:
        return []
    views = _open().filter(incident=incident).select_related("camera").order_by("opened_at")
    return [Looking(_name(view), str(view.camera_id), view.camera.name) for view in views]


def _open() -> "QuerySet[LiveView]":
    return LiveView.objects.filter(closed_at=None, until__gt=Now()).select_related(
        "user", "incident"
    )


def _other(view: LiveView) -> Other:
    return Other(_name(view), view.incident.number if view.incident else "")


def _name(view: LiveView) -> str:
    return view.user.get_full_name() or view.user.get_username()


def _room_for(user: int, camera: UUID) -> None:
    watching = _open().filter(user_id=user).exclude(camera_id=camera)
    if watching.values("camera_id").distinct().count() >= MOST:
        raise TooManyLive


def _until(given: Pass) -> datetime:
    return datetime.fromtimestamp(given.expires_at, UTC)


def _record(actor: Actor, given: Pass, action: str, basis: str, **detail: object) -> None:
    record(
        actor,
        action,
        "camera",
        given.cameras[0],
        incident=given.incident,
        basis=basis,
        detail=detail,
        request_id=given.request_id,
    )
