"""A canvass on foot: begun from a request, walked with a phone, also without a line."""

import json
from uuid import UUID

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from frontend.api.answers import refused, status_of
from frontend.gate.asking import Asking, traces
from frontend.gate.problems import problem
from frontend.pages.requests import READERS as REQUEST_READERS
from frontend.pages.shell import show
from registry.canvass import walking
from registry.canvass.models import Walk
from registry.canvass.reading import listed
from registry.canvass.refusals import UnknownWalk
from registry.refusals import Refusal

NEWEST = 100
SCRIPT = "src/canvass/worker.ts"


def begin(request: Asking, request_id: UUID) -> HttpResponse:
    """Lay out the doors of a request."""
    if request.method != "POST":
        return problem(request, 405)
    try:
        walk = walking.begin(request.actor, request_id, **traces(request))
    except Refusal as refusal:
        return refused(request, refusal)
    return HttpResponseRedirect(reverse("canvass", args=[walk.pk]))


def canvasses(request: Asking) -> HttpResponse:
    """List those this reader walks, the newest first."""
    return show(request, "canvass/list.html", shown={"walks": listed(request.actor)[:NEWEST]})


def canvass(request: Asking, walk_id: UUID) -> HttpResponse:
    """Show the walk; whoever began it says who else walks, and ends it."""
    try:
        if request.method == "POST":
            return _act(request, walk_id)
        return _page(request, walk_id)
    except Refusal as refusal:
        return refused(request, refusal)


def _act(request: Asking, walk_id: UUID) -> HttpResponse:
    try:
        match request.POST.get("do", ""):
            case "share":
                name = request.POST.get("username", "").strip()
                walking.share(request.actor, walk_id, name, **traces(request))
            case "end":
                walking.end(request.actor, walk_id, **traces(request))
            case _:
                raise UnknownWalk
    except UnknownWalk:
        raise
    except Refusal as refusal:
        return _page(request, walk_id, refusal)
    return HttpResponseRedirect(request.path)


def _page(request: Asking, walk_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    walk = Walk.open_to(request.actor).filter(pk=walk_id).first()
    if walk is None:
        raise UnknownWalk
    shown = {
        "walk": walk,
        "walkers": walk.walkers.order_by("username"),
        "reads_request": request.actor.role in REQUEST_READERS,
        "leads": walk.made_by_id == request.actor.user_id and not walk.ended_at,
        "refusal": refusal,
    }
    walks = request.actor.role != "auditor" and not walk.ended_at
    answer = show(request, "canvass/walk.html", shown=shown, walk=str(walk.pk), walks=walks)
    answer.status_code = status_of(refusal) if refusal else 200
    return answer


def worker(request: Asking) -> HttpResponse:
    """Give the script that keeps the walk's page on the phone: it rules over this folder only."""
    manifest = settings.DJANGO_VITE["default"]["manifest_path"]
    if not manifest.is_file():
        return problem(request, 404)
    file = manifest.parent / json.loads(manifest.read_text())[SCRIPT]["file"]
    script = HttpResponse(file.read_bytes(), content_type="text/javascript")
    # A worker has a policy of its own, and what is no page may load nothing.
    script.headers[HEADER] = "default-src 'none'; connect-src 'self'"
    return script
