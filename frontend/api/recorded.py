"""/api/cameras/{id}/recorded: a pass for what one camera recorded; and the clips kept of it."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from ninja import Router

from frontend.api.passing import hand_out
from frontend.api.shapes import Strict
from frontend.gate.asking import Asking, traces
from registry.access.facts import Actor
from registry.feeds.passes import Use
from registry.recordings import choosing, clipping, watching

router = Router(tags=["cameras"])


class Recorded(Strict):
    """For which call somebody wants to look."""

    incident: UUID | None = None


@router.post(
    "/cameras/{uuid:camera_id}/recorded", url_name="recorded", summary="A pass for recorded video"
)
def recorded(request: Asking, camera_id: UUID, wanted: Recorded) -> dict[str, Any]:
    """Decide, write it down, and sign a pass; the refusal says which condition is not met."""

    def decide() -> str:
        reach = watching.ask(request.actor, wanted.incident, camera_id)
        choosing.require(camera_id)
        return reach.basis

    return hand_out(request, Use.RECORDED, camera_id, wanted.incident, decide)


@router.get("/clips/{uuid:clip_id}.mp4", url_name="clip", summary="A kept clip")
def clip(request: Asking, clip_id: UUID) -> FileResponse:
    """Answer the bytes as they were kept, to be saved."""
    where = clipping.view(request.actor, clip_id, **traces(request))
    response = FileResponse(
        where.open("rb"), as_attachment=True, filename=f"{clip_id}.mp4", content_type="video/mp4"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def clips(actor: Actor, incident: UUID) -> list[dict[str, Any]]:
    """Tell which clips were kept for a call."""
    return [
        {
            "id": str(clip.pk),
            "camera": clip.camera.name if clip.camera else "",
            "begins_at": clip.begins_at,
            "ends_at": clip.ends_at,
            "kept_by": clip.kept_by.get_full_name() or clip.kept_by.get_username(),
            "sha256": clip.sha256,
            "size": clip.size,
        }
        for clip in clipping.kept_for(actor, [incident])
    ]
