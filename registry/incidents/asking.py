"""Deeds: ask a camera's owner whether a call may look, hear the answer, and end what a yes opened.

A yes is for the version of the grant that was asked about: when its owner changes a word, it ends.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.facts import Actor, Capability, State
from registry.audit.actors import Named
from registry.audit.recording import record
from registry.incidents.looking import look
from registry.incidents.models import Incident, Question
from registry.incidents.refusals import (
    AskedAlready,
    AskedEnough,
    NoAddress,
    NotAskable,
    QuestionOver,
    UnknownIncident,
)
from registry.notices.sending import enqueue
from registry.owners import links
from registry.owners.models import Grant

ANSWER_WITHIN = timedelta(minutes=10)
MOST_PER_CALL = 3  # questions about one camera for one call; after a no there is none
MOST_AT_ONCE = 10  # questions of one person in as many minutes
USES = (Capability.STILL, Capability.LIVE, Capability.RECORDED)


@dataclass(frozen=True)
class Asked:
    """How it stands with one camera whose owner is asked each time."""

    camera: str
    state: str  # ask, asked, open, no, over
    until: datetime | None = None
    at_box: bool = False


@transaction.atomic
def ask(
    incident: UUID, camera: UUID, *, by: Actor, request_id: str = "", client: str = ""
) -> Question:
    """Send the owner a mail with yes and no, good for ten minutes.

    Raises UnknownIncident, NotAskable, NoAddress, AskedAlready or AskedEnough.
    """
    call = Incident.open_to(by).filter(pk=incident).first()
    if call is None or by.user_id is None:
        raise UnknownIncident
    grant = _asked_by(by, call, camera)
    if not grant.owner.email:
        raise NoAddress
    now = timezone.now()
    _lapse(call.pk, camera, now)
    _spare(call, camera, by, now)
    try:
        with transaction.atomic():
            question = Question.objects.create(
                grant=grant,
                camera_id=camera,
                incident=call,
                asked_by_id=by.user_id,
                asked_at=now,
                expires_at=now + ANSWER_WITHIN,
            )
    except IntegrityError:
        raise AskedAlready from None
    _send(question, by)
    _record(question, "owner_asked", by, request_id=request_id, client=client)
    return question


@transaction.atomic
def answer(question_id: UUID, *, yes: bool, by: Named, **traces: str) -> Question:
    """Take the owner's word; a yes opens at once and ends by itself. Raises QuestionOver."""
    question = _held(question_id)
    now = timezone.now()
    if not waits(question, now):
        raise QuestionOver
    question.answer = Question.Answer.YES if yes else Question.Answer.NO
    question.answered_at = now
    if yes:
        question.opens_from = now
        question.opens_until = now + timedelta(minutes=question.grant.max_session_min)
    question.save(update_fields=["answer", "answered_at", "opens_from", "opens_until"])
    _record(question, "owner_answered", by, answer=question.answer, **traces)
    return question


@transaction.atomic
def stop(question_id: UUID, *, by: Named, **traces: str) -> Question:
    """Take a yes back; who looks by it is cut. Raises QuestionOver."""
    question = _held(question_id)
    now = timezone.now()
    if not opens(question, now):
        raise QuestionOver
    question.opens_until = now
    question.save(update_fields=["opens_until"])
    _record(question, "owner_stopped", by, **traces)
    return question


def end_all(incident: UUID) -> None:
    """End what was asked for a call, and what a yes opened: the call is over."""
    now = timezone.now()
    asked = Question.objects.filter(incident=incident)
    asked.filter(answer=Question.Answer.WAITING).update(answer=Question.Answer.NONE)
    asked.filter(opens_until__gt=now).update(opens_until=now)


def waits(question: Question, now: datetime) -> bool:
    """Tell whether an answer still counts."""
    return (
        question.answer == Question.Answer.WAITING
        and now < question.expires_at
        and question.incident.state == Incident.State.OPEN
        and _holds(question.grant, now)
    )


def opens(question: Question, now: datetime) -> bool:
    """Tell whether a yes opens its camera at this moment."""
    return (
        question.opens_until is not None
        and now < question.opens_until
        and question.incident.state == Incident.State.OPEN
        and _holds(question.grant, now)
    )


def _holds(grant: Grant, now: datetime) -> bool:
    return grant.valid_to is None or now < grant.valid_to


def _held(question_id: UUID) -> Question:
    held = Question.objects.select_for_update(of=("self",)).select_related(
        "grant__owner", "incident", "camera"
    )
    question = held.filter(pk=question_id).first()
    if question is None:
        raise QuestionOver
    return question


def _asked_by(actor: Actor, call: Incident, camera: UUID) -> Grant:
    """Find the grant that waits for nothing but its owner's yes. Raises NotAskable."""
    for use in USES:
        seen = look(actor, call.pk, [camera], use).get(camera)
        if seen and seen.grant and seen.state == State.CONDITION_UNMET:
            asked = Grant.objects.filter(pk=seen.grant, condition=Grant.Condition.ASK)
            if grant := asked.select_related("owner", "agency").first():
                return grant
    raise NotAskable


def _lapse(incident: UUID, camera: UUID, now: datetime) -> None:
    """Write down that nobody answered in time, so that one may ask again."""
    Question.objects.filter(
        incident=incident, camera=camera, answer=Question.Answer.WAITING, expires_at__lte=now
    ).update(answer=Question.Answer.NONE)


def _spare(call: Incident, camera: UUID, by: Actor, now: datetime) -> None:
    """Let nobody be pestered: a no counts for the whole call, and silence is no invitation."""
    before = Question.objects.filter(incident=call, camera=camera)
    if before.filter(answer=Question.Answer.NO).exists():
        raise AskedEnough("Its owner said no for this call.")
    if before.count() >= MOST_PER_CALL:
        raise AskedEnough("Its owner was asked often enough for this call.")
    lately = Question.objects.filter(asked_by=by.user_id, asked_at__gt=now - ANSWER_WITHIN)
    if lately.count() >= MOST_AT_ONCE:
        raise AskedEnough("You have asked many owners in a short time. Wait some minutes.")


def _send(question: Question, by: Actor) -> None:
    grant, camera = question.grant, question.camera
    boxed = hasattr(camera, "box_camera")
    lasts = ANSWER_WITHIN + timedelta(minutes=grant.max_session_min)
    token = links.make(grant.owner, "ask", about=str(question.pk), lasts=lasts)
    enqueue(
        "ask_at_box" if boxed else "ask",
        to=grant.owner.email,
        language=grant.owner.language,
        values={
            "agency": by.agency,
            "camera": camera.name,
            "kind": question.incident.kind.replace("_", " "),
            "time": f"{timezone.localtime(question.asked_at):%H:%M}",
            "minutes": str(round(ANSWER_WITHIN.total_seconds() / 60)),
            "open": str(grant.max_session_min),
            "link": f"{settings.PUBLIC_ADDRESS}/ask/{token}",
        },
        about=("question", str(question.pk)),
    )


def _record(
    question: Question,
    deed: str,
    by: Named,
    *,
    answer: str = "",
    request_id: str = "",
    client: str = "",
) -> None:
    record(
        by,
        deed,
        "camera",
        question.camera_id,
        incident=question.incident_id,
        basis=f"grant {question.grant_id}",
        detail={"question": str(question.pk)} | ({"answer": answer} if answer else {}),
        request_id=request_id,
        client=client,
    )
