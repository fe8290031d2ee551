"""The question media asks: which feeds are to be pulled, and how."""

from registry.feeds import credentials
from registry.feeds.models import Feed
from registry.feeds.pulling import Pulled
from registry.feeds.sources.snapshot import Snapshot


def to_pull() -> list[Pulled]:
    """Every approved camera's feed, as media needs it."""
    feeds = Feed.objects.filter(camera__status="approved").select_related("camera")
    return [
        Pulled(
            camera=feed.camera_id,
            source=Snapshot(
                feed.url, credentials.decrypt(bytes(feed.credential)) if feed.credential else ""
            ),
            refresh=feed.refresh,
            private=feed.camera.level > 0,
        )
        for feed in feeds
    ]
