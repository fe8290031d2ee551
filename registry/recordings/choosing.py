"""Which recording a camera has: our own, or the one its feed names."""

from uuid import UUID

from registry.feeds import upstream
from registry.feeds.models import Feed
from registry.feeds.playback import Recorded
from registry.recordings.models import Recorder
from registry.recordings.refusals import NothingRecords
from registry.recordings.store import Ask, Store


def recorded_of(camera: UUID, ask: Ask) -> Recorded:
    """Choose it; ask is how its store is asked from an event loop. Raises NothingRecords."""
    if Recorder.objects.filter(pk=camera).exists():
        return Store(camera, ask)
    feed = Feed.objects.filter(pk=camera).first()
    recorded = upstream.recorded_of(feed) if feed else None
    if recorded is None:
        raise NothingRecords
    return recorded


def require(camera: UUID) -> None:
    """Raise NothingRecords where there is none."""
    if not Recorder.objects.filter(pk=camera).exists():
        feed = Feed.objects.filter(pk=camera).first()
        if feed is None or upstream.recorded_of(feed) is None:
            raise NothingRecords
