"""The dispatcher's live map."""

from django.http import HttpResponse, HttpResponseRedirect

from frontend.gate.asking import Asking
from frontend.pages.shell import show


def home(request: Asking) -> HttpResponse:
    """Send whoever arrives to the map."""
    return HttpResponseRedirect("/map")


def live_map(request: Asking) -> HttpResponse:
    """Show the map; its cameras come as tiles."""
    return show(request, "live.html")
