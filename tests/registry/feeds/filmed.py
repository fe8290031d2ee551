"""Short films made for the tests, and a camera that shows them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.source import Codec, Still, Unit

ENCODERS = {Codec.H264: "libx264", Codec.H265: "libx265"}


def film(
    codec: Codec = Codec.H264,
    *,
    pictures: int = 30,
    every: int = 10,
    size: tuple[int, int] = (320, 180),
    b_frames: int = 0,
    rate: int = 25,
    step: int = 7,
) -> list[Unit]:
    """Encode pictures that grow lighter by a step, with a keyframe at every so many."""
    context = av.CodecContext.create(ENCODERS[codec], "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height = size
    context.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, rate)
    context.framerate = Fraction(rate)
    context.options = {"preset": "ultrafast", "x265-params": "log-level=none"} | (
        {"tune": "zerolatency"} if not b_frames else {}
    )
    context.gop_size, context.max_b_frames = every, b_frames
    units: list[Unit] = []
    for n in range(pictures + 1):
        frame = None
        if n < pictures:
            picture = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
            picture[: size[1]] = 20 + n * step % 210
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts = n
        for packet in context.encode(frame):
            assert packet.pts is not None
            units.append(
                Unit(bytes(packet), bool(packet.is_keyframe), packet.pts / rate, time.time())
            )
    return units


@dataclass(frozen=True)
class Shown:
    """A stream that gives its units one after another, as fast as they are let through."""

    codec: Codec
    feed: "asyncio.Queue[Unit | None]"

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give what is put in; a None ends it as a camera does."""
        while (unit := await self.feed.get()) is not None:
            yield unit
        raise FeedSilent("the camera ended the stream")


@dataclass(eq=False)
class Projector:
    """A camera under the test's hand: it shows what it is given, and counts its openings."""

    codec: Codec = Codec.H264
    opened: int = 0
    open_now: int = 0
    feed: "asyncio.Queue[Unit | None]" = field(default_factory=asyncio.Queue)

    async def grab(self, fetcher: Fetcher) -> Still:
        """Nobody asks it for stills."""
        raise NotImplementedError

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator[Shown]:
        """Open it once more."""
        self.opened += 1
        self.open_now += 1
        try:
            yield Shown(self.codec, self.feed)
        finally:
            self.open_now -= 1

    def show(self, units: list[Unit]) -> None:
        """Let these through."""
        for unit in units:
            self.feed.put_nowait(unit)
