"""Deeds: close a call, and take that back while the slip is fresh."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents import asking, telling
from registry.incidents.models import Incident
from registry.incidents.refusals import AlreadyClosed, NotClosed, TooLateToReopen, UnknownIncident
from registry.phones.ending import end_all

UNDO = timedelta(minutes=10)


@transaction.atomic
def close(incident_id: UUID, *, by: Actor, request_id: str = "", client: str = "") -> Incident:
    """Close it; what it opened is closed with it."""
    incident = _held(incident_id, by)
    if incident.state == Incident.State.CLOSED:
        raise AlreadyClosed
    incident.state = Incident.State.CLOSED
    incident.closed_at = incident.decided_at = timezone.now()
    end_all(incident.pk, by=by, request_id=request_id, client=client)
    asking.end_all(incident.pk)
    telling.tell_owners(incident)
    return _written(incident, "incident_closed", by, request_id, client)


@transaction.atomic
def reopen(incident_id: UUID, *, by: Actor, request_id: str = "", client: str = "") -> Incident:
    """Open it again, within ten minutes of its closing."""
    incident = _held(incident_id, by)
    if incident.state != Incident.State.CLOSED or incident.closed_at is None:
        raise NotClosed
    if timezone.now() - incident.closed_at > UNDO:
        raise TooLateToReopen
    incident.state = Incident.State.OPEN if incident.position else Incident.State.NEEDS_LOCATION
    incident.closed_at, incident.decided_at = None, timezone.now()
    return _written(incident, "incident_reopened", by, request_id, client)


def _held(incident_id: UUID, by: Actor) -> Incident:
    incident = Incident.open_to(by).select_for_update(of=("self",)).filter(pk=incident_id).first()
    if incident is None:
        raise UnknownIncident
    return incident


def _written(incident: Incident, action: str, by: Actor, request_id: str, client: str) -> Incident:
    incident.save(update_fields=["state", "closed_at", "decided_at", "changed_at"])
    record(
        by,
        action,
        "incident",
        incident.pk,
        purpose=incident.purpose,
        incident=incident.pk,
        request_id=request_id,
        client=client,
    )
    return incident
