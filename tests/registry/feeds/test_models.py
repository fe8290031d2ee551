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
