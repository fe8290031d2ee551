"""Thumbnails over one WebSocket: only to those who may look, only for as long as they may."""

import asyncio
import json
import struct
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from registry.accounts.digests import digest
from registry.feeds.passes import Pass, Use
from registry.models import Agency, Camera, Entry, Feed, Grant, Incident, Owner, Session, User
from tests.frontend.media.conftest import CameraServer, Media

HERE = Point(-84.5, 38.05, srid=4326)


class Scene:
    """One agency camera, one private camera open to priority-1 calls, one call, one dispatcher."""

    def __init__(self, cameras: CameraServer) -> None:
        self.agency = Agency.objects.create(name="Police")
        self.user = User.objects.create(username="dana", role="dispatcher", agency=self.agency)
        city = Owner.objects.create(kind="agency", name="City", agency=self.agency)
        shop = Owner.objects.create(kind="business", name="Shop")
        self.open = self._camera(1, city, 0, cameras)
        self.private = self._camera(2, shop, 2, cameras)
        now = datetime.now(UTC)
        self.grant = Grant.objects.create(
            owner=shop,
            camera=self.private,
            agency=self.agency,
            capabilities=["still", "live"],
            condition="always",
            valid_from=now - timedelta(days=1),
        )
        self.call = Incident.registry.create(
            source="cad",
            external_id="1",
            number="1",
            kind="shots",
            priority=1,
            position=HERE,
            state="open",
            reported_at=now,
            updated_at=now,
        )

    def _camera(self, number: int, owner: Owner, level: int, cameras: CameraServer) -> Camera:
        camera = Camera.registry.create(
            number=number,
            name=f"camera {number}",
            kind="traffic" if level == 0 else "business",
            level=level,
            owner=owner,
            position=HERE,
            surveyed_position=HERE,
        )
        Feed.objects.create(camera=camera, url=cameras.url(str(number)))
        return camera

    def token(self, *cameras: Camera, call: bool = True, **claims: Any) -> str:
        given = Pass(
            use=Use.WATCH,
            user=str(self.user.pk),
            cameras=tuple(camera.id for camera in cameras),
            incident=self.call.id if call else None,
            **claims,
        )
        return given.signed()


@pytest.fixture
def scene(cameras: CameraServer, media: Media) -> Scene:
    return Scene(cameras)


def url(media: Media) -> str:
    return f"ws://127.0.0.1:{media.port}/watch"


async def pictures(
    socket: ClientConnection, wanted: dict[uuid.UUID, int]
) -> dict[uuid.UUID, list[int]]:
    """Read until each wanted camera has sent so many pictures; gives their capture times in ms."""
    seen: dict[uuid.UUID, list[int]] = {camera: [] for camera in wanted}
    async with asyncio.timeout(60):
        while any(len(seen[camera]) < count for camera, count in wanted.items()):
            message = await socket.recv()
            if isinstance(message, bytes):
                raw, captured_at, length = struct.unpack_from("!16sQI", message)
                assert len(message) == 28 + length
                assert message[28:31] == b"\xff\xd8\xff"
                seen[uuid.UUID(bytes=raw)].append(captured_at)
    return seen


async def closing(socket: ClientConnection) -> ConnectionClosed:
    async with asyncio.timeout(60):
        while True:
            try:
                await socket.recv()
            except ConnectionClosed as end:
                return end


def entry(action: str) -> Entry:
    """Wait for a row of the log: media writes it after it has hung up."""
    deadline = time.monotonic() + 10
    while (found := Entry.objects.filter(action=action).first()) is None:
        assert time.monotonic() < deadline
    return found


def code(end: ConnectionClosed) -> int:
    assert end.rcvd is not None
    return end.rcvd.code


def test_changed_pictures_arrive_each_second_with_their_capture_time(
    scene: Scene, media: Media
) -> None:
    async def run() -> dict[uuid.UUID, list[int]]:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.open, scene.private))
            return await pictures(socket, {scene.open.id: 3, scene.private.id: 3})

    for times in asyncio.run(run()).values():
        assert times == sorted(set(times))
        assert all(abs(at / 1000 - time.time()) < 30 for at in times)


def test_a_picture_that_does_not_change_is_sent_once(
    scene: Scene, media: Media, cameras: CameraServer
) -> None:
    from tests.frontend.media.conftest import picture

    cameras.answers["1"] = picture(1)

    async def run() -> list[bytes]:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.open, scene.private))
            frozen: list[bytes] = []
            others = 0
            async with asyncio.timeout(60):
                while others < 4:
                    message = await socket.recv()
                    if isinstance(message, bytes):
                        if message[:16] == scene.open.id.bytes:
                            frozen.append(message)
                        else:
                            others += 1
            return frozen

    assert len(asyncio.run(run())) == 1


