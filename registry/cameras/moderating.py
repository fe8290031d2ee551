"""Deeds of a registrar: accept a registered camera, ask its owner back, decline it, undo that.

The owner's mail is held back for as long as a decision can be undone, so nobody is told of one
that was a slip.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.accounts.models import User
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.cameras.placing import place_now
from registry.cameras.publishing import publish, unpublish
from registry.cameras.refusals import (
    MailForgotten,
    NothingToUndo,
    NotPublishable,
    NotWaiting,
    UnfitVerdict,
)
from registry.cameras.verdicts import ASKING, DECLINING, OTHER, Reason, Verdict
from registry.notices import sending
from registry.notices.models import Notice
from registry.owners import consent
from registry.refusals import Fault

UNDO_WITHIN = timedelta(minutes=2)
DECLINED_KEPT = timedelta(days=30)  # time to say that it was a mistake
LONGEST_WORDS = 1000
ON_MAP = {
    ("en", True): "It is counted on the public map, at its street and not at your house.",
    ("en", False): "It is not on the public map.",
    ("es", True): "Se cuenta en el mapa público, en su calle y no en su casa.",
    ("es", False): "No está en el mapa público.",
}


@transaction.atomic
def accept(camera_id: UUID, *, by: Actor, **traces: Any) -> Verdict:
    """Put a registered camera on the map and tell its owner. Raises NotWaiting."""
    camera = _waiting(camera_id)
    camera.status = Camera.Status.APPROVED
    camera.save(update_fields=["status", "updated_at"])
    place_now([camera.pk])
    public = consent.wants_public(camera.pk) and _published(camera, by, traces)
    language = camera.owner.language
    on_map = ON_MAP.get((language, public), ON_MAP["en", public])
    return _decided(camera, Verdict.Deed.ACCEPTED, by, traces, public=on_map)


@transaction.atomic
def ask_back(camera_id: UUID, *, reason: str, words: str, by: Actor, **traces: Any) -> Verdict:
    """Ask the owner; the camera waits on. Raises NotWaiting or UnfitVerdict."""
    picked, words = _reason(ASKING, reason, words)
    camera = _waiting(camera_id)
    why = _told(picked, words, camera.owner.language)
    return _decided(camera, Verdict.Deed.ASKED, by, traces, reason=reason, words=words, why=why)


@transaction.atomic
def decline(camera_id: UUID, *, reason: str, words: str, by: Actor, **traces: Any) -> Verdict:
    """Keep a camera out of the registry and tell its owner why. Raises NotWaiting, UnfitVerdict."""
    picked, words = _reason(DECLINING, reason, words)
    camera = _waiting(camera_id)
    camera.status = Camera.Status.RETIRED
    camera.save(update_fields=["status", "updated_at"])
    place_now([camera.pk])
    why = _told(picked, words, camera.owner.language)
    return _decided(camera, Verdict.Deed.DECLINED, by, traces, reason=reason, words=words, why=why)


@transaction.atomic
def undo(*, by: Actor, **traces: Any) -> Verdict:
    """Take this registrar's last decision back while nobody was told. Raises NothingToUndo."""
    verdict = undoable(by)
    if verdict is None or not _taken_back(verdict):
        raise NothingToUndo
    camera = Camera.registry.select_for_update(no_key=True, of=("self",)).get(pk=verdict.camera_id)
    if camera.public_at is not None:
        camera = unpublish(camera, by, **traces)
    if verdict.deed != Verdict.Deed.ASKED:
        camera.status = Camera.Status.PENDING
        camera.save(update_fields=["status", "updated_at"])
        place_now([camera.pk])
    verdict.undone_at, verdict.notice = timezone.now(), None
    verdict.save(update_fields=["undone_at", "notice"])
    detail = {"deed": verdict.deed}
    record(by, "moderation_undone", "camera", camera.pk, detail=detail, **traces)
    return verdict


