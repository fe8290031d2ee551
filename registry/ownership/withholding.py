"""Deeds: hold back from owners who looked for a call while its case is open, and stop doing so."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.incidents.models import Incident
from registry.incidents.refusals import UnknownIncident
from registry.ownership.models import LONGEST, Withholding
from registry.ownership.refusals import NotWithheld, UnfitWords
from registry.refusals import Fault


@transaction.atomic
def withhold(
    incident_id: UUID, *, case: str, reason: str, days: int, by: Actor, **traces: Any
) -> Withholding:
    """Hold back for so many days from the first time on; asked again, it can only be moved in that.

    Raises UnknownIncident, UnfitWords.
    """
    incident = Incident.open_to(by).filter(pk=incident_id).first()
    if incident is None:
        raise UnknownIncident
    case, reason = case.strip()[:60], reason.strip()[:500]
    _check(case, reason, days)
    now = timezone.now()
    held, _ = Withholding.objects.select_for_update().get_or_create(
        incident=incident,
        defaults={"case": case, "reason": reason, "by_id": by.user_id or 0, "until": now},
    )
    held.refresh_from_db(fields=["made_at"])
    held.case, held.reason, held.by_id, held.lifted_at = case, reason, by.user_id or 0, None
    held.until = min(now + timedelta(days=days), held.made_at + longest())
    held.save(update_fields=["case", "reason", "by", "until", "lifted_at"])
    record(
        by, "looks_withheld", "incident", incident.pk, incident=incident.pk,
        detail={"case": case, "reason": reason, "until": held.until.isoformat()}, **traces,
    )  # fmt: skip
    return held


@transaction.atomic
def lift(incident_id: UUID, *, by: Actor, **traces: Any) -> None:
    """Let owners read of it now. Raises NotWithheld."""
    incidents = Incident.open_to(by).filter(pk=incident_id)
    held = Withholding.objects.filter(incident__in=incidents, lifted_at=None)
    if not held.update(lifted_at=timezone.now()):
        raise NotWithheld
    record(by, "looks_told", "incident", incident_id, incident=incident_id, **traces)


def longest() -> timedelta:
    """Give the centre's own bound, which is never beyond what owners were promised."""
    return min(LONGEST, timedelta(days=settings.WITHHOLDING_DAYS))


def _check(case: str, reason: str, days: int) -> None:
    faults = [
        Fault(name, "It is needed.")
        for name, text in (("case", case), ("reason", reason))
        if not text
    ]
    if not 1 <= days <= longest().days:
        faults.append(Fault("days", f"1 to {longest().days} days."))
    if faults:
        raise UnfitWords(errors=faults)
