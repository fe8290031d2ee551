"""A feed's address fits its source, and never holds a password."""

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.models import Agency, Camera, Feed, Owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def camera() -> Camera:
    city = Agency.objects.create(name="City")
    owner = Owner.objects.create(kind="agency", agency=city, name="City")
    here = Point(-93.6, 41.6, srid=4326)
    return Camera.registry.create(
        number=1,
        name="corner",
        kind="traffic",
        level=0,
        owner=owner,
        position=here,
        surveyed_position=here,
    )


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("snapshot", "http://10.20.0.1/still.jpg"),
        ("mjpeg", "https://camera.example.org:8443/stream?size=2"),
        ("rtsp", "rtsp://[fd00:1::9]:554/main"),
        ("hls", "https://traffic.example.org/7/index.m3u8"),
        ("mpegts", "udp://239.1.1.1:5000"),
        ("mpegts", "srt://10.20.0.7:9000?mode=listener&streamid=drone1"),
        ("phone", ""),
        ("edge", ""),
    ],
)
def test_an_address_of_its_source_is_taken(camera: Camera, source: str, url: str) -> None:
    feed = Feed(camera=camera, source=source, url=url)
    feed.full_clean()
    feed.save()


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("snapshot", ""),
        ("snapshot", "file:///etc/passwd"),
        ("snapshot", "rtsp://10.20.0.1/main"),
        ("rtsp", "http://10.20.0.1/still.jpg"),
        ("rtsp", "rtsp://"),
        ("mpegts", "tcp://10.20.0.1:5000"),
        ("mpegts", "srt://10.20.0.1:9000?Passphrase=0123456789"),
        ("phone", "http://10.20.0.1/"),
        ("rtsp", "rtsp://admin:12345@10.20.0.1/main"),
        ("mjpeg", "http://admin@10.20.0.1/"),
    ],
)
def test_another_address_or_a_password_is_refused(camera: Camera, source: str, url: str) -> None:
    feed = Feed(camera=camera, source=source, url=url)
    with pytest.raises(ValidationError):
        feed.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        feed.save()


def test_the_address_for_thumbnails_holds_no_password_either(camera: Camera) -> None:
    feed = Feed(camera=camera, source="rtsp", url="rtsp://10.20.0.1/main")
    feed.still_url = "rtsp://admin:12345@10.20.0.1/sub"
    with pytest.raises(ValidationError):
        feed.full_clean()


PLAYBACK = "https://recorder:9996/get?path=cam&start={start_rfc3339}&duration={duration}"
LIST = "https://recorder:9996/list?path=cam"
DEVICE = "http://10.20.0.9/onvif/device_service"


@pytest.mark.parametrize(
    "said",
    [
        {"playback_url": PLAYBACK},
        {"playback_url": PLAYBACK, "spans_url": LIST},
        {
            "playback_url": "http://frigate:5000/api/cam/start/{start_unix}/end/{end_unix}/clip.mp4",
            "spans_url": "http://frigate:5000/api/cam/recordings"
            "?after={start_unix}&before={end_unix}",
        },
        {"playback_url": "http://r/{start_unix_ms}-{end_unix_s}.ts"},
        {"playback_url": "rtsp://10.20.0.9/replay/1"},
        {"recorder_url": DEVICE},
        {"recorder_url": DEVICE, "recording": "R_1"},
    ],
)
def test_a_recorder_that_can_be_asked_is_taken(camera: Camera, said: dict[str, str]) -> None:
    feed = Feed(camera=camera, source="rtsp", url="rtsp://10.20.0.1/", **said)
    feed.full_clean()
    feed.save()


@pytest.mark.parametrize(
    "said",
    [
        {"playback_url": "https://recorder/get?start={start_rfc3339}"},
        {"playback_url": "https://recorder/get?end={end_unix}&d={duration}"},
        {"playback_url": "https://recorder/get?s={start_noon}&d={duration}"},
        {"playback_url": "https://recorder/get?s={start_unix}&d={duration}&x={0}"},
        {"playback_url": "https://{start_unix}/get?d={duration}"},
        {"playback_url": "https://root:word@r/get?s={start_unix}&d={duration}"},
        {"playback_url": "rtsp://root:word@r/"},
        {"playback_url": "file:///etc/passwd?{start_unix}{duration}"},
        {"spans_url": LIST},
        {"playback_url": PLAYBACK, "spans_url": "http://a:b@r/list"},
        {"playback_url": "rtsp://r/", "spans_url": LIST},
        {"playback_url": PLAYBACK, "recorder_url": DEVICE},
        {"recorder_url": "http://root:word@10.20.0.9/onvif"},
        {"recorder_url": "rtsp://10.20.0.9/onvif"},
        {"recording": "R_1"},
    ],
)
def test_a_recorder_that_cannot_be_asked_is_refused(camera: Camera, said: dict[str, str]) -> None:
    feed = Feed(camera=camera, source="rtsp", url="rtsp://10.20.0.1/", **said)
    with pytest.raises(ValidationError, match="password"):
        feed.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        feed.save()
