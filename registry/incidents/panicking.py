"""A panic alarm's time: it begins with the alarm, goes on for a reason, and may be ended."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents.models import Incident
from registry.incidents.refusals import NeedsReason, NoPanic, UnknownIncident
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
