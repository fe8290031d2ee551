"""A camera behind an edge box, whose stream comes in by whichever media process holds the box."""

import asyncio
import struct
from asyncio import StreamReader
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.source import KEYFRAME_WAIT, Codec, Still, Unit

SILENCE = 10.0  # seconds
REFUSED, UNIT, KEYFRAME = 0, 1, 2
KEPT, END = 3, 4  # of recordings: which there are, and that this was all
CODECS = (Codec.JPEG, Codec.H264, Codec.H265)
HEAD = struct.Struct("!BBddI")  # kind, codec, pts, arrived at in unix seconds, length


@dataclass(frozen=True)
class Edge:
    """One box's camera, found by its own id in the folder where media processes meet."""

    camera: UUID
    folder: Path

    async def grab(self, fetcher: Fetcher) -> Still:
        """Take the first keyframe of its stream. Raises FeedSilent."""
        async with self.open(fetcher) as stream:
            return stream.first

    @asynccontextmanager
    async def open(self, _: Fetcher) -> AsyncIterator["EdgeStream"]:
        """Hold its stream open. Raises FeedSilent, with the owner's condition where one is unmet.

        Nothing is connected to but a socket of our own, in a folder only we may enter.
        """
        try:
            reader, writer = await asyncio.open_unix_connection(socket_of(self.folder, self.camera))
        except OSError:
            raise FeedSilent("its box is not connected") from None
        try:
            codec, first = await _read(reader, KEYFRAME_WAIT)
            yield EdgeStream(reader, codec, first)
        finally:
            writer.close()


class EdgeStream:
    """A box that sends."""

    def __init__(self, reader: StreamReader, codec: Codec, first: Unit) -> None:
        """Take the first keyframe, which tells the codec."""
        self._reader, self.codec, self._first = reader, codec, first

    @property
    def first(self) -> Still:
        """Give the keyframe it begins with."""
        return Still(self._first.data, self._first.arrived_at, self.codec)

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give what comes. Raises FeedSilent when the box, or its owner, ends it."""
        yield self._first
        while True:
            codec, unit = await _read(self._reader, SILENCE)
            if codec is not self.codec:
                raise FeedSilent("the camera changed its codec")
            if unit.keyframe or not keyframes:
                yield unit


def socket_of(folder: Path, camera: UUID) -> Path:
    """Name the socket where a camera's stream is given out."""
    return folder / f"edge-{camera.hex}"


async def _read(reader: StreamReader, wait: float) -> tuple[Codec, Unit]:
    try:
        async with asyncio.timeout(wait):
            kind, codec, pts, at, length = HEAD.unpack(await reader.readexactly(HEAD.size))
            data = await reader.readexactly(length)
    except TimeoutError:
        raise FeedSilent("its box sends nothing") from None
    except (asyncio.IncompleteReadError, ConnectionError):
        raise FeedSilent("its box is not connected") from None
    if kind == REFUSED:
        raise FeedSilent(data.decode("utf-8", "replace"))
    return CODECS[codec], Unit(data, kind == KEYFRAME, pts, at)
