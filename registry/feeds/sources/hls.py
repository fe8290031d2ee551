"""A camera whose pictures come as a list of short files over HTTP.

They are transport streams or fragments of MP4, in the clear or under a key the playlist names.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from registry.feeds.fetching import Fetcher
from registry.feeds.mp4.fragments import Fragments
from registry.feeds.refusals import FeedForbidden, FeedSilent, NoKeyframe, PictureRefused
from registry.feeds.sources.evenly import Evenly
from registry.feeds.sources.playlist import Key, Segment, segments, variants
from registry.feeds.sources.source import Codec, Still, Unit
from registry.feeds.sources.transport_stream import Assembler, Demuxer

SILENCE = 20.0  # seconds without a new segment after which the camera has stalled
LEAST_REST = 0.5
BEHIND = 2  # segments; who is further behind goes on at the newest
_NO_PICTURES = "a segment without H.264 or H.265"


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
            raise PictureRefused(_NO_PICTURES)
        yield HlsStream(reader, reader.codec, newest, first)


class _Reader:
    """Fetches playlists and segments, and the password only to where it belongs."""

    def __init__(self, source: Hls, fetcher: Fetcher) -> None:
        self._source, self._fetcher = source, fetcher
        self._playlist = self._start_url = ""
        self._start = b""
        self._keys: dict[str, bytes] = {}
        self.codec: Codec | None = None

    async def listed(self) -> list[Segment]:
        """Give the segments there are now."""
        url = self._playlist or self._source.url
        text = await self._text(url)
        if not self._playlist and (found := variants(text, url)):
            url, text = found[0].url, await self._text(found[0].url)
        self._playlist = url
        return segments(text, url)

    async def units_of(self, segment: Segment) -> list[Unit]:
        """Fetch a segment and take it apart."""
        body = await self._clear(segment.url, segment.key)
        arrived_at = time.time()
        units = await (self._fragmented if segment.start else self._muxed)(
            segment, body, arrived_at
        )
        first = min((unit.pts for unit in units), default=0.0)
        return [_timed(unit, segment, unit.pts - first) for unit in units]

    async def _muxed(self, _: Segment, body: bytes, arrived_at: float) -> list[Unit]:
        """Take a transport stream apart."""
        demuxer = Demuxer()
        whole = [*demuxer.feed(body), *demuxer.finish()]
        if demuxer.codec is None:
            raise PictureRefused(_NO_PICTURES)
        self.codec = demuxer.codec
        assembler = Assembler(demuxer.codec)
        return [unit for pes in whole if (unit := assembler.unit(pes, arrived_at))]

    async def _fragmented(self, segment: Segment, body: bytes, arrived_at: float) -> list[Unit]:
        """Take fragments of MP4 apart; their start is fetched once."""
        if self._start_url != segment.start:
            self._start = await self._clear(segment.start, segment.start_key)
            self._start_url = segment.start
        fragments = Fragments(self._start)
        if fragments.codec is None:
            raise PictureRefused(_NO_PICTURES)
        self.codec = fragments.codec
        return list(fragments.feed(body, arrived_at))

    async def _clear(self, url: str, key: Key | None) -> bytes:
        body = await self._bytes(url)
        if key is None:
            return body
        if key.url not in self._keys:
            self._keys = {key.url: await self._bytes(key.url)}  # the newest only
        return _decrypted(body, self._keys[key.url], key.iv)

    async def _text(self, url: str) -> str:
        return (await self._bytes(url)).decode("utf-8", "replace")

    async def _bytes(self, url: str) -> bytes:
        try:
            there, here = urlsplit(url), urlsplit(self._source.url)
        except ValueError:
            raise FeedForbidden("this is no address that can be asked") from None
        credential = self._source.credential if there.netloc == here.netloc else ""
        led = there.hostname != here.hostname
        return (await self._fetcher.fetch(url, credential=credential, led=led)).body


def _decrypted(body: bytes, key: bytes, iv: bytes) -> bytes:
    """Open AES-128 in CBC. Raises PictureRefused where the key does not fit."""
    try:
        opening = Cipher(algorithms.AES128(key), modes.CBC(iv)).decryptor()
        padded = opening.update(body) + opening.finalize()
        unpadding = PKCS7(128).unpadder()
        return unpadding.update(padded) + unpadding.finalize()
    except ValueError:
        raise PictureRefused("the key does not open the segment") from None


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
        units, last, heard_at, evenly = self.first, self.newest, time.monotonic(), Evenly()
        while True:
            for unit in units:
                if not keyframes:
                    await evenly.wait(unit.pts)
                if unit.keyframe or not keyframes:
                    yield unit
            if keyframes or not units:
                await asyncio.sleep(max(LEAST_REST, last.seconds / 2 if keyframes else 0.0))
            listed = await self.reader.listed()
            new = [each for each in listed if each.number > last.number]
            if listed[-1].number < last.number or len(new) > BEHIND:
                new = listed[-1:]  # it began to count anew, or went on without us
            if not new and time.monotonic() - heard_at > SILENCE:
                raise FeedSilent(f"no new segment for {SILENCE:.0f} s")
            units = []
            for each in new:
                units += await self.reader.units_of(each)
                last, heard_at = each, time.monotonic()
