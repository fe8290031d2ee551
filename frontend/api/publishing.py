"""/api/cameras/{id}/public: whether an agency shows its own camera on the public map."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router

from frontend.api.receipts import once
from frontend.api.shapes import Strict
from frontend.gate.asking import Asking, traces
from registry.cameras.publishing import show

router = Router(tags=["cameras"])


class Shown(Strict):
    """Shown to anybody, or not."""

    public: bool


@router.put(
    "/cameras/{uuid:camera_id}/public", url_name="camera-public", summary="On the public map?"
)
@once
def put(request: Asking, camera_id: UUID, wanted: Shown) -> HttpResponse:
    """Show it where it stands, or take it off; a private camera is its owner's to show."""
    camera = show(request.actor, camera_id, public=wanted.public, **traces(request))
    return JsonResponse({"public": camera.public_at is not None})
