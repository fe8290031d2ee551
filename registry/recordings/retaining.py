"""Delete what was recorded long enough ago, say so in the log, and sweep what has no row."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from registry.audit.actors import Shell
from registry.audit.recording import record
from registry.recordings import ruling
from registry.recordings.models import Recorder, Segment
from registry.recordings.writing import storage

log = logging.getLogger("sightline.work")

AT_ONCE = 10_000  # segments of one camera deleted in one transaction: more than a day's
SETTLED = timedelta(hours=2)  # what is older and has no row will never have one


def retain() -> None:
    """Delete whole days: a day goes once its last picture is as old as the rule says.

    Run as often as one likes; the log says each camera's day once. What is held stays.
    """
    longest = ruling.days()
    for camera, days in Recorder.objects.values_list("camera_id", "days"):
        while _delete(camera, min(days, longest)) == AT_ONCE:
            pass


def sweep() -> None:
    """Delete bytes without a row: a process died between the two."""
    place, settled = storage(), timezone.now() - SETTLED
    for folder in _folders(place):
        names = {f"{folder}/{name}" for name in place.listdir(folder)[1]}
        kept = set(Segment.objects.filter(name__in=names).values_list("name", flat=True))
        for name in names - kept:
            with suppress(FileNotFoundError):
                if place.get_modified_time(name) < settled:
                    place.delete(name)
                    log.warning("swept %s, which nothing names", name)


@transaction.atomic
def _delete(camera: UUID, days: int) -> int:
    """Delete bytes, then rows; held or being looked at by another worker, they stay."""
    midnight = _midnight(days)
    old = Segment.objects.filter(
        camera=camera, hold="", ends_at__lt=midnight, begins_at__lt=midnight
    )
    segments = list(old.select_for_update(skip_locked=True).order_by("begins_at")[:AT_ONCE])
    if not segments:
        return 0
    place = storage()
    for segment in segments:
        with suppress(FileNotFoundError):
            place.delete(segment.name)
    Segment.objects.filter(pk__in=[segment.pk for segment in segments]).delete()
    record(
        Shell("centre"),
        "recordings_deleted",
        "camera",
        camera,
        detail={
            "segments": len(segments),
            "bytes": sum(segment.size for segment in segments),
            "begins_at": segments[0].begins_at.isoformat(),
            "ends_at": max(segment.ends_at for segment in segments).isoformat(),
            "rule": f"recordings, {days} days",
        },
    )
    return len(segments)


def _midnight(days: int) -> datetime:
    """Give the centre's last midnight so many days ago."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days)


def _folders(place: Storage) -> Iterator[str]:
    """Name every camera's every day."""
    with suppress(FileNotFoundError):  # before the first segment
        for camera in place.listdir("")[0]:
            for day in place.listdir(camera)[0]:
                yield f"{camera}/{day}"
