"""/api/cameras/{id}/recorded: a pass for what one camera recorded; and the clips kept of it."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from ninja import Router

from frontend.api.passing import hand_out
from frontend.api.shapes import Strict
from frontend.gate.asking import Asking
from frontend.pages.content import content
from registry.access.facts import Actor
from registry.evidence import reading
from registry.evidence.models import Custody, Item
from registry.evidence.refusals import UnknownItem
from registry.evidence.stills import kept_for
from registry.feeds.passes import Use
from registry.recordings import choosing, watching

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
    item = reading.find(request.actor, clip_id)
    if item.kind != Item.Kind.CLIP:
        raise UnknownItem
    return content(request, item.pk, Custody.Deed.DOWNLOADED)


def keeper(item: Item) -> str:
    """Name who kept it."""
    by = item.received_by
    return (by.get_full_name() or by.get_username()) if by else item.giver


def clips(actor: Actor, incident: UUID) -> list[dict[str, Any]]:
    """Tell which clips were kept for a call."""
    return [
        {
            "id": str(clip.pk),
            "camera": clip.camera.name if clip.camera else "",
            "begins_at": clip.begins_at,
            "ends_at": clip.ends_at,
            "kept_by": keeper(clip),
            "sha256": clip.sha256,
            "size": clip.size,
        }
        for clip in kept_for(actor, [incident], Item.Kind.CLIP)
    ]
