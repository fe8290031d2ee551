"""Take one camera's pictures: once, or by holding its stream; and say what went wrong."""

import time
from asyncio import Semaphore
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.freshness import state
from registry.feeds.refusals import FeedForbidden, FeedSilent, NoKeyframe, PictureRefused
from registry.feeds.sharing import Sharing
from registry.feeds.sources.source import Source, Still, keyframes
from registry.refusals import Refusal

AT_ONCE = 50  # connections opening at the same time
UNWATCHED_AT_ONCE = 40  # so that what somebody waits for never queues behind the mute
EARLY = 0.9  # a keyframe this near to the end of an interval is taken, not the one after it


@dataclass(frozen=True)
class Pulled:
    """What is needed to pull one camera."""

    camera: UUID
    source: Source
    refresh: float
    private: bool


class Taking:
    """Bring pictures from cameras to the frames."""

    def __init__(
        self, fetcher: Fetcher, decoder: Decoder, frames: Frames, sharing: Sharing
    ) -> None:
        """Take the way out, the decoder, the place pictures go, and what streams are open."""
        self._fetcher, self._decoder, self._frames = fetcher, decoder, frames
        self._sharing = sharing
        self._gate, self._unwatched_gate = Semaphore(AT_ONCE), Semaphore(UNWATCHED_AT_ONCE)
        self._speaking: set[UUID] = set()  # connected the last time, though no picture came

    async def grab(self, feed: Pulled, *, watched: bool) -> None:
        """Connect, take one picture, close."""
        try:
            async with self._opening(watched=watched):
                still = await self._sharing.of(feed.source).grab(self._fetcher)
            await self._show(feed, still)
        except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
            self._fail(feed, refusal)

    async def hold(
        self, feed: Pulled, *, watched: bool, apart: Callable[[], float], shown: Callable[[], None]
    ) -> None:
        """Show the newest keyframe of a held stream, once an interval, until the stream ends."""
        last = float("-inf")
        try:
            async with AsyncExitStack() as stack:
                async with self._opening(watched=watched):
                    shared = self._sharing.of(feed.source).open(self._fetcher)
                    stream = await stack.enter_async_context(shared)
                async for unit in keyframes(stream):
                    if time.monotonic() - last < apart() * EARLY:
                        continue
                    last = time.monotonic()
                    try:
                        await self._show(feed, Still(unit.data, unit.arrived_at, stream.codec))
                    except PictureRefused as refusal:  # the next one may be whole
                        self._fail(feed, refusal)
                    shown()
        except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
            self._fail(feed, refusal)

    def judge(self, feed: Pulled, refresh: float) -> None:
        """Name the state; a camera that speaks without showing anything is not offline."""
        frame = self._frames.of(feed.camera)
        age = None if frame.captured_at is None else time.time() - frame.captured_at
        failures = 0 if feed.camera in self._speaking else frame.failures
        self._frames.judge(feed.camera, state(age=age, failures=failures, refresh=refresh))

    @asynccontextmanager
    async def _opening(self, *, watched: bool) -> AsyncIterator[None]:
        """Open few connections at once, and keep some of those few for who is watched."""
        async with AsyncExitStack() as stack:
            if not watched:
                await stack.enter_async_context(self._unwatched_gate)
            await stack.enter_async_context(self._gate)
            yield

    async def _show(self, feed: Pulled, still: Still) -> None:
        picture = await self._decoder.decode(still.data, still.codec.value)
        self._speaking.discard(feed.camera)
        new = self._frames.put(feed.camera, picture, still.data, still.captured_at)
        if new and not feed.private:
            self._frames.keep(feed.camera)

    def _fail(self, feed: Pulled, refusal: Refusal) -> None:
        if isinstance(refusal, NoKeyframe):
            self._speaking.add(feed.camera)
        else:
            self._speaking.discard(feed.camera)
        self._frames.fail(feed.camera, refusal.detail)
