"""Each feed becomes the source it is; the password goes with it, and is not printed."""

import pytest
from cryptography.fernet import Fernet
from django.contrib.gis.geos import Point

from registry.feeds import credentials, queries
from registry.feeds.sources.hls import Hls
from registry.feeds.sources.mjpeg import Mjpeg
from registry.feeds.sources.mpegts import MpegTs
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.sources.source import Source
from registry.feeds.sources.unreadable import Unreadable
from registry.models import Camera, Feed, Owner

HERE = Point(-84.5, 38.05, srid=4326)
GUARD = "admin:12345"


def feed(source: str, url: str = "x", **more: str) -> Feed:
    return Feed(source=source, url=url, credential=credentials.encrypt(GUARD), **more)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("snapshot", Snapshot("x", GUARD)),
        ("mjpeg", Mjpeg("x", GUARD)),
        ("hls", Hls("x", GUARD)),
        ("rtsp", Rtsp("x", GUARD)),
        ("mpegts", MpegTs("x", GUARD)),
    ],
)
def test_each_feed_becomes_its_source(source: str, made: Source) -> None:
    assert queries.source(feed(source)) == made
    assert queries.still_source(feed(source)) == made
    assert "12345" not in repr(made)


def test_rtsp_over_udp_stays_over_udp() -> None:
    assert queries.source(feed("rtsp", transport="udp")) == Rtsp("x", GUARD, udp=True)


@pytest.mark.parametrize(
    ("still_url", "made"),
    [
        ("rtsp://c/sub", Rtsp("rtsp://c/sub", GUARD)),
        ("http://c/still.jpg", Snapshot("http://c/still.jpg", GUARD)),
    ],
)
def test_thumbnails_come_from_the_smaller_address(still_url: str, made: Source) -> None:
    assert queries.still_source(feed("rtsp", "rtsp://c/main", still_url=still_url)) == made


@pytest.mark.parametrize("source", ["phone", "edge"])
def test_what_is_sent_to_us_is_not_pulled(source: str) -> None:
    with pytest.raises(ValueError, match="sent to us"):
        queries.source(feed(source, ""))


@pytest.mark.django_db
def test_a_password_no_key_opens_darkens_its_own_camera_only() -> None:
    owner = Owner.objects.create(kind="business", name="Shop")
    stored = [credentials.encrypt("user:word"), Fernet(Fernet.generate_key()).encrypt(b"a:b")]
    for number, credential in enumerate(stored, start=1):
        camera = Camera.registry.create(
            number=number, name=f"camera {number}", kind="business", level=2, owner=owner,
            position=HERE, surveyed_position=HERE,
        )  # fmt: skip
        Feed.objects.create(camera=camera, url=f"http://10.0.0.{number}/", credential=credential)

    by_url = {type(pulled.source): pulled.source for pulled in queries.to_pull()}
    assert by_url[Snapshot] == Snapshot("http://10.0.0.1/", "user:word")
    assert isinstance(by_url[Unreadable], Unreadable)