@pytest.mark.parametrize("token", ["", "nonsense", "a.b"])
def test_without_a_pass_the_door_closes_with_4401(scene: Scene, media: Media, token: str) -> None:
    async def run() -> int:
        async with connect(url(media)) as socket:
            await socket.send(token)
            return code(await closing(socket))

    assert asyncio.run(run()) == 4401


def test_a_pass_that_ran_out_closes_with_4408(scene: Scene, media: Media) -> None:
    async def run() -> tuple[int, int]:
        async with connect(url(media)) as late, connect(url(media)) as short:
            await late.send(scene.token(scene.open, expires_at=int(time.time()) - 1))
            await short.send(scene.token(scene.open, expires_at=int(time.time()) + 2))
            await pictures(short, {scene.open.id: 1})
            return code(await closing(late)), code(await closing(short))

    assert asyncio.run(run()) == (4408, 4408)


def test_a_page_of_another_site_is_turned_away(scene: Scene, media: Media) -> None:
    async def run() -> int:
        async with connect(url(media), origin="https://evil.example") as socket:  # type: ignore[arg-type]
            return code(await closing(socket))

    assert asyncio.run(run()) == 4403


def test_closing_the_call_cuts_the_private_camera_within_two_seconds(
    scene: Scene, media: Media
) -> None:
    async def run() -> tuple[int, float]:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.private))
            await pictures(socket, {scene.private.id: 1})
            began = time.monotonic()
            await asyncio.to_thread(close_call)
            end = await closing(socket)
            return code(end), time.monotonic() - began

    def close_call() -> None:
        from django.db import connection

        Incident.registry.update(state="closed", closed_at=datetime.now(UTC))
        connection.close()

    ended, seconds = asyncio.run(run())
    assert ended == 4410
    assert seconds < 2.0  # the promise made to owners, not a benchmark


def test_withdrawing_a_grant_cuts_that_camera_and_leaves_the_other(
    scene: Scene, media: Media
) -> None:
    def withdraw() -> None:
        from django.db import connection

        Grant.objects.all().delete()
        connection.close()

    async def run() -> str:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.open, scene.private))
            await pictures(socket, {scene.open.id: 1, scene.private.id: 1})
            await asyncio.to_thread(withdraw)
            async with asyncio.timeout(60):
                while True:
                    message = await socket.recv()
                    if isinstance(message, str) and '"refused"' in message:
                        break
            await pictures(socket, {scene.open.id: 2})
            [refused] = [words for words in json.loads(message) if words["type"] == "refused"]
            return str(refused["camera"])

    assert asyncio.run(run()) == str(scene.private.id)


def test_nobody_asks_a_private_camera_until_somebody_who_may_watches(
    scene: Scene, media: Media, cameras: CameraServer
) -> None:
    async def run() -> None:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.open))
            await pictures(socket, {scene.open.id: 3})

    asyncio.run(run())
    assert "2" not in cameras.asked


def test_an_account_closed_while_it_watches_is_cut_and_named_in_the_closing_row(
    scene: Scene, media: Media
) -> None:
    def close_account() -> None:
        from django.db import connection

        User.objects.update(is_active=False)
        connection.close()

    async def run() -> ConnectionClosed:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.open))
            await pictures(socket, {scene.open.id: 1})
            await asyncio.to_thread(close_account)
            return await closing(socket)

    assert code(asyncio.run(run())) == 4410
    closed = entry("thumbnails_closed")
    assert closed.actor_id == str(scene.user.uid)
    assert closed.detail["why"] == "the call was closed or the permission withdrawn"


def test_signing_out_ends_the_watch_begun_in_that_session(scene: Scene, media: Media) -> None:
    session = Session.objects.create(
        session_key="k" * 32,
        session_data="",
        user_id=scene.user.pk,
        credential=scene.user.get_session_auth_hash(),
        expire_date=datetime.now(UTC) + timedelta(hours=1),
    )

    def sign_out() -> None:
        from django.db import connection

        session.delete()
        connection.close()

    async def run() -> ConnectionClosed:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.open, session=digest("k" * 32)))
            await pictures(socket, {scene.open.id: 1})
            await asyncio.to_thread(sign_out)
            return await closing(socket)

    assert code(asyncio.run(run())) == 4410


def test_every_look_has_an_opening_and_a_closing_row(scene: Scene, media: Media) -> None:
    async def run() -> None:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.open, request_id="r-77"))
            await pictures(socket, {scene.open.id: 1})

    asyncio.run(run())
    closed = entry("thumbnails_closed")
    opened, last = Entry.objects.order_by("id")
    assert (opened.action, last) == ("thumbnails_opened", closed)
    assert opened.request_id == closed.request_id == "r-77"
    assert opened.incident_id == scene.call.id
    assert opened.actor_id == str(scene.user.uid)
    assert opened.detail["cameras"] == [str(scene.open.id)]
    assert opened.at < closed.at
