"""Two media processes: each pulls its share, both show all, one takes over from the other."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, connections
from websockets.asyncio.client import connect

from registry.feeds.passes import Pass, Use
from registry.models import Agency, Camera, Feed, Grant, Incident, Owner, TileCamera, User
from tests.frontend.media.conftest import CameraServer, Media, running
from tests.frontend.media.test_watch import pictures

HERE = Point(-84.5, 38.05, srid=4326)
MANY = 400
PRIVATE = 20  # of them
DEADLINE = 60.0  # seconds a slow machine may take for what is promised in fifteen


@pytest.fixture
def two(committed: None, cameras: CameraServer) -> Iterator[tuple[Media, Media]]:
    with running(cameras) as one, running(cameras) as other:
        yield one, other


class Town:
    """Many cameras around one open call, and a dispatcher."""

    def __init__(self, served: CameraServer, many: int = MANY) -> None:
        agency = Agency.objects.create(name="Police")
        self.user = User.objects.create(username="dana", role="dispatcher", agency=agency)
        city = Owner.objects.create(kind="agency", name="City", agency=agency)
        shop = Owner.objects.create(kind="business", name="Shop")
        now = datetime.now(UTC)
        self.call = Incident.registry.create(
            source="cad", external_id="1", number="1", kind="shots", priority=1, position=HERE,
            state="open", reported_at=now, updated_at=now,
        )  # fmt: skip
        self.cameras = [
            Camera(
                number=number, name=f"camera {number}", kind="business" if private else "traffic",
                level=2 if private else 0, owner=shop if private else city, position=HERE,
                surveyed_position=HERE,
            )
            for number in range(1, many + 1)
            for private in [number <= PRIVATE]
        ]  # fmt: skip
        Camera.registry.bulk_create(self.cameras)
        on_map = HERE.clone()
        on_map.transform(3857)
        TileCamera.objects.bulk_create(
            TileCamera(
                number=camera.number, camera=camera, attr=0, heading=0, fov_deg=80, range_m=60,
                private=camera.level > 0, geom_m=on_map,
            )
            for camera in self.cameras
        )  # fmt: skip
        Grant.objects.bulk_create(
            Grant(
                owner=shop, camera=camera, agency=agency, capabilities=["still"],
                condition="always", valid_from=now,
            )
            for camera in self.cameras[:PRIVATE]
        )  # fmt: skip
        Feed.objects.bulk_create(
            Feed(camera=camera, url=served.url(str(camera.number))) for camera in self.cameras
        )

    def token(self, cameras: list[Camera]) -> str:
        return Pass(
            use=Use.WATCH,
            user=str(self.user.pk),
            cameras=tuple(camera.pk for camera in cameras),
            incident=self.call.pk,
            expires_at=int(time.time()) + 600,
        ).signed()


def shares() -> dict[UUID, int]:
    """Count what each process holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT holder_id, count(*) FROM feed_lease GROUP BY holder_id")
        return dict(cursor.fetchall())


def until(reached: str, condition: Callable[[], bool]) -> None:
    """Wait for a state."""
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, f"not {reached}"
        time.sleep(0.1)


@contextmanager
def database_shut() -> Iterator[None]:
    """Cut every connection but this test's own, and let nobody in again until the end."""
    name = connection.settings_dict["NAME"]
    with connections["owner"]._nodb_cursor() as owner, connection.cursor() as ours:
        owner.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            ours.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                " AND usename = current_user AND pid <> pg_backend_pid()",
                [name],
            )
            yield
        finally:
            owner.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def quiet(cameras: CameraServer, seconds: float) -> Callable[[], bool]:
    """Tell whether nothing was asked for so long."""
    last = [sum(cameras.asked.values()), time.monotonic()]

    def asked_nothing() -> bool:
        if (now := sum(cameras.asked.values())) != last[0]:
            last[:] = now, time.monotonic()
        return time.monotonic() - last[1] > seconds

    return asked_nothing


async def seen(media: Media, town: Town, cameras: list[Camera]) -> None:
    """Watch at one process until every one of these cameras has sent two pictures."""
    async with connect(f"ws://127.0.0.1:{media.port}/watch") as socket:
        await socket.send(town.token(cameras))
        async with asyncio.timeout(DEADLINE):
            await pictures(socket, {camera.pk: 2 for camera in cameras})


@pytest.mark.machine
def test_two_share_all_cameras_and_one_takes_over_when_the_other_is_killed(
    two: tuple[Media, Media], cameras: CameraServer
) -> None:
    stays, goes = two
    town = Town(cameras)
    agency = {str(camera.number) for camera in town.cameras[PRIVATE:]}
    until("shared", lambda: sorted(shares().values()) == [MANY // 2, MANY // 2])
    until("asked once", lambda: cameras.asked.keys() >= agency)

    # Whoever is connected to one process sees the cameras of both, the private ones too.
    some = town.cameras[: 2 * PRIVATE]
    assert not cameras.asked.keys() & {str(camera.number) for camera in town.cameras[:PRIVATE]}
    asyncio.run(seen(stays, town, some))

    goes.process.kill()
    before = dict(cameras.asked)
    until("taken over", lambda: list(shares().values()) == [MANY])
    until("fresh", lambda: all(cameras.asked[name] > before[name] for name in agency))
    asyncio.run(seen(stays, town, some))


def test_one_that_cannot_say_that_it_lives_asks_no_camera_any_more(
    media: Media, cameras: CameraServer
) -> None:
    """Others may have its cameras by then; it asks again when it has heard that it holds them."""
    town = Town(cameras, 40)

    async def whole() -> None:
        async with connect(f"ws://127.0.0.1:{media.port}/watch") as socket:
            some = town.cameras[:2]
            await socket.send(town.token(some))
            await pictures(socket, {camera.pk: 2 for camera in some})
            await asyncio.to_thread(shut_out)
            await pictures(socket, {camera.pk: 2 for camera in some})

    def shut_out() -> None:
        try:
            with database_shut():
                until("quiet", quiet(cameras, 3.0))
        finally:
            connections.close_all()

    asyncio.run(whole())
