"""Deeds: an owner says what an agency may see of a camera, and when; and takes words back.

Each word is a version: what held until now ends, and another begins at the same moment. The
database tells media, which decides anew for everybody who looks.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from registry.audit.actors import Named
from registry.audit.recording import record
from registry.owners.models import Grant, Owner
from registry.owners.refusals import NothingToUndo, Paused, UnfitTerms, UnknownGrant
from registry.refusals import Fault

UNDO = timedelta(minutes=10)
FARTHEST = 5000.0  # metres
LONGEST = 240  # minutes


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an owner lets one agency do with one camera, and when."""

    agency_id: UUID
    capabilities: frozenset[str]
    condition: str
    priority_at_most: int | None = None
    within: float | None = None
    from_hour: time | None = None
    until_hour: time | None = None
    max_session_min: int = 15
    notify_owner: bool = True

    @classmethod
    def of(cls, grant: Grant) -> Self:
        """Read what a grant says."""
        names = (each for each in cls.__dataclass_fields__ if each != "capabilities")
        facts = {name: getattr(grant, name) for name in names}
        return cls(capabilities=frozenset(grant.capabilities), **facts)

    def checked(self) -> Self:
        """Keep only what its condition asks for. Raises UnfitTerms, with every fault at once."""
        faults = list(self._faults())
        if faults:
            raise UnfitTerms(errors=faults)
        priority, hours = self.condition == "priority", self.condition == "hours"
        return replace(
            self,
            priority_at_most=self.priority_at_most if priority else None,
            within=self.within if priority else None,
            from_hour=self.from_hour if hours else None,
            until_hour=self.until_hour if hours else None,
        )

    def _faults(self) -> list[Fault]:
        hours = self.from_hour is not None and self.until_hour is not None
        wrong = (
            (not self.capabilities, "capabilities", "Choose what may be seen."),
            (
                not self.capabilities <= set(Grant.Capability.values),
                "capabilities",
                "There is no such use.",
            ),
            (
                self.condition not in Grant.Condition.values,
                "condition",
                "Choose when it may be seen.",
            ),
            (
                self.condition == "priority" and self.priority_at_most not in range(1, 6),
                "priority_at_most",
                "Choose a priority from 1 to 5.",
            ),
            (
                self.within is not None and not 10 <= self.within <= FARTHEST,
                "within",
                "Choose from 10 to 5000 metres, or leave it blank.",
            ),
            (
                self.condition == "hours" and not hours,
                "from_hour",
                "Say from when until when.",
            ),
            (
                not 1 <= self.max_session_min <= LONGEST,
                "max_session_min",
                "A look lasts from 1 to 240 minutes.",
            ),
        )
        return [Fault(field, words) for is_wrong, field, words in wrong if is_wrong]

    def values(self) -> dict[str, Any]:
        """Write them as a grant's fields."""
        return asdict(self) | {"capabilities": sorted(self.capabilities)}


def holding(owner: UUID, camera: UUID, at: datetime | None = None) -> QuerySet[Grant]:
    """Give what this owner has said of this camera and what holds now, or at another moment."""
    at = at or timezone.now()
    ends = Q(valid_to=None) | Q(valid_to__gt=at)
    held = Grant.objects.filter(ends, owner=owner, camera=camera, valid_from__lte=at)
    return held.select_related("agency").order_by("agency__name", "valid_from", "id")


@transaction.atomic
def grant(
    owner: UUID,
    camera: UUID,
    terms: Terms,
    *,
    instead_of: UUID | None = None,
    by: Named,
    **traces: str,
) -> Grant:
    """Say something new, or something else. Raises UnfitTerms, Paused or UnknownGrant."""
    terms = terms.checked()
    now = _begin(owner, camera)
    if instead_of:
        _end(holding(owner, camera, now).filter(pk=instead_of), now)
    made = Grant.objects.create(owner_id=owner, camera_id=camera, valid_from=now, **terms.values())
    detail = {"terms": _plain(terms.values()), "instead_of": str(instead_of or "")}
    _record(by, "grant_changed" if instead_of else "grant_made", camera, made.pk, detail, traces)
    return made


@transaction.atomic
def withdraw(owner: UUID, camera: UUID, said: UUID, *, by: Named, **traces: str) -> None:
    """Take one word back; who looks by it is cut. Raises UnknownGrant or Paused."""
    now = _begin(owner, camera)
    _end(holding(owner, camera, now).filter(pk=said), now)
    _record(by, "grant_withdrawn", camera, said, {}, traces)


def last_change(owner: UUID, camera: UUID) -> datetime | None:
    """Say when this owner last changed what holds for this camera, if that can be undone."""
    now = timezone.now()
    said = Grant.objects.filter(owner=owner, camera=camera)
    begun = said.filter(valid_from__lte=now).aggregate(at=Max("valid_from"))["at"]
    ended = said.filter(valid_to__lte=now).aggregate(at=Max("valid_to"))["at"]
    latest: datetime | None = max((at for at in (begun, ended) if at), default=None)
    return latest if latest and now - latest <= UNDO else None


@transaction.atomic
def undo(owner: UUID, camera: UUID, change: datetime, *, by: Named, **traces: str) -> list[Grant]:
    """Let what held before a change hold again, as a new version; give that.

    Raises NothingToUndo where that was not the last change, or is long ago, and Paused.
    """
    now = _begin(owner, camera)
    if last_change(owner, camera) != change:
        raise NothingToUndo
    before = list(Grant.objects.filter(owner=owner, camera=camera, valid_to=change))
    after = holding(owner, camera, now).filter(valid_from=change)
    after.order_by().update(valid_to=now)
    again = [copy(old) for old in before]
    for same in again:
        same.pk, same._state.adding = uuid4(), True
        same.valid_from, same.valid_to = now, None
        same.save(force_insert=True)
    _record(by, "grant_undone", camera, "", {"change": change.isoformat()}, traces)
    return again


def _begin(owner: UUID, camera: UUID) -> datetime:
    """Have this owner to ourselves, and the camera be theirs; give the moment of the change."""
    person = Owner.objects.select_for_update(no_key=True).get(pk=owner)
    if not person.cameras.filter(pk=camera).exists():
        raise UnknownGrant
    now = timezone.now()
    if person.paused_until and person.paused_until > now:
        raise Paused
    return now


def _end(held: QuerySet[Grant], now: datetime) -> None:
    if not held.order_by().update(valid_to=now):
        raise UnknownGrant


def _record(
    by: Named,
    deed: str,
    camera: UUID,
    said: object,
    detail: Mapping[str, Any],
    traces: Mapping[str, str],
) -> None:
    basis = f"grant {said}" if said else ""
    record(by, deed, "camera", camera, incident=None, basis=basis, detail=dict(detail), **traces)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write values as the log keeps them."""
    return {
        name: value if isinstance(value, int | float | bool | list | None) else str(value)
        for name, value in values.items()
    }
