"""What one phone films: taken out of its fragments and given to whichever process shows it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self
from uuid import UUID

from frontend.media.edge_streams import Streams
from registry.edge import wire
from registry.feeds.folders import sockets_folder
from registry.feeds.mp4.fragments import Fragments
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.evenly import Evenly
from registry.feeds.sources.source import Codec, Unit

HELD = 8 << 20  # bytes that may wait for their time
MOST = 600  # pictures


class PhoneFilm:
    """A film that comes by the second, and leaves as evenly as it was taken."""

    def __init__(self, camera: UUID, streams: Streams) -> None:
        """Take whose it is, and what gives it out."""
        self._camera, self._streams = camera, streams
        self._fragments = Fragments()
        self._waiting: asyncio.Queue[Unit] = asyncio.Queue()
        self._held = 0

    @classmethod
    @asynccontextmanager
    async def open(cls, camera: UUID) -> AsyncIterator[Self]:
        """Have a film given out while the block lasts."""
        streams = Streams(sockets_folder())
        film = cls(camera, streams)
        giving = asyncio.create_task(film._give(), name=f"film-{camera}")
        try:
            await streams.follow({camera: camera})
            yield film
        finally:
            giving.cancel()
            await asyncio.gather(giving, return_exceptions=True)
            await streams.aclose()

    def take(self, data: bytes) -> None:
        """Take the next bytes. Raises PictureRefused for what is no film, or comes too fast."""
        for unit in self._fragments.feed(data, time.time()):
            self._held += len(unit.data)
            self._waiting.put_nowait(unit)
        if self._held > HELD or self._waiting.qsize() > MOST:
            raise PictureRefused("it films faster than it can be shown")

    async def _give(self) -> None:
        evenly = Evenly()
        while True:
            unit = await self._waiting.get()
            await evenly.wait(unit.pts)
            self._held -= len(unit.data)
            kind = wire.KEYFRAME if unit.keyframe else wire.UNIT
            codec = self._fragments.codec or Codec.H264
            sent = wire.Sent(kind, self._camera, codec, unit.arrived_at, unit.pts, unit.data)
            self._streams.give(self._camera, sent)
