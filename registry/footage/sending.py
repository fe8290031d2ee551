"""Deeds: look who could be asked, and ask them: to keep it first, to send it later."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry import cipher
from registry.access.facts import Actor
from registry.audit.recording import record
from registry.footage.areas import drawn
from registry.footage.candidates import Candidates, candidates
from registry.footage.drafting import faults_of, mine, missing
from registry.footage.mailing import ask_to_keep, ask_to_send
from registry.footage.models import FootageRequest, Recipient
from registry.footage.refusals import CannotAsk, NobodyToAsk, UnknownRequest


@transaction.atomic
def look(by: Actor, wanted: FootageRequest, **traces: Any) -> Candidates:
    """Find who could be asked. The owners of what is listed may read that it was."""
    if faults := missing(wanted):
        raise CannotAsk(errors=faults)
    found = _found(wanted)
    listed = sorted(str(camera.id) for camera in found.cameras)
    if listed:
        record(
            by,
            "cameras_listed",
            "footage_request",
            wanted.pk,
            purpose=wanted.purpose,
            incident=wanted.incident_id,
            detail={"cameras": listed, "case": wanted.case_number},
            **traces,
        )
    return found


@transaction.atomic
def send(by: Actor, request: UUID, owners: Collection[UUID], **traces: Any) -> FootageRequest:
    """Ask these owners. Only those whose cameras saw it can be asked, as things are now."""
    wanted = mine(by, request)
    area = drawn(wanted.area) if wanted.area else None
    faults = missing(wanted) + faults_of(area=area, begins=wanted.begins, ends=wanted.ends)
    if faults:
        raise CannotAsk(errors=faults)
    found = _found(wanted)
    asked = [owner for owner in found.owners if owner in owners]
    if not asked:
        raise NobodyToAsk
    now = timezone.now()
    _sent(wanted, len(asked), now)
    recipients = [
        Recipient(
            request=wanted,
            owner_id=owner,
            cameras=[camera.id for camera in found.cameras if camera.owner == owner],
            asked_at=now,
        )
        for owner in asked
    ]
    Recipient.objects.bulk_create(recipients)
    _record_sent(by, wanted, recipients, **traces)
    for recipient in Recipient.objects.filter(request=wanted).select_related("owner", "request"):
        ask_to_keep(recipient)
    return wanted


def ask_for_uploads() -> None:
    """Ask everybody who has not answered yet to send it, whether or not they said they keep it.

    That all are asked alike is the point: the outbox tells nobody who kept silent.
    """
    now = timezone.now()
    with transaction.atomic():
        due = Recipient.objects.select_for_update(of=("self",), skip_locked=True).filter(
            request__state=FootageRequest.State.SENT,
            request__upload_at__lte=now,
            request__lapses_at__gt=now,
            upload_asked_at=None,
            answer=Recipient.Answer.NONE,
            owner__left_at=None,
            owner__isnull=False,
        )
        for recipient in due.select_related("owner", "request__agency"):
            ask_to_send(recipient)
            recipient.upload_asked_at = now
            recipient.save(update_fields=["upload_asked_at"])


def _found(wanted: FootageRequest) -> Candidates:
    if wanted.area is None or wanted.begins is None or wanted.ends is None:
        raise UnknownRequest
    return candidates(wanted.area, wanted.begins, wanted.ends)


def _sent(wanted: FootageRequest, asked: int, now: datetime) -> None:
    wanted.state, wanted.sent_at, wanted.asked = FootageRequest.State.SENT, now, asked
    wanted.upload_at = now + timedelta(hours=settings.FOOTAGE_UPLOAD_AFTER)
    wanted.lapses_at = wanted.upload_at + timedelta(days=settings.FOOTAGE_LINK_DAYS)
    wanted.save()


def _record_sent(
    by: Actor, wanted: FootageRequest, recipients: list[Recipient], **traces: Any
) -> None:
    """Name whom in a sealed word: a court may have it opened, a reader of the log may not."""
    named = {str(each.owner_id): [str(camera) for camera in each.cameras] for each in recipients}
    record(
        by,
        "footage_asked",
        "footage_request",
        wanted.pk,
        purpose=wanted.purpose,
        incident=wanted.incident_id,
        basis="consent",
        detail={
            "case": wanted.case_number,
            "recipients": len(recipients),
            "sealed": cipher.encrypt(json.dumps(named)).decode(),
        },
        **traces,
    )
