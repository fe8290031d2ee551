"""Deeds: say whether a camera helped at a closed call, and whether its case was cleared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import MACHINE, Actor
from registry.access.policy import DISPATCH
from registry.audit.recording import record
from registry.incidents.models import Incident
from registry.incidents.refusals import UnknownIncident
from registry.ledger.models import LedgerEntry, Outcome
from registry.ledger.refusals import CallOpen, ShiftOver

SHIFT = timedelta(hours=12)  # as long as a session lasts
SAYERS = DISPATCH | {"officer"}


@dataclass(frozen=True)
class Told:
    """What the page of a closed call shows: what was said, and whether this reader may say it."""

    helped: str
    cleared: bool | None
    may_say: bool
    seen: str | None  # None until it is entered, some seconds after the call is closed
    cameras: int
    private: bool


@transaction.atomic
def say_helped(
    incident_id: UUID, helped: str, *, by: Actor, request_id: str = "", client: str = ""
) -> Outcome:
    """Say it, change it or, with "", take it back, until a shift after it was first said."""
    incident, outcome = _held(incident_id, by)
    if not _changeable(outcome):
        raise ShiftOver
    before, outcome.helped = outcome.helped, Outcome.Helped(helped)
    if before != outcome.helped:
        outcome.helped_by_id = by.user_id
        outcome.helped_at = outcome.helped_at or timezone.now()
        outcome.save(update_fields=["helped", "helped_by", "helped_at"])
        said = {"helped": helped, "before": before}
        _record(by, "outcome_said", incident, said, request_id, client)
    return outcome


@transaction.atomic
def say_cleared(
    incident_id: UUID, cleared: bool | None, *, by: Actor, request_id: str = "", client: str = ""
) -> Outcome:
    """Say whether the case was cleared, which is known later, mostly by another system."""
    incident, outcome = _held(incident_id, by)
    if outcome.cleared is not cleared:
        outcome.cleared, outcome.cleared_at = cleared, timezone.now()
        outcome.save(update_fields=["cleared", "cleared_at"])
        _record(by, "clearance_said", incident, {"cleared": cleared}, request_id, client)
    return outcome


def told(by: Actor, incident: Incident) -> Told | None:
    """Tell people what is known of a closed call's outcome; of an open one nothing."""
    if incident.state != Incident.State.CLOSED or by.role == MACHINE:
        return None
    outcome = Outcome.objects.filter(pk=incident.pk).first() or Outcome()
    entry = LedgerEntry.objects.filter(pk=incident.pk).first()
    return Told(
        helped=outcome.helped,
        cleared=outcome.cleared,
        may_say=by.role in SAYERS and _changeable(outcome),
        seen=entry.seen if entry else None,
        cameras=entry.cameras if entry else 0,
        private=entry.private if entry else False,
    )


def _held(incident_id: UUID, by: Actor) -> tuple[Incident, Outcome]:
    # The call's row is held, so that it is not opened again meanwhile.
    calls = Incident.open_to(by).select_for_update(of=("self",))
    incident = calls.filter(pk=incident_id).first()
    if incident is None:
        raise UnknownIncident
    if incident.state != Incident.State.CLOSED:
        raise CallOpen
    return incident, Outcome.objects.get_or_create(incident=incident)[0]


def _changeable(outcome: Outcome) -> bool:
    return outcome.helped_at is None or timezone.now() - outcome.helped_at <= SHIFT


def _record(
    by: Actor,
    action: str,
    incident: Incident,
    detail: Mapping[str, object],
    request_id: str,
    client: str,
) -> None:
    record(
        by,
        action,
        "incident",
        incident.pk,
        purpose=incident.purpose,
        incident=incident.pk,
        detail=dict(detail),
        request_id=request_id,
        client=client,
    )
