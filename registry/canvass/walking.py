"""Deeds of a canvass: begin it, say who else walks, end it, and let its doors be forgotten."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.accounts.models import User
from registry.audit.recording import record
from registry.canvass.frontage import facing
from registry.canvass.giving import settle
from registry.canvass.models import Door, Walk
from registry.canvass.refusals import (
    NoDoors,
    TooManyDoors,
    UnknownWalk,
    UnknownWalker,
    WalkEnded,
)
from registry.canvass.route import walk
from registry.footage.models import FootageRequest
from registry.footage.refusals import NotSent, UnknownRequest

MOST = 400  # doors of one walk: two long days


@transaction.atomic
def begin(actor: Actor, asked: UUID, **traces: Any) -> Walk:
    """Lay out the doors of a request that was sent.

    Raises UnknownRequest, NotSent, NoDoors and TooManyDoors.
    """
    request = FootageRequest.open_to(actor).filter(pk=asked).first()
    if request is None or request.area is None or actor.user_id is None:
        raise UnknownRequest
    if request.state == FootageRequest.State.DRAFT:
        raise NotSent
    doors = walk(facing(request.area))
    if not doors:
        raise NoDoors
    if len(doors) > MOST:
        raise TooManyDoors(f"{len(doors)} doors could have seen it: at most {MOST} are walked.")
    begun = Walk.objects.create(request=request, made_by_id=actor.user_id)
    Door.objects.bulk_create(
        Door(
            walk=begun,
            turn=turn,
            address=f"{door.number} {door.street}".strip(),
            position=Point(door.lng, door.lat, srid=4326),
        )
        for turn, door in enumerate(doors, start=1)
    )
    _record(actor, "canvass_begun", begun, {"doors": len(doors)}, traces)
    return begun


@transaction.atomic
def share(actor: Actor, walk_id: UUID, username: str, **traces: Any) -> None:
    """Let somebody of one's own agency walk too. Raises UnknownWalk, WalkEnded, UnknownWalker."""
    found = held(actor, walk_id)
    walkers = User.objects.filter(is_active=True, agency=actor.agency_id)
    other = walkers.filter(username=username, role__in=("investigator", "officer")).first()
    if other is None or other.pk == found.made_by_id:
        raise UnknownWalker
    found.walkers.add(other)
    _record(actor, "canvass_shared", found, {"with": str(other.uid)}, traces)


@transaction.atomic
def end(actor: Actor, walk_id: UUID, **traces: Any) -> None:
    """End it: what was noted stays for a while, the codes work no more."""
    found = held(actor, walk_id)
    settle(found)
    found.ended_at = timezone.now()
    found.sums = dict(Counter(found.doors.values_list("outcome", flat=True)))
    found.save(update_fields=["ended_at", "sums"])
    _record(actor, "canvass_ended", found, found.sums, traces)


def held(actor: Actor, walk_id: UUID) -> Walk:
    """Hold a walk of one's own until the transaction ends. Raises UnknownWalk and WalkEnded."""
    mine = Walk.objects.filter(made_by=actor.user_id).select_for_update()
    found = mine.filter(pk=walk_id).first() if actor.role == "investigator" else None
    if found is None:
        raise UnknownWalk
    if found.ended_at:
        raise WalkEnded
    return found


def forget_walked() -> None:
    """Drop the doors of walks that ended long ago; their sums stay."""
    Door.objects.filter(walk__ended_at__lt=timezone.now() - Walk.KEPT).delete()


def _record(
    actor: Actor, action: str, walk: Walk, detail: dict[str, Any], traces: dict[str, Any]
) -> None:
    request = walk.request
    record(
        actor,
        action,
        "canvass",
        walk.pk,
        purpose=request.purpose,
        incident=request.incident_id,
        detail={"request": str(request.pk), **detail},
        **traces,
    )
