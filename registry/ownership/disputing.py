"""Deeds: an owner objects to a look, an auditor answers within the time promised."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.notices import sending
from registry.ownership import looks
from registry.ownership.models import Dispute
from registry.ownership.refusals import (
    AlreadyDisputed,
    NoSuchLook,
    UnfitWords,
    UnknownDispute,
)
from registry.refusals import Fault

MOST_WORDS = 2000


@transaction.atomic
def dispute(camera: Camera, entry: int, words: str, *, by: Actor, **traces: Any) -> Dispute:
    """Object to one look. The log has that it was done, not the owner's words.

    Raises NoSuchLook, AlreadyDisputed, UnfitWords.
    """
    text = _fit("words", words)
    if looks.one(camera, entry) is None:
        raise NoSuchLook
    made, new = Dispute.objects.get_or_create(
        owner=camera.owner,
        entry_id=entry,
        defaults={
            "camera": camera,
            "words": text,
            "due_at": timezone.now() + timedelta(days=settings.DISPUTE_DAYS),
        },
    )
    if not new:
        raise AlreadyDisputed
    detail = {"dispute": str(made.pk), "entry": entry}
    record(by, "look_disputed", "camera", camera.pk, detail=detail, **traces)
    return made


@transaction.atomic
def answer(dispute_id: UUID, reply: str, *, by: Actor, **traces: Any) -> Dispute:
    """Answer, by mail and on the owner's page. Raises UnknownDispute, UnfitWords."""
    text = _fit("reply", reply)
    found = (
        Dispute.objects.select_for_update(of=("self",))
        .select_related("owner", "camera")
        .filter(pk=dispute_id, replied_at=None)
        .first()
    )
    if found is None:
        raise UnknownDispute
    found.reply, found.replied_at, found.replied_by_id = text, timezone.now(), by.user_id
    found.save(update_fields=["reply", "replied_at", "replied_by"])
    owner = found.owner
    if owner.email:
        sending.enqueue(
            "dispute_answered",
            to=owner.email,
            language=owner.language,
            values={
                "camera": found.camera.name,
                "words": found.words,
                "reply": text,
                "page": f"{settings.PUBLIC_ADDRESS}/owner",
            },
            about=("dispute", str(found.pk)),
        )
    detail = {"dispute": str(found.pk), "entry": found.entry_id}
    record(by, "dispute_answered", "camera", found.camera_id, detail=detail, **traces)
    return found


def _fit(name: str, words: str) -> str:
    text = words.replace("\x00", "").strip()
    if not text:
        raise UnfitWords(errors=[Fault(name, "Say it in a few words.")])
    if len(text) > MOST_WORDS:
        raise UnfitWords(errors=[Fault(name, f"At most {MOST_WORDS} characters.")])
    return text
