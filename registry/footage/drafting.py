"""Deeds: begin a request, change it, give it up. Nobody hears of it before it is sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.footage.areas import stored
from registry.footage.limits import ASKED_FOR, faults_of_area, faults_of_window
from registry.footage.models import FootageRequest
from registry.footage.refusals import AlreadySent, CannotAsk, UnknownRequest
from registry.incidents.models import Incident
from registry.refusals import Fault

# What a request needs before owners can be looked for.
NEEDED = {
    "case_number": "Give the case number.",
    "purpose": "Choose what it is for.",
    "contact": "Say whom owners can ask.",
    "area": "Draw the area, or give a point and a radius.",
    "begins": "Say when it begins.",
    "ends": "Say when it ends.",
}
FIELDS = ("case_number", "purpose", "text", "contact", "begins", "ends")


@transaction.atomic
def draft(
    by: Actor,
    *,
    request: UUID | None = None,
    area: shapely.Polygon | None = None,
    incident: UUID | None = None,
    **said: Any,
) -> FootageRequest:
    """Save what has been said so far; what is said must hold. Raises CannotAsk."""
    if faults := faults_of(area=area, begins=said.get("begins"), ends=said.get("ends")):
        raise CannotAsk(errors=faults)
    wanted = mine(by, request) if request else _new(by)
    wanted.agency_id = by.agency_id
    wanted.incident = Incident.open_to(by).filter(pk=incident).first() if incident else None
    wanted.area = stored(area) if area else None
    for name in FIELDS:
        setattr(wanted, name, said.get(name) or (None if name in {"begins", "ends"} else ""))
    wanted.save()
    return wanted


def _new(by: Actor) -> FootageRequest:
    if by.user_id is None:
        raise UnknownRequest
    return FootageRequest(made_by_id=by.user_id)


def mine(by: Actor, request: UUID) -> FootageRequest:
    """Take a draft of one's own to change it. Raises UnknownRequest and AlreadySent."""
    found = FootageRequest.open_to(by).select_for_update(of=("self",)).filter(pk=request).first()
    if found is None:
        raise UnknownRequest
    if found.state != FootageRequest.State.DRAFT:
        raise AlreadySent
    return found


@transaction.atomic
def drop(by: Actor, request: UUID, **traces: Any) -> None:
    """Give a draft up; the log keeps that there was one."""
    found = mine(by, request)
    record(by, "footage_draft_dropped", "footage_request", found.pk, **traces)
    found.delete()


def faults_of(
    *,
    area: shapely.Polygon | None = None,
    begins: datetime | None = None,
    ends: datetime | None = None,
) -> list[Fault]:
    """Say what goes beyond the limits, of what is there."""
    faults = list(faults_of_area(area)) if area else []
    if begins and ends:
        faults += faults_of_window(begins, ends, timezone.now())
    return faults


def missing(wanted: FootageRequest) -> list[Fault]:
    """Say what is still to be said."""
    faults = [Fault(name, words) for name, words in NEEDED.items() if not getattr(wanted, name)]
    if wanted.purpose and wanted.purpose not in {purpose.code for purpose in ASKED_FOR}:
        faults.append(Fault("purpose", "No owner is asked for this purpose."))
    return faults
