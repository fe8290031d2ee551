"""Where "are your cameras still there?" leads: one button says yes, another that one is gone."""

from uuid import UUID

from django.http import HttpResponse

from frontend.gate.asking import Asking, traces
from frontend.pages.open import show_open
from registry.cameras import reminding
from registry.cameras.reminding import Asked
from registry.owners.refusals import UnknownLink
from registry.ownership import retiring


def still(request: Asking, token: str) -> HttpResponse:
    """Show the buttons, or do what one of them says."""
    try:
        asked = reminding.read(token)
        done = request.POST.get("do", "")
        if done == "yes":
            asked = reminding.confirm(token, **traces(request))
        elif done == "gone":
            asked = _gone(request, asked)
        page = show_open(request, "still.html", shown={"cameras": asked.cameras, "done": done})
    except UnknownLink:
        page = show_open(request, "still.html", shown={"lapsed": True}, status=404)
    page.headers["Cache-Control"] = "no-store"
    # The address is a key and goes to nobody else; without an origin the form's check would fail.
    page.headers["Referrer-Policy"] = "same-origin"
    return page


def _gone(request: Asking, asked: Asked) -> Asked:
    """Take out the one that is gone, with all that tells where it was."""
    try:
        id = UUID(request.POST.get("camera", ""))
    except ValueError:
        raise UnknownLink from None
    gone = next((camera for camera in asked.cameras if camera.pk == id), None)
    if gone is None:
        raise UnknownLink
    retiring.retire(gone, by=asked.actor, **traces(request))
    return Asked(asked.owner, [camera for camera in asked.cameras if camera != gone])
