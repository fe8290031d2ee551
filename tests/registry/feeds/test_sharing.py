"""A camera is connected to once, whoever looks at it: thumbnails, live video and its viewers."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from uuid import UUID, uuid4

import pytest

from registry.feeds import pulling
from registry.feeds.addresses import AllowList
from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.mp4.film import Piece
from registry.feeds.pulling import Pulling
from registry.feeds.refusals import FeedSilent
from registry.feeds.sharing import Sharing
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.sources.source import Codec, Source
from registry.feeds.streaming import Hub
from registry.feeds.taking import Pulled
from registry.feeds.viewers import Viewer
from tests.registry.feeds.filmed import Projector, film
from tests.registry.feeds.rtsp_server import RtspServer

DEADLINE = 30.0


class House:
    """What of a media process pulls and shows one camera."""

    def __init__(self, server: RtspServer) -> None:
        self.server, self.camera = server, uuid4()
        self.fetcher = Fetcher(AllowList(loopback_ports={server.port}))
        self.frames, self.decoder = Frames(None), Decoder(1)
        self.sharing = Sharing()
        self.pulling = Pulling(self.fetcher, self.decoder, self.frames, self.sharing)
        self.hub = Hub(self._find, self.fetcher)
        self.source = Rtsp(server.url("ok"))
        self.shown = 0
        self.frames.listen(self._note)

    def follow(self) -> None:
        self.pulling.follow([Pulled(self.camera, self.source, 60, private=False)])

    async def thumbnails(self, more: int) -> None:
        wanted = self.shown + more
        async with asyncio.timeout(DEADLINE):
            while self.shown < wanted:
                await asyncio.sleep(0.01)

    def look(self) -> Viewer:
        viewer = Viewer(frozenset(Codec))
        self.hub.join(self.camera, viewer)
        return viewer

    async def _find(self, camera: UUID) -> Source:
        return self.sharing.of(self.source)

    def _note(self, camera: UUID, frame: object, new: bool) -> None:
        self.shown += new


async def pieces(viewer: Viewer, count: int) -> list[Piece]:
    """Wait for so many pictures of the film."""
    found: list[Piece] = []
    async with asyncio.timeout(DEADLINE):
        while len(found) < count:
            if isinstance(message := await viewer.next(), Piece):
                found.append(message)
    return found


def run(play: Callable[[House], Awaitable[None]], **server: float) -> None:
    async def whole() -> None:
        async with AsyncExitStack() as stack:
            served = await stack.enter_async_context(RtspServer(**server).serving())  # type: ignore[arg-type]
            house = House(served)
            stack.callback(house.decoder.close)
            stack.push_async_callback(house.fetcher.aclose)
            stack.push_async_callback(house.pulling.aclose)
            stack.push_async_callback(house.hub.aclose)
            await play(house)

    asyncio.run(whole())


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.feeds.streaming.LINGER", 0.1)
    monkeypatch.setattr(pulling, "LINGER", 0.1)
    monkeypatch.setattr("registry.feeds.freshness.WATCHED", 0.1)


def test_one_describe_for_thumbnails_and_any_number_of_live_viewers() -> None:
    async def play(house: House) -> None:
        house.pulling.watch([house.camera])
        house.follow()
        await house.thumbnails(2)
        viewers = [house.look() for _ in range(5)]
        await asyncio.gather(*(pieces(viewer, 30) for viewer in viewers))
        await house.thumbnails(2)
        for viewer in viewers:
            house.hub.leave(house.camera, viewer)
        async with asyncio.timeout(DEADLINE):
            while house.hub._upstreams:
                await asyncio.sleep(0.01)
        await house.thumbnails(2)
        assert house.server.asked["DESCRIBE"] == house.server.asked["PLAY"] == 1
        assert house.server.open == 1

    run(play)


def test_thumbnails_are_taken_from_live_video_that_was_there_first() -> None:
    async def play(house: House) -> None:
        viewer = house.look()
        await pieces(viewer, 5)
        house.follow()
        house.pulling.watch([house.camera])
        await house.thumbnails(2)
        await pieces(viewer, 10)
        assert house.server.asked["DESCRIBE"] == 1

    run(play)


def test_a_single_picture_is_taken_from_live_video_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "HELD_BELOW", 0.0)

    async def play(house: House) -> None:
        await pieces(house.look(), 5)
        house.pulling.watch([house.camera])
        house.follow()
        await house.thumbnails(2)
        assert house.server.asked["DESCRIBE"] == 1

    run(play)


def test_live_video_begins_at_the_keyframe_thumbnails_had_last() -> None:
    """A camera with few keyframes: nobody who clicks its thumbnail waits for the next."""

    async def play(house: House) -> None:
        house.pulling.watch([house.camera])
        house.follow()
        await house.thumbnails(1)
        # The next keyframe comes in a hundred pictures, that is twenty seconds from here.
        first = await pieces(house.look(), 3)
        assert first[0].keyframe
        assert house.server.asked["DESCRIBE"] == 1
        assert house.shown == 1

    run(play, rate=5.0, film=tuple(film(pictures=100, every=100, rate=10)))  # type: ignore[arg-type]


def test_what_ends_the_stream_is_told_to_everybody() -> None:
    async def play() -> None:
        camera, sharing = Projector(), Sharing()
        fetcher = Fetcher(AllowList())

        async def read() -> int:
            count = 0
            with suppress(FeedSilent):
                async with sharing.of(camera).open(fetcher) as stream:
                    async for _ in stream.units():
                        count += 1
            return count

        camera.show(film(pictures=20))
        camera.feed.put_nowait(None)
        assert [*await asyncio.gather(read(), read())] == [20, 20]
        assert camera.opened == 1
        assert camera.open_now == 0
        camera.show(film(pictures=20))
        camera.feed.put_nowait(None)
        assert await read() == 20  # and whoever comes next opens it anew
        assert camera.opened == 2

    asyncio.run(play())


def test_a_camera_that_cannot_be_opened_refuses_everybody() -> None:
    async def play() -> None:
        sharing, camera = Sharing(), Rtsp("rtsp://127.0.0.1:9/nobody")

        async def read() -> None:
            async with sharing.of(camera).open(Fetcher(AllowList(loopback_ports={9}))):
                pass

        for _ in range(2):
            found = await asyncio.gather(read(), read(), return_exceptions=True)
            assert [type(each) for each in found] == [FeedSilent, FeedSilent]
        assert not sharing.has(camera)

    asyncio.run(play())
