"""What our own recorder kept of a camera, as every kind of recording is asked."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from registry.feeds.fetching import Fetcher
from registry.feeds.mp4.reels import Reel
from registry.feeds.playback import Span
from registry.feeds.refusals import FeedSilent, PictureRefused
from registry.feeds.sources.source import Codec, Unit
from registry.recordings.models import Segment
from registry.recordings.writing import storage

ADJOINING = 1.0  # seconds between two segments that are still one recording
AT_ONCE = 100  # segments that are looked up together

Ask = Callable[..., Awaitable[Any]]  # runs a question of the registry outside the event loop


@dataclass(frozen=True)
class Store:
    """The segments of one camera."""

    camera: UUID
    ask: Ask

    async def spans(self, fetcher: Fetcher, begin: float, end: float) -> list[Span]:
        """Say what is kept between two moments."""
        found: list[Span] = await self.ask(_spans, self.camera, begin, end)
        return found

    @asynccontextmanager
    async def play(
        self, fetcher: Fetcher, begin: float, end: float
    ) -> AsyncIterator["StoredStream"]:
        """Play from the keyframe at or before a moment on, until another codec or the end."""
        segments: list[Segment] = await self.ask(_segments, self.camera, begin, end)
        if not segments:
            raise FeedSilent("nothing was recorded then")
        yield StoredStream(Codec(segments[0].codec), self, segments, begin, end)


@dataclass(frozen=True)
class StoredStream:
    """Segments on their way, one in memory at a time."""

    codec: Codec
    store: Store
    first: list[Segment]
    begin: float
    end: float

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give each picture once, though two processes may have recorded it for a moment."""
        joined = _Joined(self.begin)
        async for segment in self._segments():
            if segment.codec != self.codec:
                return
            for unit in joined.units(await self.store.ask(_read, segment)):
                if unit.arrived_at >= self.end:
                    return
                if unit.keyframe or not keyframes:
                    yield unit

    async def _segments(self) -> AsyncIterator[Segment]:
        segments = self.first
        while segments:
            for segment in segments:
                yield segment
            last = segments[-1].begins_at
            segments = await self.store.ask(_after, self.store.camera, last, self.end)


@dataclass
class _Joined:
    """One film out of many, on one clock: adjoining ones are glued, others keep their gap."""

    begin: float
    _taken: float = float("-inf")  # when the newest picture was
    _ends_at: float = 0.0  # of what there is so far, on the clock of what is made

    def units(self, units: list[Unit]) -> Iterator[Unit]:
        """Give one film's pictures on the clock of the whole."""
        units = self._fresh(units)
        if not units:
            return
        first = units[0]
        apart = first.arrived_at - self._taken
        begins_at = self._ends_at
        if ADJOINING < apart < float("inf"):
            begins_at += apart
        for unit in units:
            yield replace(unit, pts=begins_at + unit.pts - first.pts)
        times = sorted(unit.pts for unit in units)
        lasts = (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 0.0
        self._ends_at = begins_at + times[-1] - first.pts + lasts
        self._taken = max(unit.arrived_at for unit in units) + lasts

    def _fresh(self, units: list[Unit]) -> list[Unit]:
        """Drop what was shown before, and before the keyframe to begin at."""
        begun = self._taken > float("-inf")
        if begun:
            starts = [n for n, unit in enumerate(units) if unit.keyframe]
            fresh = [n for n in starts if units[n].arrived_at > self._taken - ADJOINING / 2]
            return units[fresh[0] :] if fresh else []
        before = [
            n for n, unit in enumerate(units) if unit.keyframe and unit.arrived_at <= self.begin
        ]
        return units[before[-1] :] if before else units


def _spans(camera: UUID, begin: float, end: float) -> list[Span]:
    segments = Segment.objects.filter(
        camera=camera, ends_at__gt=_moment(begin), begins_at__lt=_moment(end)
    ).order_by("begins_at")
    spans: list[Span] = []
    for begins_at, ends_at in segments.values_list("begins_at", "ends_at"):
        span = Span(begins_at.timestamp(), ends_at.timestamp())
        if spans and span.begins_at - spans[-1].ends_at <= ADJOINING:
            span = Span(spans[-1].begins_at, max(spans[-1].ends_at, span.ends_at))
            spans.pop()
        spans.append(span)
    return spans


def _segments(camera: UUID, begin: float, end: float) -> list[Segment]:
    """Give the first ones that hold or follow a moment."""
    found = Segment.objects.filter(
        camera=camera, ends_at__gt=_moment(begin), begins_at__lt=_moment(end)
    )
    return list(found.order_by("begins_at")[:AT_ONCE])


def _after(camera: UUID, last: datetime, end: float) -> list[Segment]:
    found = Segment.objects.filter(camera=camera, begins_at__gt=last, begins_at__lt=_moment(end))
    return list(found.order_by("begins_at")[:AT_ONCE])


def _read(segment: Segment) -> list[Unit]:
    """Read one segment; what became unreadable is a gap, and no end."""
    try:
        with storage().open(segment.name) as file:
            data = file.read()
        return list(Reel.of(data).units())
    except (OSError, PictureRefused):
        return []


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
