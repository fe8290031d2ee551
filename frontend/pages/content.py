"""An item's bytes, to be saved: quarantined, so that no browser opens what somebody sent."""

from pathlib import PurePath
from uuid import UUID

from django.http import FileResponse

from frontend.gate.asking import Asking, traces
from registry.evidence import reading
from registry.evidence.models import Custody, Item

_SIGNS = {Item.Kind.STILL: ".jpg", Item.Kind.CLIP: ".mp4"}


def content(
    request: Asking, item_id: UUID, deed: Custody.Deed, *, inline: str = ""
) -> FileResponse:
    """Answer an item's bytes as an attachment; inline names a type only for pictures we made."""
    item, file = reading.take(request.actor, item_id, deed, **traces(request))
    sign = _SIGNS.get(Item.Kind(item.kind)) or PurePath(item.name).suffix
    response = FileResponse(
        file,
        as_attachment=not inline,
        filename=f"{item.pk}{sign}",
        content_type=inline or "application/octet-stream",
    )
    response.headers["Content-Length"] = str(item.size)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
