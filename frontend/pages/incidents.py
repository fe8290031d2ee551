"""The list of calls, and one call with the cameras round it."""

from uuid import UUID

from django.http import Http404, HttpResponse

from frontend.gate.asking import Asking
from frontend.pages.shell import show
from registry.incidents.models import Incident


def incidents(request: Asking) -> HttpResponse:
    """Show every open call; the rows come by the API, and keep coming."""
    return show(request, "incidents.html")


def incident(request: Asking, incident_id: UUID) -> HttpResponse:
    """Show one call; unknown and not for this reader look alike."""
    if not Incident.open_to(request.actor).filter(pk=incident_id).exists():
        raise Http404
    return show(request, "live.html", incident=str(incident_id))
