"""One go through what was recorded: from a moment on, no faster than it is looked at."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from frontend.media.outbox import Outbox, film_words
from registry.feeds.darkroom import Darkroom
from registry.feeds.fetching import Fetcher
from registry.feeds.mp4.film import Film, Start
from registry.feeds.playback import Recorded, Span
from registry.feeds.refusals import NothingThere, PictureRefused
from registry.feeds.sources.source import Codec, Stream, Unit
from registry.feeds.viewers import JPEG
from registry.refusals import Refusal

AHEAD = 12.0  # seconds of film that are sent before they are shown
GAP = 2.0  # seconds without a picture that are closed up
BRIDGE = 0.04  # seconds the picture before a gap is shown
ON = 1.0  # seconds past the last picture at which more is looked for
JPEG_DATED = 0.9  # seconds between two words about when a JPEG was taken


@dataclass
class Clock:
    """The film's own time: it begins at nought, and has no gaps."""

    _offset: float | None = None
    _newest: float = 0.0

    def place(self, unit: Unit) -> float:
        """Say when in the film a picture is shown."""
        if self._offset is None:
            self._offset = unit.pts
        at = unit.pts - self._offset
        if unit.keyframe and not -ON < at - self._newest < GAP:
            self._offset += at - self._newest - BRIDGE
            at = self._newest + BRIDGE
        self._newest = max(self._newest, at)
        return at


@dataclass(eq=False)
class Playing:
    """A film on its way to one browser."""

    recorded: Recorded
    fetcher: Fetcher
    plays: frozenset[Codec]
    outbox: Outbox
    reach: Callable[[], float]  # before which nothing may be shown, as it is now
    looked: list[Span]
    shown: float = 0.0  # how far the viewer is, in seconds of this film
    paused: bool = False
    _position: float = 0.0
    _stepped_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    async def run(self, at: float, until: float) -> None:
        """Play; how it goes is told, and how it ended."""
        self._tell("connecting")
        begun = False
        try:
            while spans := await self.recorded.spans(self.fetcher, at, until):
                reached = await self._reel(max(at, spans[0].begins_at), until)
                if reached is None:
                    at = spans[0].ends_at
                else:
                    begun, at = True, max(at, reached) + ON
        except NothingThere:
            self._tell("end" if begun else "nothing")
        except Refusal as refusal:
            self._tell("broken", refusal.detail)
        else:
            self._tell("end" if begun else "nothing")

    def move(self) -> None:
        """Go on: something of what it waits for has changed."""
        self.outbox.moved.set()

    async def _reel(self, at: float, until: float) -> float | None:
        """Play as far as one stream goes; gives when its last picture was taken."""
        async with self.recorded.play(self.fetcher, at, until) as stream:
            filmed = stream.codec in self.plays
            show = self._film if filmed else self._develop
            return await show(stream.codec, self._allowed(stream))

    async def _allowed(self, stream: Stream) -> AsyncIterator[Unit]:
        """Give what may be shown, from a keyframe on, and note it."""
        begun = False
        async for unit in stream.units():
            if unit.arrived_at < self.reach():
                begun = False
                continue
            begun = begun or unit.keyframe
            if begun:
                yield unit
                self._note(unit.arrived_at)

    async def _film(self, codec: Codec, units: AsyncIterator[Unit]) -> float | None:
        film, clock, taken = Film(codec, 0.0, even=True), Clock(), None
        async for unit in units:
            at = clock.place(unit)
            await self._until_near(film.ends_at)
            made = list(film.take(replace(unit, pts=at)))
            if taken is not None and isinstance(made[0], Start):  # other pictures, another film
                film, clock, at = Film(codec, 0.0, even=True), Clock(), 0.0
                made = list(film.take(replace(unit, pts=clock.place(unit))))
            for each in made:
                if isinstance(each, Start):
                    self._start(each)
                else:
                    if each.keyframe:
                        self._date(each.shown_at, unit)
                    self.outbox.show(each.data)
            taken = unit.arrived_at
        return taken

    async def _develop(self, codec: Codec, units: AsyncIterator[Unit]) -> float | None:
        """Show JPEG of our own making, each at its time."""
        clock, taken, dated = Clock(), None, -JPEG_DATED
        self._start(Start(JPEG, b"", 0, 0))
        async with Darkroom.open(codec) as darkroom:
            showing = asyncio.create_task(self._show_jpeg(darkroom))
            try:
                async for unit in units:
                    at = clock.place(unit)
                    await self._until_due(at)
                    if unit.keyframe and at - dated >= JPEG_DATED:
                        dated = at
                        self._date(at, unit)
                    darkroom.give(unit)
                    taken = unit.arrived_at
                    if showing.done():
                        showing.result()
                darkroom.finish()
                with suppress(PictureRefused):  # it has no more to show
                    await showing
            finally:
                showing.cancel()
                await asyncio.wait({showing})
        return taken

    async def _show_jpeg(self, darkroom: Darkroom) -> None:
        async for jpeg in darkroom.pictures():
            self.outbox.show(jpeg)

    def _start(self, start: Start) -> None:
        """Begin a film on the browser's side."""
        self.shown, self._position = 0.0, 0.0
        self._stepped_at = asyncio.get_running_loop().time()
        self.outbox.say("film", film_words(start), of_film=True)
        if start.data:
            self.outbox.show(start.data)
        self._tell("playing")

    def _date(self, at: float, unit: Unit) -> None:
        words = {"film": round(at, 3), "taken": round(unit.arrived_at, 3)}
        self.outbox.say("at", words, of_film=True)

    def _tell(self, state: str, reason: str = "") -> None:
        self.outbox.say("state", {"state": state, "reason": reason}, of_film=True)

    def _note(self, taken: float) -> None:
        """Remember what was looked at, in as few spans as it takes."""
        last = self.looked[-1] if self.looked else None
        if last and -ON < taken - last.ends_at < GAP:
            self.looked[-1] = Span(last.begins_at, max(last.ends_at, taken))
        else:
            self.looked.append(Span(taken, taken))

    async def _until_near(self, at: float) -> None:
        """Wait until the viewer is near enough to this part of the film."""
        while self.paused or self.outbox.full or at > self.shown + AHEAD:
            await self._moved()

    async def _until_due(self, at: float) -> None:
        """Wait until this part of the film is to be shown; a pause moves all that follows."""
        loop = asyncio.get_running_loop()
        while True:
            if self.paused or self.outbox.full:
                await self._moved()
                self._stepped_at = loop.time()
                continue
            left = self._stepped_at + at - self._position - loop.time()
            if left <= 0:
                break
            try:
                async with asyncio.timeout(left):
                    await self._moved()
            except TimeoutError:
                break
        self._stepped_at += at - self._position
        self._position = at

    async def _moved(self) -> None:
        self.outbox.moved.clear()
        await self.outbox.moved.wait()
