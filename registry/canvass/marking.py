"""Noting what was said at doors, as walkers without a line send it later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.canvass.models import Door, Walk
from registry.canvass.refusals import BadMark, UnknownWalk, WalkEnded

SAID = (Door.Outcome.UNKNOWN, Door.Outcome.NONE, Door.Outcome.PRESERVED, Door.Outcome.CALL_BACK)
LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What somebody noted at one door, and when by their own clock."""

    door: UUID
    outcome: str
    at: datetime
    note: str = ""


@transaction.atomic
def mark(actor: Actor, walk_id: UUID, marks: Sequence[Mark], **traces: Any) -> int:
    """Note them; of two walkers at one door the later word stays. Gives how many were news.

    Sending the same again changes nothing. Raises UnknownWalk, WalkEnded and BadMark.
    """
    walk = Walk.open_to(actor).filter(pk=walk_id).first()
    if walk is None or actor.role == "auditor":
        raise UnknownWalk
    if walk.ended_at:
        raise WalkEnded
    now = timezone.now()
    doors = {
        door.pk: door
        for door in walk.doors.select_for_update().filter(pk__in=[each.door for each in marks])
    }
    news = 0
    for each in sorted(marks, key=lambda said: said.at):
        door = doors.get(each.door)
        if door is None or each.outcome not in SAID or len(each.note) > LONGEST:
            raise BadMark
        news += _note(actor, walk, door, each, min(each.at, now), traces)
    return news


def _note(
    actor: Actor, walk: Walk, door: Door, said: Mark, at: datetime, traces: dict[str, Any]
) -> bool:
    # What was sent is known for certain: nobody's note takes it back.
    if door.outcome == Door.Outcome.UPLOADED or (door.marked_at and door.marked_at >= at):
        return False
    door.outcome, door.note, door.marked_at, door.marked_by_id = (
        said.outcome,
        said.note,
        at,
        actor.user_id,
    )
    door.save(update_fields=["outcome", "note", "marked_at", "marked_by"])
    record(
        actor,
        "door_marked",
        "canvass",
        walk.pk,
        purpose=walk.request.purpose,
        incident=walk.request.incident_id,
        detail={"door": str(door.pk), "outcome": said.outcome, "said_at": at.isoformat()},
        **traces,
    )
    return True
