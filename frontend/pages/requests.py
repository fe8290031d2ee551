"""Requests for footage: the list, whom to ask, and how those that were sent stand."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from frontend.api.answers import refused, status_of
from frontend.gate.asking import Asking, traces
from frontend.gate.rules import roles
from frontend.pages.shell import show
from registry.footage import drafting, ending, sending
from registry.footage.board import FEW, board
from registry.footage.candidates import Candidate, Candidates
from registry.footage.models import FootageRequest
from registry.footage.refusals import CannotAsk, UnknownRequest
from registry.footage.sketch import sketch
from registry.incidents.purposes import PURPOSES
from registry.refusals import Refusal

INVESTIGATORS = roles("investigator")
READERS = roles("investigator", "auditor")
NEWEST = 100
NAMES = {purpose.code: purpose.name for purpose in PURPOSES}


def requests(request: Asking) -> HttpResponse:
    """List the newest."""
    listed = FootageRequest.open_to(request.actor).order_by("-made_at")[:NEWEST]
    shown = {"requests": listed, "asks": request.actor.role in INVESTIGATORS}
    return show(request, "requests/list.html", shown=shown)


def one(request: Asking, request_id: UUID) -> HttpResponse:
    """Show whom a draft could ask, or how a request stands; or do what a form says."""
    try:
        if request.method == "POST":
            return _act(request, request_id)
        return _page(request, _found(request, request_id))
    except Refusal as refusal:
        return refused(request, refusal)


def _found(request: Asking, request_id: UUID) -> FootageRequest:
    open_to = FootageRequest.open_to(request.actor).select_related("agency", "incident")
    found = open_to.filter(pk=request_id).first()
    if found is None:
        raise UnknownRequest
    return found


def _act(request: Asking, request_id: UUID) -> HttpResponse:
    found = _found(request, request_id)
    here = HttpResponseRedirect(reverse("request", args=[found.pk]))
    match request.POST.get("do", ""):
        case "count":
            return _draft(request, found, _owners(request))
        case "send":
            try:
                sending.send(request.actor, found.pk, _owners(request), **traces(request))
            except Refusal as refusal:
                return _draft(request, found, _owners(request), refusal)
            return here
        case "drop":
            drafting.drop(request.actor, found.pk, **traces(request))
            return HttpResponseRedirect(reverse("requests"))
        case "end":
            ending.end(request.actor, found.pk, **traces(request))
            return here
        case "judge" if (useful := request.POST.get("useful")) in set(FootageRequest.Useful.values):
            thank = request.POST.get("thank") == "1"
            ending.judge(request.actor, found.pk, str(useful), thank=thank, **traces(request))
            return here
    raise UnknownRequest


def _owners(request: Asking) -> set[UUID]:
    """Read whom the form has ticked; what is no id is nobody."""
    chosen = set()
    for each in request.POST.getlist("owner")[:1000]:
        try:
            chosen.add(UUID(each))
        except ValueError:
            continue
    return chosen


def _page(request: Asking, found: FootageRequest) -> HttpResponse:
    if found.state == FootageRequest.State.DRAFT:
        return _draft(request, found)
    shown = {
        "request": found,
        "purpose": NAMES.get(found.purpose, found.purpose),
        "board": board(found),
        "few": FEW,
        "asks": request.actor.role in INVESTIGATORS,
        "sketch": sketch(found.area) if found.area else None,
        "useful": [choice for choice in FootageRequest.Useful.choices if choice[0]],
    }
    return show(request, "requests/board.html", shown=shown)


def _draft(
    request: Asking,
    found: FootageRequest,
    chosen: set[UUID] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Show whom it could ask; a draft that is not whole goes back to the form."""
    try:
        could = sending.look(request.actor, found, **traces(request))
    except CannotAsk:
        return HttpResponseRedirect(reverse("request-edit", args=[found.pk]))
    suggested = could.suggested()
    chosen = set(suggested) if chosen is None else chosen
    shown = {
        "request": found,
        "purpose": NAMES.get(found.purpose, found.purpose),
        "refusal": refusal,
        "owners": [_owner(could, each, each in chosen) for each in could.owners],
        "cameras": len(could.cameras),
        "count": len(chosen & set(could.owners)),
        "suggested": len(suggested),
        "share": _percent(could.share(chosen)),
        "best": _percent(could.share(could.owners)),
        "often": settings.FOOTAGE_OFTEN,
        "link_days": settings.FOOTAGE_LINK_DAYS,
        "upload_after": settings.FOOTAGE_UPLOAD_AFTER,
        "sketch": _sketch(found, could, chosen),
    }
    page = show(request, "requests/draft.html", shown=shown)
    page.status_code = status_of(refusal) if refusal else 200
    return page


def _sketch(found: FootageRequest, could: Candidates, chosen: set[UUID]) -> object:
    views = [camera.saw for camera in could.cameras if camera.owner in chosen]
    return sketch(found.area, views=views) if found.area else None


def _owner(could: Candidates, owner: UUID, chosen: bool) -> dict[str, object]:
    cameras = [camera for camera in could.cameras if camera.owner == owner]
    return {
        "id": owner,
        "name": cameras[0].owner_name,
        "chosen": chosen,
        "cameras": cameras,
        "share": _percent(could.share([owner])),
        "asked": could.asked.get(owner, 0),
        "often": could.often(owner),
        "lost": _lost(cameras, could),
        "sure": any(camera.suggested for camera in cameras),
    }


def _percent(share: float) -> str:
    """Say a share: what some camera saw is little, but not nothing."""
    return "less than 1" if share < 0.01 else f"{100 * share:.0f}"


def _lost(cameras: list[Candidate], could: Candidates) -> dict[str, object]:
    """Say when the first of its recorders begins to write over the window."""
    kept = [camera.kept_until for camera in cameras if camera.kept_until]
    if not kept:
        return {"state": "unknown"}
    left = min(kept) - could.now
    state = "going" if left.total_seconds() <= 0 else "soon" if left.days < 3 else "later"
    return {"state": state, "days": left.days, "hours": left.seconds // 3600}