def undoable(by: Actor) -> Verdict | None:
    """Give this registrar's last decision while it can be undone."""
    last = Verdict.objects.filter(by_id=by.user_id, undone_at=None).order_by("-at", "-pk")
    verdict = last.select_related("camera", "notice").first()
    if verdict is None or timezone.now() - verdict.at >= UNDO_WITHIN:
        return None
    told = verdict.notice is not None and verdict.notice.sent_at is not None
    return None if told else verdict


@transaction.atomic
def send_again(notice_id: UUID, *, by: Actor, **traces: Any) -> Notice:
    """Send a mail about a camera once more. Raises MailForgotten."""
    notice = Notice.objects.select_for_update().filter(pk=notice_id, about_type="camera").first()
    if notice is None or not notice.to:
        raise MailForgotten
    again = sending.resend(notice)
    detail = {"kind": notice.kind}
    record(by, "mail_sent_again", "camera", notice.about_id, detail=detail, **traces)
    return again


def _waiting(camera_id: UUID) -> Camera:
    waiting = Camera.registry.select_for_update(no_key=True, of=("self",)).select_related("owner")
    camera = waiting.filter(pk=camera_id, status=Camera.Status.PENDING).first()
    if camera is None:
        raise NotWaiting
    return camera


def _taken_back(verdict: Verdict) -> bool:
    """Take the owner's mail out of the outbox, unless it is on its way this moment."""
    if verdict.notice_id is None:
        return True
    unsent = Notice.objects.select_for_update(skip_locked=True).filter(sent_at=None)
    notice = unsent.filter(pk=verdict.notice_id).first()
    if notice is not None:
        notice.delete()
    return notice is not None


def _published(camera: Camera, by: Actor, traces: dict[str, Any]) -> bool:
    """Do as its owner ticked; where no street stands for twenty doors it stays off the map."""
    try:
        publish(camera, by, **traces)
    except NotPublishable:
        return False
    return True


def _reason(reasons: Mapping[str, Reason], reason: str, words: str) -> tuple[Reason, str]:
    words = words.strip()
    faults = []
    if reason not in reasons:
        faults.append(Fault("reason", "Pick a reason."))
    if len(words) > LONGEST_WORDS:
        faults.append(Fault("words", f"At most {LONGEST_WORDS} characters."))
    if reason == OTHER and not words:
        faults.append(Fault("words", "Say it in your own words."))
    if faults:
        raise UnfitVerdict(errors=faults)
    return reasons[reason], words


def _told(picked: Reason, words: str, language: str) -> str:
    return "\n\n".join(part for part in (picked.told(language), words) if part)


def _decided(
    camera: Camera,
    deed: Verdict.Deed,
    by: Actor,
    traces: dict[str, Any],
    *,
    reason: str = "",
    words: str = "",
    **values: str,
) -> Verdict:
    """Write the decision down and put the owner's mail into the outbox, where it waits a little."""
    notice = None
    if camera.owner.email:
        notice = sending.enqueue(
            f"registration_{deed.value}",
            to=camera.owner.email,
            language=camera.owner.language,
            values={
                "name": camera.owner.name,
                "camera": camera.name,
                "centre": settings.CENTRE_NAME,
                "page": f"{settings.PUBLIC_ADDRESS}/owner",
                "days": str(DECLINED_KEPT.days),
                **values,
            },
            about=("camera", str(camera.pk)),
            hold=UNDO_WITHIN,
        )
    # The registrar's own words may name somebody, and the log forgets nothing.
    detail = {"reason": reason} if reason else {}
    record(by, f"registration_{deed.value}", "camera", camera.pk, detail=detail, **traces)
    return Verdict.objects.create(
        camera=camera,
        deed=deed,
        reason=reason,
        words=words,
        by=_person(by),
        notice=notice,
    )


def _person(by: Actor) -> User:
    """Give who decides: a machine decides nothing."""
    if by.user_id is None:
        raise NotWaiting
    return User.objects.get(pk=by.user_id)
