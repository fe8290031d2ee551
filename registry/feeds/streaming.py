"""Live video: one stream from each camera, however many look at it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from registry.feeds import darkroom
from registry.feeds.darkroom import Darkroom
from registry.feeds.fetching import Fetcher
from registry.feeds.mp4.film import Film, Piece, Start
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.feeds.sources.source import Codec, Source, Stream, Unit
from registry.feeds.taps import Tap
from registry.feeds.viewers import JPEG, Message, Told, Viewer

LINGER = 2.0  # seconds a stream is held after the last viewer left
NO_KEYFRAME = 15.0  # seconds until a stream without a picture to begin at is called one
LONGEST_REST = 15.0
DEVELOP_AGAIN = 1.0  # seconds until a new child takes the place of one that died
GOP_LIMIT = 32 << 20  # bytes kept for whoever comes next

Find = Callable[[UUID], Awaitable[Source]]


@dataclass(frozen=True)
class Taken:
    """A still taken out of a stream: a JPEG of our own making, and when it came in unix seconds."""

    jpeg: bytes
    captured_at: float


class Hub:
    """Every camera somebody looks at live through this process."""

    def __init__(self, find: Find, fetcher: Fetcher) -> None:
        """Take what finds a camera's source, and the one way out."""
        self._find, self._fetcher = find, fetcher
        self._upstreams: dict[UUID, _Upstream] = {}

    def join(self, camera: UUID, viewer: Viewer) -> None:
        """Look at a camera; the first viewer opens it, the next begin at its newest keyframe."""
        self._upstream(camera).join(viewer)

    def leave(self, camera: UUID, viewer: Viewer) -> None:
        """Look away."""
        upstream = self._upstreams.get(camera)
        if upstream is None:  # all is being closed
            return
        upstream.viewers.discard(viewer)
        self._close_soon(camera, upstream)

    def tap(self, camera: UUID, tap: Tap) -> None:
        """Take all that a camera sends, from its next keyframe on."""
        self._upstream(camera).taps.add(tap)

    def untap(self, camera: UUID, tap: Tap) -> None:
        """Take no more."""
        if upstream := self._upstreams.get(camera):
            upstream.taps.discard(tap)
            self._close_soon(camera, upstream)

    async def still(self, camera: UUID) -> Taken:
        """Take the newest picture out of a stream at full size. Raises PictureRefused."""
        upstream = self._upstreams.get(camera)
        if upstream is None:
            raise PictureRefused("nobody looks at it live")
        return await upstream.still()

    async def aclose(self) -> None:
        """Close every stream."""
        tasks = [upstream.end() for upstream in self._upstreams.values()]
        self._upstreams.clear()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _upstream(self, camera: UUID) -> "_Upstream":
        upstream = self._upstreams.get(camera)
        if upstream is None or upstream.ended:
            upstream = _Upstream(lambda: self._find(camera), self._fetcher)
            self._upstreams[camera] = upstream
        return upstream

    def _close_soon(self, camera: UUID, upstream: "_Upstream") -> None:
        if not upstream.wanted:
            asyncio.get_running_loop().call_later(LINGER, self._close, camera, upstream)

    def _close(self, camera: UUID, upstream: "_Upstream") -> None:
        if not upstream.wanted and self._upstreams.get(camera) is upstream:
            del self._upstreams[camera]
            upstream.end()


