"""Deeds of owners who were asked: keep it, say there is nothing, send it. Silence is none."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.evidence import uploading
from registry.evidence.models import Upload
from registry.footage.mailing import way_to_answer
from registry.footage.models import FootageClip, FootageRequest, Recipient
from registry.footage.refusals import AlreadyAnswered, NothingCame
from registry.owners import links
from registry.owners.refusals import UnknownLink

ARRIVED = (Upload.State.CHECKING, Upload.State.DONE)


@dataclass(frozen=True)
class SomeOwner:
    """An owner who answered. The log does not say which: it would say who did not."""

    name: str = "an owner who was asked"
    id: str = ""
    role: str = "owner"
    agency: str = ""


def behind(token: str, purpose: str) -> Recipient:
    """Find whom a link was sent to, as long as they may answer.

    Raises UnknownLink and AlreadyAnswered.
    """
    return _open(links.read(token, purpose).about)


def expires(token: str, purpose: str) -> datetime:
    """Say until when a link is good. Raises UnknownLink."""
    return links.read(token, purpose).expires_at


@transaction.atomic
def keep(token: str) -> str:
    """Note that it is kept; give the link for sending it, for whoever wants to do that now."""
    recipient = behind(token, "keep")
    if recipient.kept_at is None:
        recipient.kept_at = timezone.now()
        recipient.save(update_fields=["kept_at"])
        record(SomeOwner(), "footage_kept", "footage_request", recipient.request_id)
    return way_to_answer(recipient)


@transaction.atomic
def say_nothing(token: str, purpose: str) -> Recipient:
    """Note that there is nothing; the link is used up."""
    recipient = _open(links.use(token, purpose).about)
    _answer(recipient, Recipient.Answer.NOTHING)
    record(SomeOwner(), "footage_nothing", "footage_request", recipient.request_id)
    return recipient


@transaction.atomic
def begin(
    token: str,
    *,
    name: str,
    size: int,
    device: str = "",
    clock_offset: float | None = None,
) -> Upload:
    """Announce a file; `key` of what comes back writes to it."""
    recipient = behind(token, "answer")
    request, owner = recipient.request, recipient.owner
    upload = uploading.begin(
        "request",
        request.pk,
        name=name,
        size=size,
        giver=owner.name if owner else "",
        keeper=request.made_by_id,
        incident=request.incident_id,
        agency=request.agency_id,
        device=device or ", ".join(name for _, _, name in own_cameras(recipient)),
        clock_offset=clock_offset,
    )
    FootageClip.objects.create(recipient=recipient, upload=upload.pk)
    return upload


@transaction.atomic
def finish(
    token: str, *, begins: datetime | None = None, ends: datetime | None = None
) -> Recipient:
    """Take what has arrived as the answer, with the time it covers; the link is used up.

    Raises NothingCame.
    """
    recipient = behind(token, "answer")
    if not receive(recipient):
        raise NothingCame
    recipient.clips.update(begins=begins, ends=ends)
    links.use(token, "answer")
    return recipient


def own_cameras(recipient: Recipient) -> list[tuple[float, float, str]]:
    """Give the place and name of the cameras an owner was asked about."""
    cameras = Camera.registry.filter(pk__in=recipient.cameras, owner=recipient.owner)
    return [(each.position.x, each.position.y, each.name) for each in cameras.order_by("number")]


def receive(recipient: Recipient) -> bool:
    """Note which files have arrived; tell whether any has."""
    clips = list(recipient.clips.all())
    uploads = Upload.objects.filter(pk__in=[clip.upload for clip in clips], state__in=ARRIVED)
    arrived = set(uploads.values_list("pk", flat=True))
    new = [clip for clip in clips if clip.received_at is None and clip.upload in arrived]
    now = timezone.now()
    recipient.clips.filter(pk__in=[clip.pk for clip in new]).update(received_at=now)
    if new:
        _answer(recipient, Recipient.Answer.RECEIVED)
        FootageRequest.registry.filter(pk=recipient.request_id, first_at=None).update(first_at=now)
        record(
            SomeOwner(),
            "footage_received",
            "footage_request",
            recipient.request_id,
            detail={"files": len(new)},
        )
    return bool(arrived)


def _answer(recipient: Recipient, answer: Recipient.Answer) -> None:
    recipient.answer, recipient.answered_at = answer, timezone.now()
    recipient.save(update_fields=["answer", "answered_at"])


def _open(about: str) -> Recipient:
    """Take the recipient, locked, while the request is open and they have not answered."""
    recipients = Recipient.objects.select_related("request__agency", "owner")
    with transaction.atomic():
        recipient = recipients.select_for_update(of=("self",)).filter(pk=UUID(about)).first()
    if recipient is None:
        raise UnknownLink
    lapses = recipient.request.lapses_at
    over = recipient.request.state != FootageRequest.State.SENT
    if over or lapses is None or lapses <= timezone.now() or recipient.answer:
        raise AlreadyAnswered
    return recipient
