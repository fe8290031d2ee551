"""The question live video asks: where one camera's stream comes from."""

from uuid import UUID

from registry.feeds.folders import sockets_folder
from registry.feeds.models import Feed
from registry.feeds.queries import SENT_TO_US, source
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.edge import Edge
from registry.feeds.sources.source import Source


def source_of(camera: UUID) -> Source | None:
    """Give an approved camera's source; none where it sends to us. Raises FeedSilent."""
    feed = Feed.objects.filter(camera=camera, camera__status="approved").first()
    if feed is None:
        raise FeedSilent("this camera has no feed")
    if feed.source == Feed.Source.EDGE:
        return Edge(camera, sockets_folder())
    return None if feed.source in SENT_TO_US else source(feed)