class _Upstream:
    """One camera's stream, and all who look at it."""

    def __init__(self, find: Callable[[], Awaitable[Source]], fetcher: Fetcher) -> None:
        self.viewers: set[Viewer] = set()
        self.taps: set[Tap] = set()
        self._find, self._fetcher = find, fetcher
        self._codec: Codec | None = None
        self._film: Film | None = None
        self._start: Start | None = None
        self._units: list[Unit] = []  # since the last keyframe
        self._pieces: list[Piece] = []
        self._told = Told("connecting")
        self._darkroom: Darkroom | None = None
        self._developing: asyncio.Task[None] | None = None
        self._ends_at = 0.0
        self._epoch = asyncio.get_running_loop().time()
        self._task = asyncio.create_task(self._run())

    def join(self, viewer: Viewer) -> None:
        self.viewers.add(viewer)
        viewer.hear(self._told)
        if self._codec is not None:
            self._seat(viewer)

    @property
    def wanted(self) -> bool:
        return bool(self.viewers or self.taps)

    @property
    def ended(self) -> bool:
        return self._task.done()

    def end(self) -> "asyncio.Task[None]":
        self._task.cancel()
        return self._task

    async def still(self) -> Taken:
        if self._codec is None or not self._units:
            raise PictureRefused("there is no picture yet")
        units = list(self._units)
        return Taken(await darkroom.still(self._codec, units), units[-1].arrived_at)

    async def _run(self) -> None:
        """Hold the stream open until nobody looks; it comes back by itself."""
        failures = 0
        try:
            while True:
                try:
                    source = await self._find()
                    async with source.open(self._fetcher) as stream:
                        await self._show(stream)
                    reason = "the camera ended the stream"
                except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
                    reason = refusal.detail
                failures = 1 if self._units else failures + 1
                await self._stop()
                self._tell(Told("no_picture", reason))
                longest = min(LONGEST_REST, 2.0**failures)
                # a thousand cameras come back at once, not so their streams
                await asyncio.sleep(random.uniform(longest / 4, longest))  # noqa: S311
        finally:
            await self._stop()

    async def _show(self, stream: Stream) -> None:
        loop = asyncio.get_running_loop()
        self._codec = stream.codec
        late = loop.call_later(NO_KEYFRAME, self._tell, Told("no_picture", "it sends no keyframe"))
        try:
            for viewer in self.viewers:
                self._seat(viewer)
            async for unit in stream.units():
                if self._film is None:
                    begun_at = max(loop.time() - self._epoch, self._ends_at)
                    self._film = Film(stream.codec, begun_at, even=True)
                self._take(unit, self._film)
                self._ends_at = self._film.ends_at
                if self._units and self._told.state != "showing":
                    late.cancel()
                    self._tell(Told("showing"))
        finally:
            late.cancel()

    def _take(self, unit: Unit, film: Film) -> None:
        if unit.keyframe:
            self._units, self._pieces = [], []
        if not unit.keyframe and not self._units:
            return
        self._units.append(unit)
        if self._darkroom:
            self._darkroom.give(unit)
        for tap in self.taps:
            tap.take(film.codec, unit)
        if self._codec is not Codec.JPEG:
            self._show_film(film.take(unit))
        if len(self._units) % 100 == 0 and sum(len(u.data) for u in self._units) > GOP_LIMIT:
            self._units, self._pieces = [], []  # whoever comes next waits for a keyframe

    def _show_film(self, parts: Iterable[Start | Piece]) -> None:
        for made in parts:
            if isinstance(made, Start):
                self._start = made
            else:
                self._pieces.append(made)
            for viewer in self.viewers:
                if self._filmed(viewer):
                    viewer.hear(made)

    def _seat(self, viewer: Viewer) -> None:
        """Begin for one viewer, in the form its browser takes."""
        if self._filmed(viewer):
            if self._start:
                viewer.begin([self._start, *self._pieces])
        else:
            viewer.begin([Start(JPEG, b"", 0, 0)])
            if self._developing is None or self._developing.done():
                self._developing = asyncio.create_task(self._develop())

    def _filmed(self, viewer: Viewer) -> bool:
        return self._codec in viewer.plays

    async def _develop(self) -> None:
        """Show JPEG to those whose browsers take nothing else."""
        known = self._units
        while self._codec and any(not self._filmed(viewer) for viewer in self.viewers):
            try:
                async with Darkroom.open(self._codec) as self._darkroom:
                    for unit in known:
                        self._darkroom.give(unit)
                    await self._show_jpeg(self._darkroom)
            except PictureRefused as refusal:
                # What broke it is not shown again: the next child begins at the next keyframe.
                known = []
                self._tell(Told("no_picture", refusal.detail))
                await asyncio.sleep(DEVELOP_AGAIN)
            finally:
                self._darkroom = None

    async def _show_jpeg(self, darkroom: Darkroom) -> None:
        async for jpeg in darkroom.pictures():
            seen = [viewer for viewer in self.viewers if not self._filmed(viewer)]
            if not seen:
                return
            for viewer in seen:
                viewer.hear(Piece(jpeg, True))

    def _tell(self, told: Told) -> None:
        self._told = told
        for viewer in self.viewers:
            viewer.hear(told)
        for tap in self.taps:
            tap.hear(told)

    async def _stop(self) -> None:
        """Forget the stream that ended; what comes next begins anew."""
        developing = self._developing
        self._codec = self._film = self._start = self._developing = None
        self._units, self._pieces = [], []
        if developing:
            developing.cancel()
            await asyncio.gather(developing, return_exceptions=True)


__all__ = ["Hub", "Message", "Taken", "Viewer"]
