"""A deed: take what another system reports about a call."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents import asking, panicking, telling
from registry.incidents.jurisdiction import believable
from registry.incidents.models import Incident
from registry.incidents.opening import BY_HAND
from registry.incidents.refusals import BadReport
from registry.phones.ending import end_all
from registry.refusals import Fault


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A call as its source tells it; point is lng, lat, and a state is open, closed or not said."""

    source: str
    external_id: str
    kind: str
    priority: int
    reported_at: datetime
    updated_at: datetime
    number: str = ""
    summary: str = ""
    address: str = ""
    units: tuple[str, ...] = field(default=())
    point: tuple[float, float] | None = None
    radius: float = 150.0
    purpose: str = "call_for_service"
    state: str = ""


class Outcome(StrEnum):
    """What became of a report."""

    CREATED = "created"
    UPDATED = "updated"
    OUT_OF_ORDER = "out_of_order"


@transaction.atomic
def report(
    report: Report, *, by: Actor, request_id: str = "", client: str = ""
) -> tuple[Incident, Outcome]:
    """Write the call down, once for each external id; an older word never undoes a later one."""
    if report.source == BY_HAND:
        raise BadReport(errors=[Fault("source", "Calls begun by hand are reported by nobody.")])
    fresh = _apply(report, Incident(id=uuid.uuid4()))
    # Two posts at once: the second waits here until the first has committed, then finds its row.
    Incident.registry.bulk_create([fresh], ignore_conflicts=True)
    incident = Incident.registry.select_for_update().get(
        source=report.source, external_id=report.external_id
    )
    outcome = Outcome.CREATED
    if incident.pk != fresh.pk:
        outcome = Outcome.UPDATED
        if report.updated_at < incident.updated_at:
            outcome = Outcome.OUT_OF_ORDER
        else:
            was_open = incident.state == Incident.State.OPEN
            _apply(report, incident).save()
            if incident.state == Incident.State.CLOSED:
                end_all(incident.pk, by=by, request_id=request_id, client=client)
                asking.end_all(incident.pk)
                if was_open:
                    telling.tell_owners(incident)
    record(
        by,
        f"incident_{outcome}",
        "incident",
        incident.pk,
        purpose=incident.purpose,
        incident=incident.pk,
        detail={
            "source": report.source,
            "external_id": report.external_id,
            "state": incident.state,
        },
        request_id=request_id,
        client=client,
    )
    return incident, outcome


def _apply(report: Report, incident: Incident) -> Incident:
    for name in (
        "source", "external_id", "kind", "priority", "summary", "purpose", "reported_at",
        "updated_at",
    ):  # fmt: skip
        setattr(incident, name, getattr(report, name))
    incident.number = report.number or incident.number or report.external_id
    incident.units = list(report.units)
    if _since(incident.located_at, report):
        # A place found by hand outlives a later report that again knows none.
        incident.position = believable(report.point) or incident.position
        incident.radius, incident.address = report.radius, report.address
    incident.state, incident.closed_at = _state(report, incident)
    panicking.begin(incident)
    return incident


def _state(report: Report, incident: Incident) -> tuple[str, datetime | None]:
    said = report.state if _since(incident.decided_at, report) else ""
    # A closed call is opened by nothing but a later word that it is open.
    if (said or incident.state) == Incident.State.CLOSED:
        return Incident.State.CLOSED, incident.closed_at or timezone.now()
    if incident.position is None:
        return Incident.State.NEEDS_LOCATION, None
    return Incident.State.OPEN, None


def _since(decision: datetime | None, report: Report) -> bool:
    """Tell whether the source spoke after what was decided here, or nothing was."""
    return decision is None or report.updated_at >= decision
