"""The registrar's page: registrations that wait, on a map; accept, ask back, decline, undo."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect

from frontend.api.answers import status_of
from frontend.gate.asking import Asking, traces
from frontend.pages.shell import show
from registry.cameras import moderating, waiting
from registry.cameras.refusals import NotWaiting
from registry.cameras.verdicts import ASKING, DECLINING
from registry.cameras.waiting import Chosen, Queue, Row
from registry.refusals import Refusal


def registry(request: Asking) -> HttpResponse:
    """Show what waits, or do what one of the forms says."""
    if request.method != "POST":
        return _page(request)
    try:
        _act(request)
    except Refusal as refusal:
        return _page(request, status=status_of(refusal), refusal=refusal)
    return HttpResponseRedirect(request.path)


def _act(request: Asking) -> None:
    by, words = request.actor, request.POST.get("words", "")
    reason = request.POST.get("reason", "")
    match request.POST.get("do", ""):
        case "accept":
            moderating.accept(_id(request, "camera"), by=by, **traces(request))
        case "ask":
            camera = _id(request, "camera")
            moderating.ask_back(camera, reason=reason, words=words, by=by, **traces(request))
        case "decline":
            camera = _id(request, "camera")
            moderating.decline(camera, reason=reason, words=words, by=by, **traces(request))
        case "undo":
            moderating.undo(by=by, **traces(request))
        case "resend":
            moderating.send_again(_id(request, "notice"), by=by, **traces(request))
        case _:
            raise NotWaiting


def _page(request: Asking, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
    queue = waiting.queue()
    registrar = request.actor.role == "registrar"
    row = _chosen(request, queue) if registrar else None
    chosen = waiting.open_one(row, by=request.actor, **traces(request)) if row else None
    verdict = moderating.undoable(request.actor) if registrar else None
    page = show(
        request,
        "registry.html",
        shown={
            "queue": queue,
            "chosen": chosen,
            "registrar": registrar,
            "refusal": refusal,
            "tried": request.POST,
            "undo": verdict,
            "undo_until": verdict and verdict.at + moderating.UNDO_WITHIN,
            "asking": ASKING.items(),
            "declining": DECLINING.items(),
        },
        **(_facts(queue, chosen) if registrar else {}),
    )
    page.status_code = status
    return page


def _chosen(request: Asking, queue: Queue) -> Row | None:
    """Give the one that was asked for, else the one that waits the longest."""
    rows = queue.waiting + queue.asked
    asked = request.GET.get("camera") or request.POST.get("camera")
    named = (row for row in rows if str(row.camera.pk) == asked)
    return next(named, None) or next(iter(rows), None)


def _facts(queue: Queue, chosen: Chosen | None) -> dict[str, Any]:
    """Give the map where all stand that wait, and what the chosen one sees and may be."""
    if chosen is None:
        return {"waiting": []}
    here = chosen.row.camera
    return {
        "chosen": str(here.pk),
        "waiting": [
            {
                "id": str(row.camera.pk),
                "number": row.camera.number,
                "at": row.camera.position.coords,
            }
            for row in queue.waiting + queue.asked
        ],
        "sees": json.loads(chosen.sees.sees.json) if chosen.sees and chosen.sees.sees else None,
        "near": [
            {"number": each.camera.number, "at": each.camera.position.coords}
            for each in chosen.duplicates
        ],
    }


def _id(request: Asking, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotWaiting from None
