"""A phone or an edge box: it sends its pictures to us, and they are shown as they come."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frame, Frames
from registry.feeds.pulling import Pulling
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.source import Codec, Still, Unit

SILENCE = 15.0  # seconds


@dataclass(frozen=True)
class Sent:
    """One camera among those whose pictures arrive by themselves, here or at a sibling of ours."""

    camera: UUID
    frames: Frames
    pulling: Pulling

    async def grab(self, fetcher: Fetcher) -> Still:
        """Give what came last."""
        unit = _unit(self.frames.of(self.camera))
        if unit is None:
            raise FeedSilent("has sent no picture yet")
        return Still(unit.data, unit.arrived_at)

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator["SentStream"]:
        """Hear what comes, until left."""
        stream = SentStream()
        stream.hear(self.frames.of(self.camera))

        def hear(camera: UUID, frame: Frame, new_picture: bool) -> None:
            if camera == self.camera and new_picture:
                stream.hear(frame)

        undo = self.frames.listen(hear)
        self.pulling.watch([self.camera])  # a sibling tells only of what is watched
        try:
            yield stream
        finally:
            self.pulling.unwatch([self.camera])
            undo()


class SentStream:
    """The newest picture, whenever there is one."""

    codec = Codec.JPEG

    def __init__(self) -> None:
        """Wait for the first."""
        self._newest: Unit | None = None
        self._came = asyncio.Event()

    def hear(self, frame: Frame) -> None:
        """Take a picture; one that nobody has fetched yet makes room."""
        if unit := _unit(frame):
            self._newest = unit
            self._came.set()

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give each picture that comes. Raises FeedSilent."""
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    await self._came.wait()
            except TimeoutError:
                raise FeedSilent("sends no pictures") from None
            self._came.clear()
            if self._newest:
                yield self._newest


def _unit(frame: Frame) -> Unit | None:
    if frame.picture is None or frame.captured_at is None:
        return None
    return Unit(frame.picture.master, True, frame.captured_at, frame.captured_at)
