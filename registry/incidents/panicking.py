"""A panic alarm's time: begun with the alarm, ended or extended, and told of to owners after it."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents.models import Incident, LiveView
from registry.incidents.refusals import NeedsReason, NoPanic, UnknownIncident
from registry.notices.sending import enqueue
from registry.owners.models import Grant, Owner
from registry.refusals import Fault

PANIC = "panic"
LASTS = timedelta(minutes=20)


def until(kind: str) -> datetime | None:
    """Say until when a call of this kind that begins now opens panic cameras; our clock counts."""
    return timezone.now() + LASTS if kind == PANIC else None


def begin(incident: Incident) -> None:
    """Start the time of a call that is a panic alarm now; one that has begun is not begun anew."""
    if incident.panic_until is None and incident.state != Incident.State.CLOSED:
        incident.panic_until = until(incident.kind)


@transaction.atomic
def extend(incident_id: UUID, reason: str, *, by: Actor, **traces: str) -> Incident:
    """Let it go on for twenty minutes from now. Raises UnknownIncident, NoPanic or NeedsReason."""
    if not reason.strip():
        raise NeedsReason(errors=[Fault("reason", "Say in words why it must go on.")])
    return _set(incident_id, timezone.now() + LASTS, "panic_extended", reason.strip(), by, traces)


@transaction.atomic
def end(incident_id: UUID, *, by: Actor, **traces: str) -> Incident:
    """End it before its time; what it opened closes at once. Raises as extend."""
    return _set(incident_id, timezone.now(), "panic_ended", "", by, traces)


def tell_owners(incident: Incident) -> None:
    """Mail each owner whose camera was watched for a panic alarm: who, which camera, from when on.

    In the transaction that closes the call; owners who did not want to be told are not.
    """
    if incident.kind != PANIC:
        return
    views = LiveView.objects.filter(incident=incident, camera__level=2).order_by("opened_at")
    by_owner: dict[Owner, list[str]] = defaultdict(list)
    for view in views.select_related("camera__owner", "user__agency"):
        if _wants_to_know(view):
            by_owner[view.camera.owner].append(_line(view))
    for owner, lines in by_owner.items():
        enqueue(
            "panic_over",
            to=owner.email,
            language=owner.language,
            values={"number": incident.number, "looks": "\n".join(lines)},
            about=("incident", str(incident.pk)),
        )


def _set(
    incident_id: UUID,
    moment: datetime,
    deed: str,
    reason: str,
    by: Actor,
    traces: dict[str, str],
) -> Incident:
    held = Incident.open_to(by).select_for_update(of=("self",)).filter(pk=incident_id)
    incident = held.first()
    if incident is None:
        raise UnknownIncident
    if incident.kind != PANIC or incident.state != Incident.State.OPEN:
        raise NoPanic
    incident.panic_until = moment
    incident.save(update_fields=["panic_until", "changed_at"])
    record(
        by, deed, "incident", incident.pk, purpose=incident.purpose, incident=incident.pk,
        detail={"until": moment.isoformat(), "reason": reason}, **traces,
    )  # fmt: skip
    return incident


def _wants_to_know(view: LiveView) -> bool:
    grants = Grant.objects.filter(
        camera=view.camera_id, owner=view.camera.owner_id, notify_owner=True
    ).filter(valid_from__lte=view.opened_at)
    return bool(view.camera.owner.email) and grants.exists()


def _line(view: LiveView) -> str:
    """Write one look; a name of a person is the agency's to tell, not a mail's."""
    agency = view.user.agency.name if view.user.agency else view.user.role
    ended = view.closed_at or min(view.until, timezone.now())
    begins, ends = (f"{timezone.localtime(at):%H:%M:%S}" for at in (view.opened_at, ended))
    day = timezone.localtime(view.opened_at).date().isoformat()
    return f"- {view.camera.name}: {agency}, {view.user.role}, {day} {begins}-{ends}"
