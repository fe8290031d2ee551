"""What an owner's box recorded of a camera, asked by way of the media process that holds the box.

The box decides for itself, for the call it is told of: so this is made for one person and one call.
"""

import asyncio
import json
from asyncio import StreamReader
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from registry.feeds.fetching import Fetcher
from registry.feeds.playback import Span
from registry.feeds.refusals import FeedForbidden, FeedSilent
from registry.feeds.sources.edge import CODECS, END, HEAD, KEYFRAME, REFUSED
from registry.feeds.sources.source import Codec, Unit

WAIT = 20.0  # seconds a box has to answer, and between two pictures


@dataclass(frozen=True)
class EdgeRecorded:
    """One box's camera, for one person and one call, as the registry names them."""

    camera: UUID
    folder: Path
    incident: UUID
    user: int

    async def spans(self, _: Fetcher, begin: float, end: float) -> list[Span]:
        """Say what is kept and may be seen. Raises FeedSilent or FeedForbidden."""
        async with self._asked("spans", begin, end) as reader:
            _kind, _codec, said = await _read(reader)
        return [Span(*each) for each in json.loads(said.data)]

    @asynccontextmanager
    async def play(self, _: Fetcher, begin: float, end: float) -> AsyncIterator["EdgePlayed"]:
        """Open what was filmed. Raises FeedForbidden with its owner's condition, or FeedSilent."""
        async with self._asked("play", begin, end) as reader:
            kind, codec, first = await _read(reader)
            yield EdgePlayed(reader, codec, first if kind != END else None)

    @asynccontextmanager
    async def _asked(self, word: str, begin: float, end: float) -> AsyncIterator[StreamReader]:
        """Nothing is connected to but a socket of our own, in a folder only we may enter."""
        try:
            path = recorded_socket_of(self.folder, self.camera)
            reader, writer = await asyncio.open_unix_connection(path)
        except OSError:
            raise FeedSilent("its box is not connected") from None
        said = {"word": word, "begin": begin, "end": end}
        said |= {"incident": str(self.incident), "user": self.user}
        try:
            writer.write(json.dumps(said).encode() + b"\n")
            yield reader
        finally:
            writer.close()


@dataclass(frozen=True)
class EdgePlayed:
    """A recording that comes as fast as it is read; an empty one has no first picture."""

    reader: StreamReader
    codec: Codec
    first: Unit | None

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give its pictures to the end. Raises FeedForbidden when its owner closes it."""
        unit = self.first
        while unit is not None:
            if unit.keyframe or not keyframes:
                yield unit
            kind, codec, unit = await _read(self.reader)
            if kind == END:
                return
            if codec is not self.codec:
                raise FeedSilent("the camera changed its codec")


def recorded_socket_of(folder: Path, camera: UUID) -> Path:
    """Name the socket where a camera's recordings are asked for."""
    return folder / f"kept-{camera.hex}"


async def _read(reader: StreamReader) -> tuple[int, Codec, Unit]:
    try:
        async with asyncio.timeout(WAIT):
            kind, codec, pts, at, length = HEAD.unpack(await reader.readexactly(HEAD.size))
            data = await reader.readexactly(length)
    except TimeoutError:
        raise FeedSilent("its box sends nothing") from None
    except (asyncio.IncompleteReadError, ConnectionError):
        raise FeedSilent("its box is not connected") from None
    if kind == REFUSED:
        raise FeedForbidden(data.decode("utf-8", "replace"))
    return kind, CODECS[codec], Unit(data, kind == KEYFRAME, pts, at)
