"""What an owner opens who was asked for footage: keep it, send it, have nothing, or close it."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from frontend.api.answers import refused, status_of
from frontend.gate.asking import Asking
from frontend.gate.problems import problem
from frontend.pages.open import show_open
from frontend.pages.request_form import Moment
from frontend.pages.uploads import announce, sent
from registry.evidence.models import Upload
from registry.footage import answering
from registry.footage.mailing import agency_of
from registry.footage.models import Recipient
from registry.footage.refusals import AlreadyAnswered
from registry.footage.sketch import sketch
from registry.owners.refusals import UnknownLink
from registry.refusals import Refusal


class Covered(forms.Form):
    """What time the files cover, as their owner says; both may be left out."""

    begins = Moment(required=False)
    ends = Moment(required=False)


def keep(request: Asking, token: str) -> HttpResponse:
    """Show what is asked with the one button, or do what it says."""
    return _private(_answered(request, token, "keep"))


def answer(request: Asking, token: str) -> HttpResponse:
    """Show what is asked with the way to send it, or take the answer."""
    return _private(_answered(request, token, "answer"))


def answer_files(request: Asking, token: str) -> HttpResponse:
    """Announce a file that comes in pieces."""
    if request.method != "POST":
        return problem(request, 405)
    try:
        recipient = answering.behind(token, "answer")
    except Refusal as refusal:
        return _private(refused(request, refusal))
    return _private(announce(request, _beginner(token), "request", recipient.request_id))


def _answered(request: Asking, token: str, purpose: str) -> HttpResponse:
    """Opening a page does nothing: mail is read by scanners too."""
    try:
        if request.method == "POST":
            return _act(request, token, purpose)
        return _page(request, answering.behind(token, purpose), token, purpose)
    except (UnknownLink, AlreadyAnswered) as refusal:
        return show_open(
            request, "answer/over.html", shown={"over": True}, status=status_of(refusal)
        )


def _act(request: Asking, token: str, purpose: str) -> HttpResponse:
    do = request.POST.get("do", "")
    try:
        match do, purpose:
            case "keep", "keep":
                way = reverse("answer", args=[answering.keep(token)])
                return HttpResponseRedirect(f"{way}?kept=1")
            case "nothing", _:
                answering.say_nothing(token, purpose)
                return _thanks(request, "nothing")
            case "upload", "answer":
                return _whole(request, token)
            case "done", "answer":
                return _done(request, token)
    except (UnknownLink, AlreadyAnswered):
        raise
    except Refusal as refusal:
        recipient = answering.behind(token, purpose)
        return _page(request, recipient, token, purpose, refusal=refusal)
    return _page(request, answering.behind(token, purpose), token, purpose)


def _whole(request: Asking, token: str) -> HttpResponse:
    """Take files of a browser without script; they are the answer."""
    recipient = answering.behind(token, "answer")
    taken = sent(request, _beginner(token), "request", recipient.request_id)
    answering.finish(token)
    return _thanks(request, "received", taken)


def _done(request: Asking, token: str) -> HttpResponse:
    covered = Covered(request.POST)
    said = covered.cleaned_data if covered.is_valid() else {}
    answering.finish(token, begins=said.get("begins"), ends=said.get("ends"))
    return _thanks(request, "received")


def _beginner(token: str) -> Any:
    """Give what begins an upload as the answer behind this link, whatever else is said of it."""

    def begin(about_type: str, about_id: UUID, **described: Any) -> Upload:
        return answering.begin(token, **described)

    return begin


def _thanks(request: Asking, how: str, taken: list[Upload] | None = None) -> HttpResponse:
    receipts = [upload.item for upload in taken or [] if upload.item]
    return show_open(request, "answer/over.html", shown={"how": how, "receipts": receipts})


def _page(
    request: Asking,
    recipient: Recipient,
    token: str,
    purpose: str,
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    asked = recipient.request
    with transaction.atomic():
        cameras = answering.own_cameras(recipient)
        drawn = sketch(asked.area, cameras) if asked.area else None
    shown = {
        "request": asked,
        "agency": agency_of(asked),
        "until": answering.expires(token, purpose),
        "cameras": [name for _, _, name in cameras],
        "sketch": drawn,
        "kept": recipient.kept_at is not None,
        "just_kept": request.GET.get("kept") == "1",
        "refusal": refusal,
        "announce": reverse("answer-files", args=[token]) if purpose == "answer" else "",
        "covered": Covered(),
    }
    status = status_of(refusal) if refusal else 200
    template = "answer/keep.html" if purpose == "keep" else "answer/answer.html"
    return show_open(request, template, shown=shown, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the key: it is kept by nobody and told to no other site.

    To none at all would have browsers send forms from "null", which the CSRF check refuses.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
