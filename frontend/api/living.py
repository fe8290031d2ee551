"""/api/cameras/{id}/live: a pass for one camera's video; and what a call shows of such looks."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from frontend.api.passing import hand_out
from frontend.api.recorded import clips
from frontend.api.shapes import Strict
from frontend.gate.asking import Asking, traces
from registry.access.facts import Actor
from registry.feeds.passes import Use
from registry.incidents import keeping, living

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
def still(request: Asking, still_id: UUID) -> HttpResponse:
    """Answer the bytes as they were kept."""
    return HttpResponse(
        keeping.view(request.actor, still_id, **traces(request)),
        content_type="image/jpeg",
        headers={
            "Content-Disposition": f'inline; filename="{still_id}.jpg"',
            "Cache-Control": "no-store",
        },
    )


def lives(actor: Actor, incident: UUID) -> dict[str, Any]:
    """Tell of one call who looks at what live for it, and what was kept."""
    return {
        "live": [asdict(view) for view in living.for_call(actor, incident)],
        "stills": [
            {
                "id": str(still.pk),
                "camera": still.camera.name if still.camera else "",
                "captured_at": still.captured_at,
                "kept_by": still.kept_by.get_full_name() or still.kept_by.get_username(),
                "sha256": still.sha256,
            }
            for still in keeping.kept_for(actor, [incident])
        ],
        "clips": clips(actor, incident),
    }
