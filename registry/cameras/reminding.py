"""Deeds: ask owners whether their cameras are still there; rest those whose owner keeps silent.

Two mails unanswered, half a year apart, and a month after the second: then nobody is told of the
cameras any more, until their owner says by any of these mails that they are there.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.actors import Shell
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.cameras.placing import place_now
from registry.notices.sending import enqueue
from registry.owners import links
from registry.owners.models import Owner, OwnerLink

ASKED = (Owner.Kind.RESIDENT, Owner.Kind.BUSINESS, Owner.Kind.SCHOOL)
MISSES = 2
ANSWER_WITHIN = timedelta(days=30)  # after the last mail
LINK_LASTS = timedelta(days=800)  # it also brings back what has rested for long
AT_ONCE = 200  # owners in one round: mail servers are not to take us for somebody else


def remind(now: datetime | None = None) -> None:
    """Ask those whose time has come, and rest the cameras of those who did not answer twice."""
    if settings.REMIND_MONTHS < 1:
        return
    now = now or timezone.now()
    due = _last_heard().filter(reminders_missed__lt=MISSES, heard__lte=_months_before(now))
    for owner in due.values_list("pk", flat=True)[:AT_ONCE]:
        _ask(owner, now)
    silent = _asked().filter(reminders_missed__gte=MISSES, reminded_at__lte=now - ANSWER_WITHIN)
    for owner in silent.values_list("pk", flat=True)[:AT_ONCE]:
        _rest(owner)


class Asked(NamedTuple):
    """Who is asked, and about which cameras."""

    owner: Owner
    cameras: list[Camera]

    @property
    def actor(self) -> Actor:
        """Act as the owner, who was known by a link; the log keeps the id and no name."""
        return Actor(role="owner", id=str(self.owner.pk), owner_id=self.owner.pk)


def read(token: str) -> Asked:
    """Find whom a link asks, without taking it for an answer. Raises UnknownLink."""
    owner = links.read(token, OwnerLink.Purpose.STILL).owner
    theirs = _theirs(owner, Camera.Status.APPROVED, Camera.Status.DORMANT)
    return Asked(owner, list(theirs))


@transaction.atomic
def confirm(token: str, *, now: datetime | None = None, **traces: Any) -> Asked:
    """Take the owner's word that the cameras are there; those that rested are back.

    Raises UnknownLink.
    """
    owner = links.use(token, OwnerLink.Purpose.STILL).owner
    owner = Owner.objects.select_for_update().get(pk=owner.pk)
    cameras = _held(owner, Camera.Status.APPROVED, Camera.Status.DORMANT)
    rested = [camera for camera in cameras if camera.status == Camera.Status.DORMANT]
    for camera in cameras:
        camera.status, camera.verified_at = Camera.Status.APPROVED, now or timezone.now()
        camera.save(update_fields=["status", "verified_at", "updated_at"])
    place_now([camera.pk for camera in rested])
    owner.reminders_missed = 0
    owner.save(update_fields=["reminders_missed"])
    asked = Asked(owner, cameras)
    for camera in cameras:
        deed = "camera_back" if camera in rested else "camera_confirmed"
        record(asked.actor, deed, "camera", camera.pk, basis="consent", **traces)
    return asked


@transaction.atomic
def _ask(owner_id: Any, now: datetime) -> None:
    owner = _locked(owner_id, _last_heard().filter(heard__lte=_months_before(now)))
    if owner is None:
        return
    owner.reminded_at = now
    owner.reminders_missed += 1  # until they answer
    owner.save(update_fields=["reminded_at", "reminders_missed"])
    _mail("still_there", owner, _theirs(owner, Camera.Status.APPROVED))
    detail = {"unanswered": owner.reminders_missed - 1}
    record(Shell("centre"), "owner_reminded", "owner", owner.pk, detail=detail)


@transaction.atomic
def _rest(owner_id: Any) -> None:
    owner = _locked(owner_id, Owner.objects.filter(reminders_missed__gte=MISSES))
    if owner is None:
        return
    cameras = _held(owner, Camera.Status.APPROVED)
    for camera in cameras:
        camera.status = Camera.Status.DORMANT
        camera.save(update_fields=["status", "updated_at"])
        record(Shell("centre"), "camera_resting", "camera", camera.pk)
    place_now([camera.pk for camera in cameras])
    _mail("cameras_resting", owner, cameras)


def _mail(kind: str, owner: Owner, cameras: Iterable[Camera]) -> None:
    token = links.make(owner, OwnerLink.Purpose.STILL, lasts=LINK_LASTS)
    enqueue(
        kind,
        to=owner.email,
        language=owner.language,
        values={
            "name": owner.name,
            "centre": settings.CENTRE_NAME,
            "cameras": "\n".join(f"- {camera.name}" for camera in cameras),
            "link": f"{settings.PUBLIC_ADDRESS}/still/{token}",
        },
        about=("owner", str(owner.pk)),
    )


def _asked() -> QuerySet[Owner]:
    """Keep owners who registered cameras that are in use, and can be written to."""
    theirs = Camera.registry.filter(
        owner=OuterRef("pk"), status=Camera.Status.APPROVED, level__gt=Camera.Level.AGENCY
    )
    return Owner.objects.filter(Exists(theirs), kind__in=ASKED, left_at=None).exclude(email="")


def _last_heard() -> Any:
    """Say with each since when nothing was asked of them or heard from them."""
    first = Min("cameras__created_at", filter=Q(cameras__status=Camera.Status.APPROVED))
    began = Coalesce("email_confirmed_at", first)
    return _asked().annotate(heard=Greatest(began, "reminded_at"))


def _locked(owner_id: Any, among: QuerySet[Owner]) -> Owner | None:
    """Take an owner for ourselves, unless another worker has them or had them a moment ago."""
    mine = Owner.objects.select_for_update(skip_locked=True).filter(pk=owner_id).first()
    return mine if mine is not None and among.filter(pk=owner_id).exists() else None


def _theirs(owner: Owner, *statuses: Camera.Status) -> QuerySet[Camera]:
    theirs = Camera.registry.filter(owner=owner, status__in=statuses)
    return theirs.filter(level__gt=Camera.Level.AGENCY).order_by("number")


def _held(owner: Owner, *statuses: Camera.Status) -> list[Camera]:
    """Take them for ourselves until the transaction ends."""
    return list(_theirs(owner, *statuses).select_for_update(no_key=True, of=("self",)))


def _months_before(now: datetime) -> datetime:
    """Go back as many months as the centre chose; the last days of a long month are its 28th."""
    months = now.year * 12 + now.month - 1 - settings.REMIND_MONTHS
    year, month = divmod(months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, 28))
