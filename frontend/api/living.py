"""/api/cameras/{id}/live: a pass for one camera's video; and what a call shows of such looks."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.urls import reverse
from ninja import Router

from frontend.api.passing import hand_out
from frontend.api.recorded import clips, keeper
from frontend.api.shapes import Strict
from frontend.gate.asking import Asking
from frontend.pages.content import content
from frontend.pages.shell import EVIDENCE_READERS
from registry.access.facts import Actor
from registry.evidence import reading
from registry.evidence.models import Custody, Item
from registry.evidence.refusals import UnknownItem
from registry.evidence.stills import kept_for
from registry.feeds.passes import Use
from registry.incidents import living

router = Router(tags=["cameras"])


class Live(Strict):
    """For which call somebody wants to look."""

    incident: UUID | None = None


@router.post("/cameras/{uuid:camera_id}/live", url_name="live", summary="A pass for live video")
def live(request: Asking, camera_id: UUID, wanted: Live) -> dict[str, Any]:
    """Decide, write it down, and sign a pass; the refusal says which condition is not met."""

    def decide() -> str:
        return living.ask(request.actor, wanted.incident, camera_id).basis

    return hand_out(request, Use.LIVE, camera_id, wanted.incident, decide)


@router.get("/stills/{uuid:still_id}.jpg", url_name="still", summary="A kept still")
def still(request: Asking, still_id: UUID) -> FileResponse:
    """Answer the bytes as they were kept: a picture of our own making, so it may be shown."""
    item = reading.find(request.actor, still_id)
    if item.kind != Item.Kind.STILL:
        raise UnknownItem
    return content(request, item.pk, Custody.Deed.VIEWED, inline="image/jpeg")


def lives(actor: Actor, incident: UUID) -> dict[str, Any]:
    """Tell of one call who looks at what live for it, and what was kept."""
    return {
        "live": [asdict(view) for view in living.for_call(actor, incident)],
        "stills": [
            {
                "id": str(still.pk),
                "camera": still.camera.name if still.camera else "",
                "captured_at": still.begins_at,
                "kept_by": keeper(still),
                "sha256": still.sha256,
            }
            for still in kept_for(actor, [incident], Item.Kind.STILL)
        ],
        "clips": clips(actor, incident),
        "evidence": f"{reverse('evidence')}?incident={incident}"
        if actor.role in EVIDENCE_READERS
        else None,
    }
