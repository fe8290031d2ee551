"""A recorder that answers MP4 or a transport stream over HTTP: MediaMTX, Frigate and their like."""

import os
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import IO

from registry.feeds.fetching import Fetcher
from registry.feeds.playback import Span
from registry.feeds.recorders.leading import spread
from registry.feeds.recorders.listing import listed
from registry.feeds.recorders.played import Played, first_of
from registry.feeds.recorders.template import Template
from registry.feeds.recorders.unpacker import unpacked
from registry.feeds.refusals import FeedSilent, NothingThere
from registry.feeds.sources.source import Codec, Unit

FIRST, PIECE = 10.0, 30.0  # seconds of recording a request asks for: somebody waits for the first
EMPTY = 20  # pieces in a row with nothing in them, after which no more is asked for
LEADS = 60.0  # seconds that may lead to the first picture asked for
NEAR = 0.25  # seconds by which a recorder may be off
MOMENT = 0.001  # the least of them an address can say


@dataclass(frozen=True)
class OverHttp:
    """One camera at such a recorder. Template: registry.feeds.recorders.template."""

    playback_url: str
    spans_url: str = ""
    credential: str = field(default="", repr=False)

    async def spans(self, fetcher: Fetcher, begin: float, end: float) -> list[Span]:
        """Say what is kept; where there is nobody to ask, all of it may be."""
        if not self.spans_url:
            return [Span(begin, end)] if begin < end else []
        url = Template(self.spans_url).filled(begin, end)
        try:
            fetched = await fetcher.fetch(url, credential=self.credential)
        except NothingThere:  # as MediaMTX says of a camera without recordings
            return []
        return listed(fetched.body, begin, end)

    @asynccontextmanager
    async def play(self, fetcher: Fetcher, begin: float, end: float) -> AsyncIterator[Played]:
        """Open what was filmed. Raises NothingThere where nothing was."""
        pieces = _Pieces(self, fetcher, await self.spans(fetcher, begin, end))
        async with aclosing(pieces.units()) as units:
            first = await first_of(units)
            yield Played(pieces.codec, first, units)


@dataclass
class _Pieces:
    """A long recording asked for piece by piece, and put together.

    A piece is asked for from the last keyframe of the one before, which gives up what follows it:
    so nothing is missing between two, and nothing is there twice.
    """

    recorder: OverHttp
    fetcher: Fetcher
    spans: Sequence[Span]
    codec: Codec = Codec.JPEG  # none yet
    _length: float = FIRST
    _empty: int = 0
    _since: list[Unit] = field(default_factory=list)  # the last keyframe

    async def units(self) -> AsyncGenerator[Unit]:
        """Give what was filmed. Raises FeedSilent, FeedForbidden or PictureRefused."""
        for span in self.spans:
            begin, resumed = span.begins_at, False
            while begin < span.ends_at and self._empty < EMPTY:
                end = min(begin + self._length, span.ends_at)
                async with aclosing(self._but_last(begin, end, resumed=resumed)) as units:
                    async for unit in units:
                        yield unit
                last, self._length = self._since, PIECE
                resumed = end < span.ends_at and bool(last) and last[0].arrived_at > begin + NEAR
                if not resumed:
                    for unit in last:
                        yield unit
                begin = last[0].arrived_at if resumed else end

    async def _but_last(self, begin: float, end: float, *, resumed: bool) -> AsyncGenerator[Unit]:
        """Give a piece until its last keyframe, and keep that and what follows."""
        self._since = []
        async with aclosing(self._piece(begin, end)) as piece:
            async for unit in piece:
                if resumed and (not unit.keyframe or unit.arrived_at < begin - NEAR):
                    continue
                resumed = False
                if unit.keyframe:
                    for each in self._since:
                        yield each
                    self._since = []
                self._since.append(unit)

    async def _piece(self, begin: float, end: float) -> AsyncGenerator[Unit]:
        """Fetch a piece and take it apart."""
        template = Template(self.recorder.playback_url)
        began = template.begun(begin)
        with os.fdopen(os.memfd_create("recording"), "w+b") as spool:  # never on a disk
            if not await self._fetched(template.filled(began, end), spool):
                self._empty += 1
                return
            self._empty = 0
            async with unpacked(spool) as recording:
                self._know(recording.codec)
                async with aclosing(spread(recording.pictures())) as pictures:
                    zero: float | None = None
                    async for picture in pictures:
                        if zero is None:  # some count from the camera's start and not from ours
                            foreign = not -LEADS < picture.after <= end - began
                            zero = picture.after if foreign else 0.0
                        at = began + picture.after - zero
                        if at > end - MOMENT:
                            return
                        yield Unit(picture.data, picture.keyframe, 0.0, at)

    async def _fetched(self, url: str, spool: IO[bytes]) -> bool:
        try:
            length = await self.fetcher.spool(url, spool, credential=self.recorder.credential)
        except NothingThere:
            return False
        return length > 0

    def _know(self, codec: Codec) -> None:
        if self.codec not in {Codec.JPEG, codec}:
            raise FeedSilent("the recording goes on in another coding")
        self.codec = codec
