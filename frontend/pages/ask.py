"""What an owner who is asked opens from the mail: yes, no, and stop."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from frontend.api.answers import status_of
from frontend.gate.asking import Asking, traces
from frontend.pages.open import show_open
from registry.incidents import asking
from registry.incidents.refusals import QuestionOver
from registry.models import Question
from registry.owners import links
from registry.owners.acting import Acting
from registry.owners.models import OwnerLink
from registry.owners.refusals import UnknownLink


def ask(request: Asking, token: str) -> HttpResponse:
    """Show the question, or do what a button says: scanners of mail only open the page."""
    try:
        link = links.read(token, OwnerLink.Purpose.ASK)
        question = _question(link)
        response = _act(request, link, question) if request.method == "POST" else None
        response = response or _page(request, question)
    except (UnknownLink, QuestionOver) as refusal:
        response = show_open(request, "conditions/ask.html", status=status_of(refusal))
    # The address is the key: it goes into nobody's log and cache. "no-referrer" would hide the
    # origin as well, and the buttons would then be taken for those of a foreign page.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def _question(link: OwnerLink) -> Question:
    asked = Question.objects.select_related("camera", "incident", "grant__agency")
    question = asked.filter(pk=UUID(link.about), camera__owner=link.owner_id).first()
    if question is None:
        raise UnknownLink
    return question


def _act(request: Asking, link: OwnerLink, question: Question) -> HttpResponse | None:
    by, said = Acting.of(link.owner), request.POST.get("do", "")
    match said:
        case "yes" if not _at_box(question):
            asking.answer(question.pk, yes=True, by=by, **traces(request))
        case "no":
            asking.answer(question.pk, yes=False, by=by, **traces(request))
        case "stop":
            asking.stop(question.pk, by=by, **traces(request))
        case _:
            return _page(request, question, status=422)
    return HttpResponseRedirect(request.path)


def _at_box(question: Question) -> bool:
    """Tell whether only the owner's own box can open it: a yes at the centre would be no yes."""
    return hasattr(question.camera, "box_camera")


def _page(request: Asking, question: Question, status: int = 200) -> HttpResponse:
    now = timezone.now()
    shown: dict[str, Any] = {
        "question": question,
        "kind": question.incident.kind.replace("_", " "),
        "state": _state(question),
        "at_box": _at_box(question),
        "asked_at": timezone.localtime(question.asked_at),
    }
    if question.opens_until:
        shown["until"] = timezone.localtime(question.opens_until)
    page = show_open(request, "conditions/ask.html", shown=shown, status=status)
    if asking.opens(question, now) and question.opens_until:
        # When it has ended by itself the page says so, script or no script.
        left = (question.opens_until - now).total_seconds()
        page.headers["Refresh"] = str(int(left) + 1)
    return page


def _state(question: Question) -> str:
    now = timezone.now()
    if asking.waits(question, now):
        return "waits"
    if asking.opens(question, now):
        return "open"
    return {"yes": "closed", "no": "no"}.get(question.answer, "over")
