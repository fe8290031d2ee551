"""Deeds: a request is over, and what becomes of it; the loop that looks after all of them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.actors import Named, Shell
from registry.audit.recording import record
from registry.footage.answering import receive
from registry.footage.mailing import tell_it_helped
from registry.footage.models import FootageRequest, Recipient
from registry.footage.refusals import NotSent, UnknownRequest
from registry.footage.sending import ask_for_uploads


def tend() -> None:
    """Ask for what is to be sent, take in what has arrived, end what is over."""
    ask_for_uploads()
    _receive_all()
    now = timezone.now()
    with transaction.atomic():
        over = FootageRequest.registry.filter(
            state=FootageRequest.State.SENT, lapses_at__lte=now
        ).select_for_update(skip_locked=True)
        for request in over:
            _end(request, Shell("centre"))


@transaction.atomic
def end(by: Actor, request: UUID, **traces: Any) -> None:
    """End a request before its time: no link of it works any more."""
    _end(_sent(by, request), by, **traces)


@transaction.atomic
def judge(
    by: Actor, request: UUID, useful: str, *, thank: bool = False, **traces: Any
) -> FootageRequest:
    """Say whether what came was of use; if wanted, tell those who sent it, once."""
    found = _sent(by, request, over=True)
    found.useful, found.useful_at = FootageRequest.Useful(useful), timezone.now()
    senders = found.recipients.filter(answer=Recipient.Answer.RECEIVED)
    helped = useful in {FootageRequest.Useful.YES, FootageRequest.Useful.PARTLY}
    if thank and helped and found.thanked_at is None and senders.exists():
        for recipient in senders.select_related("owner", "request__agency"):
            tell_it_helped(recipient)
        found.thanked_at = found.useful_at
    found.save(update_fields=["useful", "useful_at", "thanked_at", "changed_at"])
    record(
        by,
        "footage_judged",
        "footage_request",
        found.pk,
        incident=found.incident_id,
        detail={"useful": useful, "thanked": found.thanked_at == found.useful_at},
        **traces,
    )
    return found


def _sent(by: Actor, request: UUID, *, over: bool = False) -> FootageRequest:
    found = FootageRequest.open_to(by).select_for_update(of=("self",)).filter(pk=request).first()
    if found is None:
        raise UnknownRequest
    lapsed = found.state == FootageRequest.State.LAPSED
    if found.state == FootageRequest.State.DRAFT or (lapsed and not over):
        raise NotSent
    return found


def _end(request: FootageRequest, by: Named, **traces: Any) -> None:
    """Keep the sums and forget who said what: of those who sent nothing no trace is left of it."""
    others = request.recipients.exclude(answer=Recipient.Answer.RECEIVED)
    request.kept = request.recipients.filter(kept_at__isnull=False).count()
    request.nothing = others.filter(answer=Recipient.Answer.NOTHING).count()
    others.update(
        kept_at=None, answer=Recipient.Answer.NONE, answered_at=None, upload_asked_at=None
    )
    request.state, request.lapses_at = FootageRequest.State.LAPSED, timezone.now()
    request.save(update_fields=["state", "kept", "nothing", "lapses_at", "changed_at"])
    record(
        by, "footage_lapsed", "footage_request", request.pk, incident=request.incident_id, **traces
    )


def _receive_all() -> None:
    """Take in what arrived without anybody saying that it was all."""
    waiting = Recipient.objects.filter(clips__isnull=False, clips__received_at=None).distinct()
    for each in waiting.values_list("pk", flat=True):
        with transaction.atomic():
            recipient = Recipient.objects.select_for_update(of=("self",)).get(pk=each)
            receive(recipient)
