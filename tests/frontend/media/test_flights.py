"""A drone that says where it is, over a real socket, moves on the map."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import Point

from fixtures.feeds.transport import Transport
from frontend.media.flights import fixes
from registry.feeds.sources.mpegts import Klv
from registry.models import Agency, Camera, Feed, Owner, Pose
from tests.frontend.media.conftest import CameraServer, Media
from tests.registry.feeds.klv_sets import item, local_set

HERE = Point(-84.5, 38.05, srid=4326)


def angle(value: float, limit: float) -> bytes:
    """Write an angle as ST 0601 does: 2^31 - 1 steps to its limit."""
    return struct.pack(">i", round(value / limit * 0x7FFFFFFF))


def metres(value: float) -> bytes:
    return struct.pack(">H", round((value + 900) / 19_900 * 0xFFFF))


def words(*more: bytes, lat: float = 38.051, lng: float = -84.501) -> bytes:
    return local_set(
        item(13, angle(lat, 90)),
        item(14, angle(lng, 180)),
        item(5, struct.pack(">H", round(350 / 360 * 0xFFFF))),
        item(18, struct.pack(">I", round(30 / 360 * 0xFFFFFFFF))),
        item(15, metres(400)),
        item(25, metres(300)),
        *more,
        at=int(time.time() * 1e6),
    )


def test_what_is_broken_or_without_a_fix_gives_none() -> None:
    good = words()
    broken = good[:-1] + bytes([good[-1] ^ 1])
    nowhere = words(lat=0.0, lng=0.0)
    assert list(fixes(Klv(broken + nowhere, None, time.time()))) == []
    (fix,) = fixes(Klv(broken + nowhere + good, None, time.time()))
    assert fix.spot == pytest.approx((-84.501, 38.051))


@pytest.fixture
def drone(media: Media, cameras: CameraServer) -> Iterator[Camera]:
    """A drone that transmits to the one port of loopback that media may listen to."""
    agency = Agency.objects.create(name="Police")
    owner = Owner.objects.create(kind="agency", name="Police", agency=agency)
    camera = Camera.registry.create(
        number=1, name="Drone", kind="uav", form="moving", level=0, owner=owner, position=HERE,
        surveyed_position=HERE, height=50.0,
    )  # fmt: skip
    Feed.objects.create(camera=camera, source="mpegts", url=f"udp://127.0.0.1:{cameras.port}")
    stop = threading.Event()

    def transmit() -> None:
        stream = Transport("h264", metadata=True)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            while not stop.wait(0.1):
                stream.tell(words(), time.time())
                out.sendto(stream.taken(), ("127.0.0.1", cameras.port))

    thread = threading.Thread(target=transmit)
    thread.start()
    yield camera
    stop.set()
    thread.join()


def test_a_drone_moves_by_its_own_words_once_a_second(drone: Camera) -> None:
    deadline = time.monotonic() + 20
    while Pose.objects.filter(camera=drone).count() < 3:
        assert time.monotonic() < deadline, "no poses came"
    times = list(Pose.objects.order_by("at").values_list("at", flat=True))
    assert (times[2] - times[0]).total_seconds() > 1.8
    drone.refresh_from_db()
    assert drone.azimuth == pytest.approx(20, abs=0.1)
    assert drone.height == pytest.approx(100, abs=1)
    assert drone.position.distance(Point(-84.501, 38.051, srid=4326)) < 1e-5
    assert abs((datetime.now(UTC) - times[-1]).total_seconds()) < 10
