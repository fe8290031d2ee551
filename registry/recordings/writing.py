"""Keep a segment: its bytes first, then the row that makes it count."""

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import DatabaseError

from registry.recordings.cutting import Cut
from registry.recordings.models import Segment
from registry.recordings.refusals import NoRoom


def storage() -> Storage:
    """Give the place recordings lie in."""
    return storages["recordings"]


def keep(camera: UUID, cut: Cut) -> None:
    """Write it. Raises NoRoom, and DatabaseError where the row could not be written."""
    place = storage()
    _leave_room(place)
    name = f"{camera}/{_moment(cut.begins_at):%Y-%m-%d/%H%M%S}-{uuid4().hex[:8]}.mp4"
    try:
        name = place.save(name, ContentFile(cut.film))
    except OSError as full:
        with suppress(OSError):
            place.delete(name)
        raise NoRoom(f"recordings cannot be written: {full.strerror or full}") from None
    try:
        Segment.objects.create(
            camera_id=camera,
            begins_at=_moment(cut.begins_at),
            ends_at=_moment(cut.ends_at),
            size=len(cut.film),
            codec=cut.codec,
            name=name,
        )
    except DatabaseError:
        with suppress(OSError):
            place.delete(name)
        raise


def _leave_room(place: Storage) -> None:
    """Stop before the disk is full: what else lies on it would stop with it."""
    try:
        where = place.path("")
    except NotImplementedError:  # it is no folder of this machine
        return
    with suppress(FileNotFoundError):  # before the first segment
        if shutil.disk_usage(where).free < settings.RECORDINGS_LEAVE_FREE_MB << 20:
            raise NoRoom(f"less than {settings.RECORDINGS_LEAVE_FREE_MB} MB of the disk are free")


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
