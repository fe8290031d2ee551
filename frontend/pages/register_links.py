"""What the links in the registration's mail open: buttons, for mail scanners open links too."""

from django.http import HttpResponse

from frontend.gate.asking import Asking, traces
from frontend.pages.open import show_open
from registry.cameras import registering
from registry.cameras.models import Camera
from registry.owners.refusals import UnknownLink


def register_confirm(request: Asking, token: str) -> HttpResponse:
    """Show the button, or confirm the address."""
    try:
        if request.method == "POST":
            camera = registering.confirm(token, **traces(request))
        else:
            camera = registering.read(token)
    except UnknownLink:
        return _lapsed(request)
    done = camera.status != Camera.Status.DRAFT
    return _sealed(
        show_open(request, "register/confirm.html", shown={"camera": camera, "done": done})
    )


def register_withdraw(request: Asking, token: str) -> HttpResponse:
    """Show the button, or take the registration back."""
    shown: dict[str, object] = {}
    try:
        if request.method == "POST":
            shown["done"] = registering.withdraw(token, **traces(request))
        else:
            shown["camera"] = registering.read(token)
    except UnknownLink:
        return _lapsed(request)
    return _sealed(show_open(request, "register/withdraw.html", shown=shown))


def _lapsed(request: Asking) -> HttpResponse:
    return _sealed(show_open(request, "register/lapsed.html", status=404))


def _sealed(response: HttpResponse) -> HttpResponse:
    """The address is the key: it goes into nobody's log, and into nobody's cache."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
