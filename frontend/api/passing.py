"""A pass for one look at one camera's video: decided, written down, signed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from frontend.api.watching import media_address
from frontend.gate.asking import Asking, session_of, traces
from registry.audit.recording import record
from registry.feeds.passes import Pass, Use
from registry.incidents.refusals import NotLive


def hand_out(
    request: Asking, use: Use, camera: UUID, incident: UUID | None, decide: Callable[[], str]
) -> dict[str, Any]:
    """Sign a pass for what `decide` gives the basis of; its owner reads of a refusal, too."""
    deed = f"{use}_asked"
    asked: dict[str, Any] = {"incident": incident, **traces(request)}
    try:
        with transaction.atomic():
            record(request.actor, deed, "camera", camera, basis=decide(), **asked)
    except NotLive as refusal:
        with transaction.atomic():
            why = {"reason": refusal.detail}
            record(request.actor, deed, "camera", camera, result="refused", detail=why, **asked)
        raise
    given = Pass(
        use=use,
        user=str(request.actor.user_id),
        cameras=(camera,),
        incident=incident,
        request_id=request.request_id,
        session=session_of(request),
    )
    return {
        "url": media_address("wss" if request.is_secure() else "ws", f"/{use}/{camera}"),
        "token": given.signed(),
        "expires_at": datetime.fromtimestamp(given.expires_at, UTC).isoformat(),
    }
