"""A legal hold: what was recorded of a time stays, whatever the rules say, until it is released."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.recordings.models import Segment
from registry.recordings.refusals import NothingKept


@transaction.atomic
def hold(
    actor: Actor, camera: UUID, begin: datetime, end: datetime, reason: str, **traces: str
) -> int:
    """Hold, or without a reason release, what is kept of a time; gives how many segments.

    Raises NothingKept.
    """
    segments = Segment.objects.filter(camera=camera, ends_at__gt=begin, begins_at__lt=end)
    count = segments.update(hold=reason)
    if not count:
        raise NothingKept
    record(
        actor,
        "recordings_held" if reason else "recordings_released",
        "camera",
        camera,
        incident=None,
        detail={
            "begins_at": begin.isoformat(),
            "ends_at": end.isoformat(),
            "segments": count,
            "reason": reason,
        },
        **traces,
    )
    return count
