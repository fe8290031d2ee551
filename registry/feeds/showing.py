"""The question live video asks: where one camera's stream comes from."""

from uuid import UUID

from registry.feeds import credentials
from registry.feeds.models import Feed
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.sources.source import Source


def source_of(camera: UUID) -> Source:
    """Give an approved camera's source. Raises FeedSilent where it has none."""
    feed = Feed.objects.filter(camera=camera, camera__status="approved").first()
    if feed is None or feed.source != Feed.Source.RTSP:
        raise FeedSilent("this camera has no live video")
    credential = credentials.decrypt(bytes(feed.credential)) if feed.credential else ""
    return Rtsp(feed.url, credential, udp=feed.transport == Feed.Transport.UDP)
