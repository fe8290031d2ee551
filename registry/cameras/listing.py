"""A deed: be told where cameras are, many at once."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera


@transaction.atomic
def listed(
    cameras: Iterable[Camera],
    *,
    by: Actor,
    incident: UUID | None = None,
    request_id: str = "",
    client: str = "",
) -> None:
    """Write one row that names the private cameras this reader was told of; none, no row."""
    private = sorted(str(camera.pk) for camera in cameras if camera.level > Camera.Level.AGENCY)
    if private:
        record(
            by,
            "cameras_listed",
            "incident" if incident else "",
            incident or "",
            incident=incident,
            detail={"cameras": private},
            request_id=request_id,
            client=client,
        )
