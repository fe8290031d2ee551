"""What a call's responders are told of owners who are asked each time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from registry.access.facts import Actor
from registry.access.policy import RESPONDERS
from registry.cameras.models import Camera
from registry.incidents.asking import ANSWER_WITHIN, MOST_PER_CALL, USES, Asked, opens, waits
from registry.incidents.models import Incident, Question
from registry.owners.models import Grant


def asked(actor: Actor, incident: UUID) -> list[Asked]:
    """Say of each camera round an open call whose owner is asked each time how it stands."""
    if actor.role not in RESPONDERS:
        return []
    call = Incident.open_to(actor).filter(pk=incident, state=Incident.State.OPEN).first()
    if call is None:
        return []
    now = timezone.now()
    known = _knowable(actor, call, now)
    told: dict[UUID, list[Question]] = {camera: [] for camera in known}
    questions = Question.objects.filter(incident=call, camera__in=list(known))
    for question in questions.select_related("grant", "incident").order_by("asked_at"):
        told[question.camera_id].append(question)
    return [_stands(camera, told[camera], known[camera], now) for camera in sorted(known)]


def _knowable(actor: Actor, call: Incident, now: datetime) -> dict[UUID, bool]:
    """Name the cameras this reader may know of for this call, and which come by a box."""
    ends = Q(valid_to=None) | Q(valid_to__gt=now)
    said = Grant.objects.filter(
        ends, condition=Grant.Condition.ASK, agency=actor.agency_id, valid_from__lte=now,
        capabilities__overlap=[str(use) for use in USES],
    )  # fmt: skip
    # By their grants first: access is decided for these few and not for every camera.
    by_id = dict(said.values_list("id", "camera_id"))
    known: dict[UUID, bool] = {}
    for use in USES if by_id else ():
        rows = Camera.open_to(actor, call.occasion(), capability=use).filter(pk__in=by_id.values())
        for row in rows.select_related("box_camera"):
            access: dict[str, Any] = vars(row)["access"]  # annotated by open_to
            # Where another word of the owner counts, nobody need be asked.
            if access["grant_id"] and UUID(access["grant_id"]) in by_id:
                known[row.pk] = hasattr(row, "box_camera")
    return known


def _stands(camera: UUID, told: list[Question], at_box: bool, now: datetime) -> Asked:
    last = told[-1] if told else None
    if last is None:
        return Asked(str(camera), "ask", at_box=at_box)
    if opens(last, now):
        return Asked(str(camera), "open", last.opens_until, at_box)
    if waits(last, now):
        return Asked(str(camera), "asked", last.asked_at + ANSWER_WITHIN, at_box)
    if last.answer == Question.Answer.NO:
        return Asked(str(camera), "no", at_box=at_box)
    return Asked(str(camera), "ask" if len(told) < MOST_PER_CALL else "over", at_box=at_box)
