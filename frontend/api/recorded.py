"""/api/cameras/{id}/recorded: a pass for what one camera recorded; and the clips kept of it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import FileResponse
from ninja import Router

from frontend.api.shapes import Strict
from frontend.api.watching import media_address
from frontend.gate.asking import Asking, session_of, traces
from registry.access.facts import Actor
from registry.audit.recording import record
from registry.feeds.passes import Pass, Use
from registry.incidents.refusals import NotLive
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
    asked: dict[str, Any] = {"incident": wanted.incident, **traces(request)}
    try:
        with transaction.atomic():
            reach = watching.ask(request.actor, wanted.incident, camera_id)
            choosing.require(camera_id)
            record(request.actor, "recorded_asked", "camera", camera_id, basis=reach.basis, **asked)
    except NotLive as refusal:
        with transaction.atomic():  # its owner reads of a look that failed, too
            record(
                request.actor,
                "recorded_asked",
                "camera",
                camera_id,
                result="refused",
                detail={"reason": refusal.detail},
                **asked,
            )
        raise
    given = Pass(
        use=Use.RECORDED,
        user=str(request.actor.user_id),
        cameras=(camera_id,),
        incident=wanted.incident,
        request_id=request.request_id,
        session=session_of(request),
    )
    return {
        "url": media_address("wss" if request.is_secure() else "ws", f"/recorded/{camera_id}"),
        "token": given.signed(),
        "expires_at": datetime.fromtimestamp(given.expires_at, UTC).isoformat(),
    }


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
