"""Deeds: an owner closes all their cameras for a while, and opens them again.

A pause is written as grants, so that whatever decides on grants keeps it, ends it on time without a
job, and can say years later what was allowed: each grant ends, one that is closed bridges the
pause, and the same words begin again after it.
"""

from copy import copy
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.owners.models import Grant, Owner
from registry.ownership.refusals import UnfitWords
from registry.refusals import Fault

LONGEST_PAUSE = timedelta(days=366)


@transaction.atomic
def pause(owner: Owner, until: datetime, *, by: Actor, **traces: Any) -> None:
    """Close every camera until then; who looks is cut. Raises UnfitWords."""
    now = timezone.now()
    if not now < until <= now + LONGEST_PAUSE:
        raise UnfitWords(errors=[Fault("until", "Choose a day in the coming year.")])
    _end_pause(owner, now)
    for grant in _held(owner, now):
        after = grant.valid_to
        grant.valid_to = now
        grant.save(update_fields=["valid_to"])
        bridge_to = until if after is None else min(until, after)
        _again(grant, now, bridge_to, condition=Grant.Condition.NEVER)
        if after is None or after > until:
            _again(grant, until, after, condition=grant.condition)
    owner.paused_until = until
    owner.save(update_fields=["paused_until"])
    detail = {"until": until.isoformat()}
    record(by, "owner_paused", "owner", owner.pk, detail=detail, **traces)


@transaction.atomic
def resume(owner: Owner, *, by: Actor, **traces: Any) -> None:
    """End the pause now; what was allowed before is allowed again."""
    _end_pause(owner, timezone.now())
    record(by, "owner_resumed", "owner", owner.pk, **traces)


def _end_pause(owner: Owner, now: datetime) -> None:
    until = owner.paused_until
    if until is not None and until > now:
        bridges = Grant.objects.filter(owner=owner, condition=Grant.Condition.NEVER)
        bridges.filter(valid_from__lt=now, valid_to=until).update(valid_to=now)
        Grant.objects.filter(owner=owner, valid_from=until).update(valid_from=now)
    owner.paused_until = None
    owner.save(update_fields=["paused_until"])


def _held(owner: Owner, now: datetime) -> list[Grant]:
    """Give the grants that hold now, on cameras that are still this owner's."""
    held = Grant.objects.select_for_update(of=("self",)).filter(
        Q(valid_to=None) | Q(valid_to__gt=now),
        owner=owner, camera__owner=owner, valid_from__lte=now,
    )  # fmt: skip
    return list(held)


def _again(grant: Grant, begins: datetime, ends: datetime | None, *, condition: str) -> None:
    """Enter the same grant for another time."""
    same = copy(grant)
    same.pk, same._state.adding = uuid4(), True
    same.valid_from, same.valid_to, same.condition = begins, ends, condition
    same.save(force_insert=True)
