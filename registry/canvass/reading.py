"""A walk as a phone takes it along."""

import base64
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.canvass.giving import code, settle
from registry.canvass.models import Door, Walk
from registry.canvass.refusals import UnknownWalk


def listed(actor: Actor) -> QuerySet[Walk]:
    """Give the walks open to this reader, newest first, with how far each is."""
    left = Q(doors__outcome__in=("", Door.Outcome.CALL_BACK))
    counted = Walk.open_to(actor).annotate(
        count=Count("doors", distinct=True), done=Count("doors", filter=~left, distinct=True)
    )
    return counted.order_by("-made_at")


@transaction.atomic
def read(actor: Actor, walk_id: UUID, **traces: Any) -> dict[str, Any]:
    """Give a walk with its doors and their codes; that it was taken along is written down.

    Raises UnknownWalk.
    """
    walk = Walk.open_to(actor).filter(pk=walk_id).first()
    if walk is None:
        raise UnknownWalk
    if not walk.ended_at:
        settle(walk)
    record(
        actor,
        "canvass_read",
        "canvass",
        walk.pk,
        purpose=walk.request.purpose,
        incident=walk.request.incident_id,
        **traces,
    )
    return told(walk, walks=actor.role != "auditor" and not walk.ended_at)


def told(walk: Walk, *, walks: bool) -> dict[str, Any]:
    """Say all of it; codes only to those who walk."""
    request = walk.request
    return {
        "id": walk.pk,
        "case_number": request.case_number,
        "begins": request.begins,
        "ends": request.ends,
        "area": request.area.json if request.area else None,
        "ended_at": walk.ended_at,
        "at": timezone.now(),
        "register": _drawn("/register") if walks else None,
        "doors": [_door(door, walks) for door in walk.doors.all()],
    }


def _door(door: Door, walks: bool) -> dict[str, Any]:
    return {
        "id": door.pk,
        "turn": door.turn,
        "address": door.address,
        "at": [round(door.position.x, 6), round(door.position.y, 6)],
        "outcome": door.outcome,
        "note": door.note,
        "marked_at": door.marked_at,
        "give": _drawn(f"/give/{code(door)}") if walks else None,
    }


def _drawn(path: str) -> dict[str, Any]:
    """Draw an address as a QR code a phone can show without a line: its squares, row by row."""
    url = f"{settings.PUBLIC_ADDRESS}{path}"
    rows = segno.make(url, error="m", micro=False).matrix
    bits = "".join("1" if dark else "0" for row in rows for dark in row)
    packed = int(bits, 2).to_bytes((len(bits) + 7) // 8, "big")
    return {"url": url, "size": len(rows), "squares": base64.b64encode(packed).decode()}
