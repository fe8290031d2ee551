"""One open stream from each source, whoever reads it: thumbnails its keyframes, live video all."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.source import Codec, Source, Still, Stream, Unit, keyframes

HELD = 16 << 20  # bytes that may wait for a reader; past them it goes on at a keyframe


@runtime_checkable
class Sparing(Protocol):
    """A stream to which it makes a difference whether anybody wants more than keyframes."""

    def spare(self, *, keyframes: bool) -> None:
        """Change what is given, in the middle of it."""


class Sharing:
    """Every stream this process has open."""

    def __init__(self) -> None:
        """Have none open."""
        self._open: dict[Source, _Upstream] = {}

    def of(self, source: Source) -> "Shared":
        """Give the source, but its stream shared with whoever else has it open."""
        return Shared(source, self)

    def has(self, source: Source) -> bool:
        """Tell whether it is open."""
        return source in self._open

    @asynccontextmanager
    async def joined(self, source: Source, fetcher: Fetcher) -> AsyncIterator["SharedStream"]:
        """Read along; the first opens it and the last closes it."""
        if (upstream := self._open.get(source)) is None or upstream.task.done():
            upstream = self._open[source] = _Upstream(source, fetcher)
        reader = _Reader()
        upstream.readers.add(reader)
        try:
            yield SharedStream(upstream, reader, await asyncio.shield(upstream.codec))
        finally:
            upstream.readers.discard(reader)
            upstream.heed()
            if upstream.task.done() or not upstream.readers:
                if self._open.get(source) is upstream:
                    del self._open[source]
                upstream.task.cancel()
                await asyncio.wait({upstream.task})


@dataclass(frozen=True)
class Shared:
    """A source whose stream is opened once."""

    source: Source
    sharing: Sharing = field(repr=False, compare=False)

    async def grab(self, fetcher: Fetcher) -> Still:
        """Take the newest keyframe of the stream where it is open, else connect for one."""
        if not self.sharing.has(self.source):
            return await self.source.grab(fetcher)
        async with self.open(fetcher) as stream:
            unit = await anext(keyframes(stream))
            return Still(unit.data, unit.arrived_at, stream.codec)

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator[Stream]:
        """Read along with whoever has it open."""
        async with self.sharing.joined(self.source, fetcher) as stream:
            yield stream


class SharedStream:
    """One reader's part in a stream."""

    def __init__(self, upstream: "_Upstream", reader: "_Reader", codec: Codec) -> None:
        """Take what is read along with."""
        self._upstream, self._reader, self.codec = upstream, reader, codec

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give what comes, from a keyframe on; of keyframes, only the newest one waits."""
        if keyframes:
            self._reader.spare(self._upstream.newest)
        self._upstream.heed()
        while True:
            yield await self._reader.next()


class _Upstream:
    """One source's stream, and all who read it."""

    def __init__(self, source: Source, fetcher: Fetcher) -> None:
        self.readers: set[_Reader] = set()
        self.newest: Unit | None = None  # keyframe
        self.codec: asyncio.Future[Codec] = asyncio.get_running_loop().create_future()
        self._sparing: Sparing | None = None
        self.task = asyncio.create_task(self._run(source, fetcher))
        self.task.add_done_callback(self._end)

    def heed(self) -> None:
        """Spare the stream what nobody wants."""
        if self._sparing:
            self._sparing.spare(keyframes=not any(reader.whole for reader in self.readers))

    async def _run(self, source: Source, fetcher: Fetcher) -> None:
        async with source.open(fetcher) as stream:
            self.codec.set_result(stream.codec)
            units = stream.units(keyframes=False)
            if isinstance(stream, Sparing):
                self._sparing = stream
                self.heed()
            async for unit in units:
                if unit.keyframe:
                    self.newest = unit
                for reader in self.readers:
                    reader.put(unit)
        raise FeedSilent("the camera ended the stream")

    def _end(self, task: "asyncio.Task[None]") -> None:
        """Tell everybody why it ended."""
        why = FeedSilent("this centre closed it") if task.cancelled() else task.exception()
        assert why  # noqa: S101
        if not self.codec.done():
            self.codec.set_exception(why)
            self.codec.exception()  # there may be nobody left to hear it
        for reader in self.readers:
            reader.end(why)


class _Reader:
    """What waits for one who reads along."""

    def __init__(self) -> None:
        self.whole = True  # until it says otherwise: what comes first must not be missed
        self._waiting: deque[Unit] = deque()
        self._bytes = 0
        self._leaning = True
        self._something = asyncio.Event()
        self._end: BaseException | None = None

    def put(self, unit: Unit) -> None:
        """Take what came, where this reader can use it."""
        if unit.keyframe and (not self.whole or self._bytes > HELD):
            self._waiting.clear()
            self._bytes = 0
        self._leaning = not unit.keyframe and (self._leaning or self._bytes > HELD)
        if unit.keyframe or (self.whole and not self._leaning):
            self._waiting.append(unit)
            self._bytes += len(unit.data)
            self._something.set()

    def spare(self, newest: Unit | None) -> None:
        """Want keyframes only, beginning with the newest there is."""
        self.whole = False
        if newest:
            self.put(newest)

    def end(self, why: BaseException) -> None:
        """Let nothing more come."""
        self._end = why
        self._something.set()

    async def next(self) -> Unit:
        """Wait for the next. Raises what ended the stream."""
        while not self._waiting:
            if self._end:
                raise self._end
            self._something.clear()
            await self._something.wait()
        unit = self._waiting.popleft()
        self._bytes -= len(unit.data)
        return unit
