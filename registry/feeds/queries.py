"""The question media asks: which feeds are to be pulled, and how."""

from registry.feeds import credentials
from registry.feeds.models import Feed
from registry.feeds.pulling import Pulled
from registry.feeds.refusals import CredentialLost
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.sources.unreadable import Unreadable


def to_pull() -> list[Pulled]:
    """Every approved camera's feed, as media needs it."""
    feeds = Feed.objects.filter(camera__status="approved").select_related("camera")
    return [
        Pulled(
            camera=feed.camera_id,
            source=_source(feed),
            refresh=feed.refresh,
            private=feed.camera.level > 0,
        )
        for feed in feeds
    ]


def _source(feed: Feed) -> Snapshot | Unreadable:
    try:
        known = credentials.decrypt(bytes(feed.credential)) if feed.credential else ""
    except CredentialLost as lost:
        return Unreadable(lost.detail)
    return Snapshot(feed.url, known)
