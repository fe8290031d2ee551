"""POST /api/watch: a pass for the thumbnails of these cameras, for this call."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from ninja import Router
from pydantic import Field

from frontend.api.shapes import Strict
from frontend.gate.asking import Asking, session_of, traces
from registry.audit.recording import record
from registry.feeds.passes import Pass, Use
from registry.incidents.looking import look

router = Router(tags=["cameras"])


class Watch(Strict):
    """What somebody wants to look at, and for which call."""

    incident: UUID | None = None
    cameras: Annotated[list[UUID], Field(min_length=1, max_length=100)]


@router.post("/watch", url_name="watch", summary="A pass for thumbnails")
def watch(request: Asking, wanted: Watch) -> dict[str, Any]:
    """Decide for each camera, write it down, and sign a pass for those that are open."""
    with transaction.atomic():
        looks = look(request.actor, wanted.incident, wanted.cameras)
        allowed = tuple(seen.camera for seen in looks.values() if seen.allowed)
        record(
            request.actor,
            "thumbnails_asked",
            incident=wanted.incident,
            detail={"cameras": sorted(str(camera) for camera in allowed)},
            **traces(request),
        )
    given = Pass(
        use=Use.WATCH,
        user=str(request.actor.user_id),
        cameras=allowed,
        incident=wanted.incident,
        request_id=request.request_id,
        session=session_of(request),
    )
    return {
        "url": media_address("wss" if request.is_secure() else "ws", "/watch"),
        "token": given.signed(),
        "expires_at": datetime.fromtimestamp(given.expires_at, UTC).isoformat(),
        "refused": [
            {"camera": seen.camera, "state": seen.state, "reason": seen.reason}
            for seen in looks.values()
            if not seen.allowed
        ],
    }


def media_address(scheme: str, path: str) -> str:
    """Give media's address as the browser reaches it."""
    return f"{scheme}://{settings.MEDIA_ADDRESS}{path}"
