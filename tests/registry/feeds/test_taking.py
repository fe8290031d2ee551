"""Streams are held while they are needed often, grabbed otherwise, and their faults stay theirs."""

import asyncio
import io
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import pytest
from PIL import Image

from registry.feeds import pulling, taking
from registry.feeds.addresses import AllowList
from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frame, Frames
from registry.feeds.pulling import Pulling
from registry.feeds.sources import source
from registry.feeds.sources.rtsp import conversation
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.taking import Pulled
from tests.registry.feeds.rtsp_server import RtspServer

WELL = [f"ok/{n}" for n in range(90)]
HOSTILE = [f"{kind}/1" for kind in ("mute", "header", "corrupt", "flood", "nokey")]


class House:
    """A media process's pulling, and the cameras it follows."""

    def __init__(self, server: RtspServer) -> None:
        self.server = server
        self.frames = Frames(None)
        self.decoder = Decoder(1)
        self.fetcher = Fetcher(AllowList(loopback_ports={server.port}))
        self.pulling = Pulling(self.fetcher, self.decoder, self.frames)
        self.shown: dict[UUID, list[float]] = {}
        self.frames.listen(self._note)
        self._feeds: list[Pulled] = []

    def follow(self, *paths: str, refresh: float = 60, private: bool = False) -> list[UUID]:
        new = [
            Pulled(uuid4(), Rtsp(self.server.url(path)), refresh, private=private) for path in paths
        ]
        self._feeds += new
        self.pulling.follow(self._feeds)
        return [feed.camera for feed in new]

    def of(self, camera: UUID) -> Frame:
        return self.frames.of(camera)

    def _note(self, camera: UUID, frame: Frame, new: bool) -> None:
        if new:
            self.shown.setdefault(camera, []).append(time.monotonic())


async def until(true: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


def run(play: Callable[[House], Awaitable[None]], **server: float) -> None:
    async def whole() -> None:
        async with AsyncExitStack() as stack:
            served = RtspServer(**server)  # type: ignore[arg-type]
            house = House(await stack.enter_async_context(served.serving()))
            stack.callback(house.decoder.close)
            stack.push_async_callback(house.fetcher.aclose)
            stack.push_async_callback(house.pulling.aclose)
            await play(house)

    asyncio.run(whole())


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "LINGER", 0.2)
    monkeypatch.setattr("registry.feeds.freshness.WATCHED", 0.2)


def test_a_watched_stream_is_held_and_let_go_some_seconds_after() -> None:
    async def play(house: House) -> None:
        (camera,) = house.follow("ok")
        house.pulling.watch([camera])
        await until(lambda: len(house.shown.get(camera, ())) >= 4)
        assert house.server.asked["DESCRIBE"] == 1
        assert house.of(camera).state == "live"
        house.pulling.unwatch([camera])
        await until(lambda: house.server.open == 0)

    run(play)


def test_who_looks_again_at_once_finds_the_same_stream() -> None:
    async def play(house: House) -> None:
        (camera,) = house.follow("ok")
        house.pulling.watch([camera])
        await until(lambda: camera in house.shown)
        house.pulling.unwatch([camera])
        house.pulling.watch([camera])
        await until(lambda: len(house.shown[camera]) >= 4)
        assert house.server.asked["DESCRIBE"] == 1

    run(play)


def test_a_stream_that_is_seldom_needed_is_grabbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "HELD_BELOW", 0.0)

    async def play(house: House) -> None:
        (camera,) = house.follow("ok")
        house.pulling.watch([camera])
        await until(lambda: house.server.asked["DESCRIBE"] >= 3)
        assert house.server.open <= 2

    run(play)


def test_a_private_stream_is_let_go_and_its_picture_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pulling, "PRIVATE_PICTURE_KEPT", 0.2)

    async def play(house: House) -> None:
        (camera,) = house.follow("ok", private=True)
        house.pulling.watch([camera])
        await until(lambda: camera in house.shown)
        house.pulling.unwatch([camera])
        await until(lambda: house.server.open == 0 and house.of(camera).picture is None)

    run(play)


def test_no_keyframe_means_no_picture_and_not_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "KEYFRAME_WAIT", 0.5)

    async def play(house: House) -> None:
        (camera,) = house.follow("nokey")
        house.pulling.watch([camera])
        await until(lambda: house.of(camera).failures >= 3, 30)
        assert house.of(camera).state == "no_picture"
        assert "stands alone" in house.of(camera).reason

    run(play)


def test_a_camera_that_drops_every_moment_comes_back_and_stays_live() -> None:
    async def play(house: House) -> None:
        (camera,) = house.follow("drop")
        house.pulling.watch([camera])
        await until(lambda: house.server.asked["DESCRIBE"] >= 3)
        await until(lambda: house.of(camera).failures == 0)
        assert house.of(camera).state == "live"

    run(play)


def test_a_corrupt_picture_never_takes_the_place_of_the_last_good_one() -> None:
    async def play(house: House) -> None:
        (camera,) = house.follow("rots")
        house.pulling.watch([camera])
        await until(lambda: house.of(camera).failures >= 2)
        good = house.of(camera)
        assert good.picture
        assert good.captured_at
        assert len(house.shown[camera]) == 1
        assert Image.open(io.BytesIO(good.picture.small)).size == (160, 90)

    run(play)


def test_mute_and_hostile_ones_show_nothing_and_stop_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By how much they age the others is measured in the bench."""
    monkeypatch.setattr(source, "KEYFRAME_WAIT", 0.5)
    monkeypatch.setattr(conversation, "ANSWER", 0.5)

    async def play(house: House) -> None:
        well, bad = house.follow(*WELL[:10]), house.follow(*HOSTILE)
        house.pulling.watch([*well, *bad])
        await until(lambda: all(house.of(camera).failures >= 2 for camera in bad), 60)
        before = {camera: len(house.shown.get(camera, ())) for camera in well}
        await until(lambda: all(len(house.shown.get(c, ())) >= before[c] + 2 for c in well), 60)
        assert all(house.of(camera).state == "live" for camera in well)
        assert not any(house.of(camera).picture for camera in bad)

    run(play, rate=10.0)


def test_only_so_many_that_nobody_watches_are_open_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "UNWATCHED_AT_ONCE", 4)
    monkeypatch.setattr(conversation, "ANSWER", 0.5)
    monkeypatch.setattr(pulling, "HELD_BELOW", 0.0)
    monkeypatch.setattr("registry.feeds.freshness.IDLE_LEAST", 0.1)

    async def play(house: House) -> None:
        most = 0
        house.follow(*[f"mute/{n}" for n in range(40)], refresh=0.1)

        def done() -> bool:
            nonlocal most
            most = max(most, house.server.open)
            return house.server.asked["DESCRIBE"] >= 16

        await until(done)
        assert 1 < most <= 5  # one may still be on its way out

    run(play)
