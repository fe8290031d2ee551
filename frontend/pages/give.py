"""What somebody opens from the code they were shown at their door: send what they have."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from frontend.api.answers import refused, status_of
from frontend.gate.asking import Asking
from frontend.gate.problems import problem
from frontend.pages.open import show_open
from frontend.pages.uploads import announce, sent
from registry.canvass import giving
from registry.canvass.refusals import CodeOver
from registry.evidence.models import Item, Upload
from registry.footage.mailing import agency_of
from registry.refusals import Refusal


def give(request: Asking, code: str) -> HttpResponse:
    """Show what is asked for and take files of a browser without script."""
    try:
        door = giving.behind(code)
    except CodeOver as refusal:
        return _show(request, {"over": True}, status_of(refusal))
    asked = door.walk.request
    shown: dict[str, Any] = {
        "request": asked,
        "agency": agency_of(asked),
        "address": door.address,
        "announce": reverse("give-files", args=[code]),
    }
    try:
        if request.method == "POST":
            taken = sent(request, _beginner(code), "request", asked.pk)
            shown["receipts"] = [upload.item for upload in taken if isinstance(upload.item, Item)]
    except Refusal as refusal:
        return _show(request, shown | {"refusal": refusal}, status_of(refusal))
    return _show(request, shown)


def give_files(request: Asking, code: str) -> HttpResponse:
    """Announce a file that comes in pieces."""
    if request.method != "POST":
        return problem(request, 405)
    try:
        door = giving.behind(code)
    except Refusal as refusal:
        return refused(request, refusal)
    return announce(request, _beginner(code), "request", door.walk.request_id)


def _beginner(code: str) -> Any:
    def begin(about_type: str, about_id: UUID, **described: Any) -> Upload:
        return giving.begin(code, **described)

    return begin


def _show(request: Asking, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    response = show_open(request, "canvass/give.html", shown=shown, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
    return response
