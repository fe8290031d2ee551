"""A camera whose pictures come as a list of short files over HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedSilent, NoKeyframe, PictureRefused
from registry.feeds.sources.playlist import Segment, segments, smallest_variant
from registry.feeds.sources.source import Codec, Still, Unit
from registry.feeds.sources.transport_stream import Assembler, Demuxer

SILENCE = 20.0  # seconds without a new segment after which the camera has stalled
LEAST_REST = 0.5


@dataclass(frozen=True)
class Hls:
    """One playlist; of several variants the smallest is taken."""

    url: str
    credential: str = field(default="", repr=False)

    async def grab(self, fetcher: Fetcher) -> Still:
        """Take the last keyframe of the newest segment."""
        reader = _Reader(self, fetcher)
        units = await reader.units_of((await reader.listed())[-1])
        keyframes = [unit for unit in units if unit.keyframe]
        if not keyframes or reader.codec is None:
            raise NoKeyframe
        return Still(keyframes[-1].data, keyframes[-1].arrived_at, reader.codec)

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator["HlsStream"]:
        """Follow the playlist from its newest segment on."""
        reader = _Reader(self, fetcher)
        newest = (await reader.listed())[-1]
        first = await reader.units_of(newest)
        if reader.codec is None:
            raise PictureRefused("a segment without H.264 or H.265")
        yield HlsStream(reader, reader.codec, newest, first)


class _Reader:
    """Fetches playlists and segments, and the password only to where it belongs."""

    def __init__(self, source: Hls, fetcher: Fetcher) -> None:
        self._source, self._fetcher = source, fetcher
        self._playlist = ""
        self.codec: Codec | None = None

    async def listed(self) -> list[Segment]:
        """Give the segments there are now."""
        url = self._playlist or self._source.url
        text = await self._text(url)
        if not self._playlist and (variant := smallest_variant(text, url)):
            url, text = variant, await self._text(variant)
        self._playlist = url
        return segments(text, url)

    async def units_of(self, segment: Segment) -> list[Unit]:
        """Fetch a segment and take it apart."""
        body, arrived_at = await self._bytes(segment.url), time.time()
        demuxer = Demuxer()
        whole = [*demuxer.feed(body), *demuxer.finish()]
        if demuxer.codec is None:
            raise PictureRefused("a segment without H.264 or H.265")
        self.codec = demuxer.codec
        assembler = Assembler(demuxer.codec)
        units = [unit for pes in whole if (unit := assembler.unit(pes, arrived_at))]
        first = min((unit.pts for unit in units), default=0.0)
        return [_timed(unit, segment, unit.pts - first) for unit in units]

    async def _text(self, url: str) -> str:
        return (await self._bytes(url)).decode("utf-8", "replace")

    async def _bytes(self, url: str) -> bytes:
        same = urlsplit(url).netloc == urlsplit(self._source.url).netloc
        credential = self._source.credential if same else ""
        return (await self._fetcher.fetch(url, credential=credential)).body


def _timed(unit: Unit, segment: Segment, after: float) -> Unit:
    """Believe the playlist that a picture is old, never that it is from the future."""
    if segment.begins_at is None:
        return unit
    taken_at = min(unit.arrived_at, segment.begins_at + after)
    return Unit(unit.data, unit.keyframe, unit.pts, taken_at)


@dataclass(frozen=True)
class HlsStream:
    """A playlist that is followed."""

    reader: _Reader
    codec: Codec
    newest: Segment
    first: list[Unit]

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give the pictures of each new segment as it is listed. Raises FeedSilent."""
        units, last, heard_at = self.first, self.newest, time.monotonic()
        while True:
            for unit in units:
                if unit.keyframe or not keyframes:
                    yield unit
            await asyncio.sleep(max(LEAST_REST, last.seconds / 2))
            listed = await self.reader.listed()
            new = [each for each in listed if each.number > last.number]
            if listed[-1].number < last.number:  # it began to count anew
                new = listed[-1:]
            if not new and time.monotonic() - heard_at > SILENCE:
                raise FeedSilent(f"no new segment for {SILENCE:.0f} s")
            units = []
            for each in new:
                units += await self.reader.units_of(each)
                last, heard_at = each, time.monotonic()
