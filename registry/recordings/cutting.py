"""A camera's pictures cut into segments: about ten seconds each, every one playable alone."""

from dataclasses import dataclass, field

from registry.feeds.mp4.film import Film, Start
from registry.feeds.sources.source import Codec, Unit

LENGTH = 10.0  # seconds after which the next keyframe begins a new segment
LARGEST = 48 << 20  # bytes after which it does, too
GAP = 10.0  # seconds without a picture that are no longer one recording
LAST = 0.04  # seconds a picture lasts that has no other to compare with


@dataclass(frozen=True)
class Cut:
    """A whole segment: its film, and from when until when it was taken, in unix seconds."""

    codec: Codec
    begins_at: float
    ends_at: float
    film: bytes


@dataclass
class Cutter:
    """What one camera sent since the last cut."""

    codec: Codec = Codec.H264
    _film: Film | None = None
    _parts: list[bytes] = field(default_factory=list)
    _size: int = 0
    _pictures: int = 0
    _begins_at: float = 0.0
    _newest: float = 0.0

    def take(self, codec: Codec, unit: Unit) -> Cut | None:
        """Take a picture; gives the segment it ended, if any. Raises PictureRefused."""
        done = self._before(codec, unit)
        if self._film is None and unit.keyframe:
            self._begin(codec, unit)
        if self._film is None:
            return done
        made = list(self._film.take(unit))
        if self._parts and any(isinstance(each, Start) for each in made):
            # other parameter sets are another film
            done = self.finish(unit.arrived_at)
            made = list(self._begin(codec, unit).take(unit))
        self._parts += [each.data for each in made]
        self._size += sum(len(each.data) for each in made)
        self._pictures += 1
        self._newest = max(self._newest, unit.arrived_at)
        return done

    def finish(self, until: float | None = None) -> Cut | None:
        """Give what there is as a segment, and wait for a keyframe."""
        lasts = (self._newest - self._begins_at) / max(1, self._pictures - 1) or LAST
        ends_at = max(until or self._newest + min(lasts, 1.0), self._begins_at + LAST)
        film, self._film, self._parts, self._size = b"".join(self._parts), None, [], 0
        return Cut(self.codec, self._begins_at, ends_at, film) if film else None

    def _before(self, codec: Codec, unit: Unit) -> Cut | None:
        """End the segment where this picture is not part of it."""
        if self._film is None:
            return None
        if codec is not self.codec or not 0 <= unit.arrived_at - self._newest + LAST < GAP:
            return self.finish()
        long = unit.arrived_at - self._begins_at >= LENGTH or self._size > LARGEST
        return self.finish(unit.arrived_at) if unit.keyframe and long else None

    def _begin(self, codec: Codec, unit: Unit) -> Film:
        self.codec, self._pictures = codec, 0
        self._begins_at = self._newest = unit.arrived_at
        self._film = Film(codec, 0.0, dated=True)
        return self._film
