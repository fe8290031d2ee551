"""What one camera shows to whom and when: said by its owner, tried on past calls, taken back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend.api.answers import status_of
from frontend.gate.asking import Asking, traces
from frontend.pages.conditions_form import Rules
from frontend.pages.open import show_open
from frontend.pages.owner_asking import camera_of
from frontend.pages.replay_map import draw
from registry.audit.recording import record
from registry.edge import narrowing
from registry.incidents import asking
from registry.incidents.refusals import QuestionOver
from registry.incidents.replaying import Told, replay, rule
from registry.models import Camera, Grant
from registry.owners import granting
from registry.owners.granting import Terms
from registry.owners.refusals import NothingToUndo, UnknownGrant
from registry.owners.sentences import sentence
from registry.refusals import Refusal

PARTS = {
    "night": _("at night"),
    "morning": _("in the morning"),
    "afternoon": _("in the afternoon"),
    "evening": _("in the evening"),
}


def conditions(request: Asking, camera_id: UUID) -> HttpResponse:
    """Show what holds, or do what one of the forms says."""
    camera = camera_of(request, camera_id)
    if request.method != "POST":
        return _page(request, camera, form=_form(request, camera))
    try:
        return _act(request, camera)
    except Refusal as refusal:
        form = Rules(request.POST) if "agency" in request.POST else Rules()
        return _page(request, camera, form=form, refusal=refusal, status=status_of(refusal))


def _act(request: Asking, camera: Camera) -> HttpResponse:
    owner, by = camera.owner_id, request.actor
    match request.POST.get("do", ""):
        case "withdraw":
            said = _id(request.POST.get("grant", ""))
            granting.withdraw(owner, camera.pk, said, by=by, **traces(request))
        case "undo":
            _undo(request, camera)
        case "save":
            return _save(request, camera)
        case "yes" | "no" | "stop" as said:
            _answer(request, camera, said)
        case "try":
            form = Rules(request.POST)
            valid = form.is_valid()
            return _page(request, camera, form=form, tried=valid, status=200 if valid else 422)
        case _:
            return _page(request, camera, form=Rules(), status=422)
    return _back(camera)


def _save(request: Asking, camera: Camera) -> HttpResponse:
    form = Rules(request.POST)
    if not form.is_valid():
        return _page(request, camera, form=form, status=422)
    terms, before = form.terms(), form.cleaned_data["instead_of"]
    with transaction.atomic():
        narrowing.check(camera.pk, terms)
        granting.grant(
            camera.owner_id,
            camera.pk,
            terms,
            instead_of=before,
            by=request.actor,
            **traces(request),
        )
    return _back(camera)


def _answer(request: Asking, camera: Camera, said: str) -> None:
    """Answer here what was asked by mail."""
    question = camera.questions.filter(pk=_id(request.POST.get("question", ""))).first()
    if question is None or (said == "yes" and narrowing.switch_of(camera.pk)):
        raise QuestionOver
    if said == "stop":
        asking.stop(question.pk, by=request.actor, **traces(request))
    else:
        asking.answer(question.pk, yes=said == "yes", by=request.actor, **traces(request))


def _undo(request: Asking, camera: Camera) -> None:
    change = _moment(request)
    with transaction.atomic():
        again = granting.undo(
            camera.owner_id, camera.pk, change, by=request.actor, **traces(request)
        )
        for each in again:  # the change may have been the box's own
            narrowing.check(camera.pk, Terms.of(each))


def _form(request: Asking, camera: Camera) -> Rules:
    """Begin with one that holds, where the address names it."""
    asked = request.GET.get("change", "")
    if not asked:
        return Rules()
    held = granting.holding(camera.owner_id, camera.pk).filter(pk=_id(asked)).first()
    return Rules.of(held) if held else Rules()


def _page(
    request: Asking,
    camera: Camera,
    *,
    form: Rules,
    status: int = 200,
    tried: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    with transaction.atomic():
        record(request.actor, "conditions_read", "camera", camera.pk, **traces(request))
    held = list(granting.holding(camera.owner_id, camera.pk))
    considered = form.terms() if tried else None
    rules = [Terms.of(each) for each in held]
    if considered:
        before = form.cleaned_data["instead_of"]
        rules = [Terms.of(each) for each in held if each.pk != before] + [considered]
    place = camera.position
    replayed = replay(place.x, place.y, [rule(terms) for terms in rules])
    switch = narrowing.switch_of(camera.pk)
    undo = granting.last_change(camera.owner_id, camera.pk)
    shown: dict[str, Any] = {
        "camera": camera,
        "held": [(each, _sentence(each)) for each in held],
        "form": form,
        "asked": _asked(camera),
        "considered": sentence(considered, form.agency_name) if considered else "",
        "replay": replayed,
        "told": [_told(call) for call in replayed.told],
        "picture": draw(place.x, place.y, replayed.told),
        "undo": undo.isoformat() if undo else "",
        "switch": sentence(narrowing.said_by(switch), str(_("An agency"))) if switch else "",
        "boxed": switch is not None,
        "refusal": refusal,
    }
    return show_open(request, "conditions/conditions.html", shown=shown, status=status)


def _told(call: Told) -> dict[str, object]:
    kind = call.kind.replace("_", " ") if call.kind else _("a call")
    return {"kind": kind, "day": call.day, "part": PARTS[call.part]}


def _asked(camera: Camera) -> list[dict[str, object]]:
    """List what waits for an answer, and what a yes has open."""
    now = timezone.now()
    lately = camera.questions.filter(asked_at__gt=now - timedelta(hours=6))
    return [
        {
            "question": question,
            "kind": question.incident.kind.replace("_", " "),
            "until": timezone.localtime(question.opens_until) if question.opens_until else None,
        }
        for question in lately.select_related("incident", "grant__agency").order_by("asked_at")
        if asking.waits(question, now) or asking.opens(question, now)
    ]


def _sentence(grant: Grant) -> str:
    return sentence(Terms.of(grant), grant.agency.name)


def _back(camera: Camera) -> HttpResponse:
    return HttpResponseRedirect(reverse("owner-conditions", args=[camera.pk]) + "#now")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UnknownGrant from None


def _moment(request: Asking) -> datetime:
    """Read which change is to be undone, as this page wrote it."""
    try:
        return datetime.fromisoformat(request.POST.get("change", ""))
    except ValueError:
        raise NothingToUndo from None
