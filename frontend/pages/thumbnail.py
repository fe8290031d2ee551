"""The door /thumbnails: whether this reader may have the still, and where media keeps it."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect

from frontend.api.watching import media_address
from frontend.gate.asking import Asking, session_of, traces
from registry.audit.recording import record
from registry.feeds.passes import Pass, Use
from registry.incidents.looking import look
from registry.incidents.refusals import UnknownIncident


def thumbnail(request: Asking, camera: UUID) -> HttpResponse:
    """Send on to media with a pass for this one still; what may not be seen is not there."""
    incident = _incident(request)
    with transaction.atomic():
        try:
            seen = look(request.actor, incident, [camera]).get(camera)
        except UnknownIncident:
            raise Http404 from None
        if seen is None or not seen.allowed:
            raise Http404
        record(
            request.actor,
            "thumbnail_viewed",
            "camera",
            camera,
            incident=incident,
            basis=seen.basis,
            **traces(request),
        )
    given = Pass(
        use=Use.THUMBNAIL,
        user=str(request.actor.user_id),
        cameras=(camera,),
        incident=incident,
        request_id=request.request_id,
        session=session_of(request),
    )
    address = media_address(request.scheme or "http", f"/thumbnails/{camera}.jpg")
    return HttpResponseRedirect(f"{address}?pass={given.signed()}")


def _incident(request: Asking) -> UUID | None:
    text = request.GET.get("incident", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
