"""/api/cameras/{id}/live: a pass for one camera's video; and what a call shows of such looks."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from ninja import Router

from frontend.api.recorded import clips
from frontend.api.shapes import Strict
from frontend.api.watching import media_address
from frontend.gate.asking import Asking, session_of, traces
from registry.access.facts import Actor
from registry.audit.recording import record
from registry.feeds.passes import Pass, Use
from registry.incidents import keeping, living
from registry.incidents.refusals import NotLive

router = Router(tags=["cameras"])


class Live(Strict):
    """For which call somebody wants to look."""

    incident: UUID | None = None


@router.post("/cameras/{uuid:camera_id}/live", url_name="live", summary="A pass for live video")
def live(request: Asking, camera_id: UUID, wanted: Live) -> dict[str, Any]:
    """Decide, write it down, and sign a pass; the refusal says which condition is not met."""
    asked: dict[str, Any] = {"incident": wanted.incident, **traces(request)}
    try:
        with transaction.atomic():
            seen = living.ask(request.actor, wanted.incident, camera_id)
            record(request.actor, "live_asked", "camera", camera_id, basis=seen.basis, **asked)
    except NotLive as refusal:
        with transaction.atomic():  # its owner reads of a look that failed, too
            record(
                request.actor,
                "live_asked",
                "camera",
                camera_id,
                result="refused",
                detail={"reason": refusal.detail},
                **asked,
            )
        raise
    given = Pass(
        use=Use.LIVE,
        user=str(request.actor.user_id),
        cameras=(camera_id,),
        incident=wanted.incident,
        request_id=request.request_id,
        session=session_of(request),
    )
    return {
        "url": media_address("wss" if request.is_secure() else "ws", f"/live/{camera_id}"),
        "token": given.signed(),
        "expires_at": datetime.fromtimestamp(given.expires_at, UTC).isoformat(),
    }


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
