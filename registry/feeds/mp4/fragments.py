"""Somebody else's fragmented MP4, taken apart as it comes (ISO/IEC 14496-12 and -15)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from registry.feeds.mp4.track import Track, track_of
from registry.feeds.mp4.trees import Box, child, children, heads
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.nal import Pictures
from registry.feeds.sources.source import Codec, Unit

LARGEST = 16 << 20  # bytes of one box; a fragment holds a few seconds
MOST = 4096  # pictures of one fragment
_BASE_GIVEN, _DURATION_GIVEN, _SIZE_GIVEN = 0x1, 0x8, 0x10
_BROKEN = "broken or cut short"


@dataclass(frozen=True, slots=True)
class _Sample:
    """Where one coded picture lies, counted from the start of its moof, and when it is shown."""

    at: int
    size: int
    shown_at: int


class Fragments:
    """A film in fragments: bytes in, pictures out. Raises PictureRefused for what is no such film.

    The bytes may be cut anywhere.
    """

    def __init__(self, start: bytes = b"") -> None:
        """Begin; where the start comes apart from the fragments, as in a playlist, with it."""
        self._rest = b""
        self._at = 0  # of the rest, in all that came
        self._track: Track | None = None
        self._samples: list[_Sample] = []
        self._moof_at = 0
        self._leaning = True
        for _ in self.feed(start, 0.0):
            pass
        self._rest, self._at = b"", 0

    @property
    def codec(self) -> Codec | None:
        """Say how it is coded; nothing before its start came."""
        return self._track.codec if self._track else None

    def feed(self, data: bytes, arrived_at: float) -> Iterator[Unit]:
        """Take bytes; give the pictures that became whole, from the first keyframe on."""
        self._rest += data
        done = 0
        try:
            for head in heads(self._rest):
                if head.end - done > LARGEST:
                    raise PictureRefused("a fragment is too large")
                if head.end > len(self._rest):
                    break
                body = self._rest[head.body : head.end]
                yield from self._box(head, body, self._at + done, arrived_at)
                done = head.end
        except (IndexError, struct.error, ValueError):
            raise PictureRefused(_BROKEN) from None
        self._rest, self._at = self._rest[done:], self._at + done

    def _box(self, head: Box, body: bytes, place: int, arrived_at: float) -> Iterator[Unit]:
        if head.kind == b"moov":
            self._track, self._leaning = track_of(body), True
        elif head.kind == b"moof" and self._track:
            found = islice(_samples(self._track, body, place), MOST + 1)
            self._samples, self._moof_at = list(found), place
            if len(self._samples) > MOST or sum(each.size for each in self._samples) > LARGEST:
                raise PictureRefused("a fragment of too many pictures")
        elif head.kind == b"mdat" and self._track:
            before = self._at + head.body - self._moof_at  # from the moof to these bytes
            for sample in self._samples:
                at = sample.at - before
                if at < 0 or at + sample.size > len(body):
                    raise PictureRefused(_BROKEN)
                yield from self._unit(self._track, body[at : at + sample.size], sample, arrived_at)
            self._samples = []

    def _unit(
        self, track: Track, data: bytes, sample: _Sample, arrived_at: float
    ) -> Iterator[Unit]:
        pictures = Pictures(track.codec, track.sets)
        units = list(_nal_units(data, track.counted_in))
        for each in units:
            pictures.learn(each)
        keyframe = pictures.keyframe(units) and pictures.complete()
        if not units or (self._leaning and not keyframe):
            return
        self._leaning = False
        written = pictures.written(units, keyframe=keyframe)
        yield Unit(written, keyframe, sample.shown_at / track.timescale, arrived_at)


def _samples(track: Track, moof: bytes, moof_at: int) -> Iterator[_Sample]:
    """List the pictures of a fragment; moof_at: where it stands in all that came."""
    for traf in children(moof, b"traf"):
        head = child(traf, b"tfhd")
        flags, number = struct.unpack_from("!II", head)
        if number != track.number:
            continue
        at, base = 8, 0
        if flags & _BASE_GIVEN:
            base, at = struct.unpack_from("!Q", head, at)[0] - moof_at, at + 8
        at += 4 if flags & 0x2 else 0
        duration, size = track.duration, track.size
        if flags & _DURATION_GIVEN:
            (duration,), at = struct.unpack_from("!I", head, at), at + 4
        if flags & _SIZE_GIVEN:
            (size,) = struct.unpack_from("!I", head, at)
        clock = child(traf, b"tfdt")
        (now,) = struct.unpack_from("!Q" if clock[0] else "!I", clock, 4)
        place = base
        for trun in children(traf, b"trun"):
            for sample, lasts in _run(trun, base, place, now, (duration, size)):
                yield sample
                place, now = sample.at + sample.size, now + lasts


def _run(
    trun: bytes, base: int, place: int, now: int, usual: tuple[int, int]
) -> Iterator[tuple[_Sample, int]]:
    """Give the pictures of one run, and how long each lasts."""
    (flags, count), at = struct.unpack_from("!II", trun), 8
    if count > MOST:
        raise PictureRefused("a fragment of too many pictures")
    if flags & 0x1:
        place, at = base + struct.unpack_from("!i", trun, at)[0], at + 4
    at += 4 if flags & 0x4 else 0
    for _ in range(count):
        (lasts, size), later = usual, 0
        if flags & 0x100:
            (lasts,), at = struct.unpack_from("!I", trun, at), at + 4
        if flags & 0x200:
            (size,), at = struct.unpack_from("!I", trun, at), at + 4
        at += 4 if flags & 0x400 else 0
        if flags & 0x800:
            (later,), at = struct.unpack_from("!i", trun, at), at + 4
        yield _Sample(place, size, now + later), lasts
        place, now = place + size, now + lasts


def _nal_units(sample: bytes, counted_in: int) -> Iterator[bytes]:
    """Split a sample at the lengths before its units."""
    at = 0
    while at < len(sample):
        end = at + counted_in + int.from_bytes(sample[at : at + counted_in])
        if end > len(sample):
            raise PictureRefused(_BROKEN)
        if unit := sample[at + counted_in : end]:
            yield unit
        at = end
