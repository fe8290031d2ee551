"""Which recording a camera has: our own, somebody else's recorder, or the ring in its box."""

from uuid import UUID

from registry.feeds import upstream
from registry.feeds.folders import sockets_folder
from registry.feeds.models import Feed
from registry.feeds.passes import Pass
from registry.feeds.playback import Recorded
from registry.feeds.recorders.edge import EdgeRecorded
from registry.recordings.models import Recorder, Segment
from registry.recordings.refusals import NothingRecords
from registry.recordings.store import Ask, Store


def recorded_of(given: Pass, ask: Ask) -> Recorded:
    """Choose it for one who shows this pass; ask is how our store is asked from an event loop.

    Raises NothingRecords.
    """
    [camera] = given.cameras
    if _ours(camera):
        return Store(camera, ask)
    feed = _feed(camera)
    if recorded := upstream.recorded_of(feed):
        return recorded
    if feed.source == Feed.Source.EDGE and given.incident:
        return EdgeRecorded(camera, sockets_folder(), given.incident, int(given.user))
    raise NothingRecords


def require(camera: UUID) -> None:
    """Raise NothingRecords where there is none."""
    if _ours(camera):
        return
    feed = _feed(camera)
    if feed.source != Feed.Source.EDGE and upstream.recorded_of(feed) is None:
        raise NothingRecords


def _ours(camera: UUID) -> bool:
    """Tell whether we record it; or did, and have kept something of it."""
    on = Recorder.objects.filter(pk=camera, is_on=True)
    return on.exists() or Segment.objects.filter(camera=camera).exists()


def _feed(camera: UUID) -> Feed:
    feed = Feed.objects.filter(pk=camera).first()
    if feed is None:
        raise NothingRecords
    return feed
