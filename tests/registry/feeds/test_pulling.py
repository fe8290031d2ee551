"""When cameras are asked: one after another for who looks, and not again for who looks away."""

import asyncio
import io
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from PIL import Image

from registry.feeds.addresses import AllowList
from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.pulling import SPREAD, Pulling
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.sources.source import Still
from registry.feeds.taking import Pulled


@dataclass(frozen=True, eq=False)
class Noting(Snapshot):
    """A camera that notes when it was asked; a new shade each time, or silence."""

    url: str = ""
    silent: bool = False
    faults: list[Exception] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)

    def __hash__(self) -> int:
        return id(self)  # each is a camera of its own

    def __eq__(self, other: object) -> bool:
        return self is other

    async def grab(self, fetcher: Fetcher) -> Still:
        self.asked.append(time.monotonic())
        if self.faults:
            raise self.faults.pop()
        if self.silent:
            raise FeedSilent("no answer")
        drawn = io.BytesIO()
        Image.new("L", (32, 18), len(self.asked) * 16 % 256).save(drawn, "JPEG")
        return Still(drawn.getvalue(), time.time())


class Stand:
    """Cameras, and the one who pulls them."""

    def __init__(self, *cameras: Noting) -> None:
        self.cameras = {uuid4(): camera for camera in cameras}
        self.frames = Frames(None)
        self.decoder = Decoder(1)
        self.pulling = Pulling(Fetcher(AllowList((), set())), self.decoder, self.frames)

    @property
    def ids(self) -> list[UUID]:
        return list(self.cameras)

    def follow(self) -> None:
        self.pulling.follow(
            Pulled(camera, source, refresh=60, private=False)
            for camera, source in self.cameras.items()
        )

    async def asked(self, times: int) -> None:
        """Wait until every camera was asked so often."""
        async with asyncio.timeout(20):
            while any(len(camera.asked) < times for camera in self.cameras.values()):
                await asyncio.sleep(0.01)


def run(stand: Stand, play: Callable[[Stand], Awaitable[None]]) -> None:
    async def whole() -> None:
        try:
            await play(stand)
        finally:
            await stand.pulling.aclose()
            stand.decoder.close()

    asyncio.run(whole())


async def _seen_once(stand: Stand) -> None:
    """Look until each has answered or failed once, then look away."""
    stand.pulling.watch(stand.ids)
    stand.follow()
    async with asyncio.timeout(20):
        while any(not stand.frames.of(camera).tried_at for camera in stand.ids):
            await asyncio.sleep(0.01)
    stand.pulling.unwatch(stand.ids)


def test_those_with_a_picture_are_asked_in_the_order_of_the_watch() -> None:
    async def play(stand: Stand) -> None:
        await _seen_once(stand)
        stand.pulling.watch(stand.ids)
        turns = [stand.pulling._pulls[camera].not_before for camera in stand.ids]
        assert [turn - turns[0] for turn in turns] == pytest.approx(
            [n / 4 * SPREAD for n in range(4)]
        )
        await stand.asked(2)

    run(Stand(*(Noting() for _ in range(4))), play)


def test_those_without_a_picture_are_asked_at_once() -> None:
    async def play(stand: Stand) -> None:
        stand.follow()
        stand.pulling.watch(stand.ids)
        assert len({pull.not_before for pull in stand.pulling._pulls.values()}) == 1
        await stand.asked(1)

    run(Stand(*(Noting() for _ in range(4))), play)


def test_looking_away_asks_for_nothing() -> None:
    async def play(stand: Stand) -> None:
        await _seen_once(stand)
        counts = [len(camera.asked) for camera in stand.cameras.values()]
        await asyncio.sleep(0.3)  # nothing may come, so there is nothing to wait for
        assert [len(camera.asked) for camera in stand.cameras.values()] == counts

    run(Stand(Noting(), Noting()), play)


def test_a_silent_camera_is_tried_anew_for_who_begins_to_look() -> None:
    async def play(stand: Stand) -> None:
        stand.pulling.near_incidents(stand.ids)
        await _seen_once(stand)
        began = time.monotonic()
        stand.pulling.watch(stand.ids)
        await stand.asked(2)
        assert time.monotonic() - began < 2

    run(Stand(Noting(silent=True)), play)


def test_a_fault_of_ours_stops_no_camera_for_long(caplog: pytest.LogCaptureFixture) -> None:
    async def play(stand: Stand) -> None:
        [camera] = stand.ids
        stand.pulling.watch(stand.ids)
        stand.follow()
        fallen = stand.pulling._pulls[camera].task
        assert fallen
        await asyncio.wait([fallen], timeout=10)
        stand.follow()
        assert "fault" in stand.frames.of(camera).reason
        await stand.asked(2)

    run(Stand(Noting(faults=[ZeroDivisionError()])), play)
    assert "a pull fell" in caplog.text


def test_a_camera_that_is_gone_leaves_no_picture() -> None:
    async def play(stand: Stand) -> None:
        await _seen_once(stand)
        stand.pulling.follow([])
        assert all(stand.frames.of(camera).picture is None for camera in stand.ids)

    run(Stand(Noting()), play)
