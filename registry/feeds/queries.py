"""The question media asks: which feeds are to be pulled, and how."""

from registry.feeds import credentials
from registry.feeds.models import Feed
from registry.feeds.refusals import CredentialLost
from registry.feeds.sources.hls import Hls
from registry.feeds.sources.mjpeg import Mjpeg
from registry.feeds.sources.mpegts import MpegTs
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.sources.source import Source
from registry.feeds.sources.unreadable import Unreadable
from registry.feeds.taking import Pulled

SENT_TO_US = (Feed.Source.PHONE, Feed.Source.EDGE)


def to_pull() -> list[Pulled]:
    """Every approved camera's feed, as media needs it; phones and edge boxes send by themselves."""
    feeds = Feed.objects.filter(camera__status="approved").exclude(source__in=SENT_TO_US)
    return [
        Pulled(
            camera=feed.camera_id,
            source=still_source(feed),
            refresh=feed.refresh,
            private=feed.camera.level > 0,
        )
        for feed in feeds.select_related("camera")
    ]


def source(feed: Feed) -> Source:
    """Give what a feed's pictures come from. Raises ValueError for one that is sent to us."""
    try:
        credential = credentials.decrypt(bytes(feed.credential)) if feed.credential else ""
    except CredentialLost as lost:
        return Unreadable(lost.detail)
    match feed.source:
        case Feed.Source.SNAPSHOT:
            return Snapshot(feed.url, credential)
        case Feed.Source.MJPEG:
            return Mjpeg(feed.url, credential)
        case Feed.Source.HLS:
            return Hls(feed.url, credential)
        case Feed.Source.MPEGTS:
            return MpegTs(feed.url, credential)
        case Feed.Source.RTSP:
            return Rtsp(feed.url, credential, udp=feed.transport == Feed.Transport.UDP)
    raise ValueError(f"{feed.source} is sent to us, not pulled")


def still_source(feed: Feed) -> Source:
    """Give what its thumbnails come from: its smaller stream or snapshot, where it has one."""
    if not feed.still_url:
        return source(feed)
    kind = Feed.Source.RTSP if feed.still_url.startswith("rtsp:") else Feed.Source.SNAPSHOT
    return source(
        Feed(
            source=kind,
            url=feed.still_url,
            credential=feed.credential,
            transport=feed.transport,
        )
    )
