"""Film of our own making read back: the coded pictures, and when each was taken."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from registry.feeds.mp4.boxes import NTP, TIMESCALE
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.nal import START
from registry.feeds.sources.source import Codec, Unit

_KEYFRAME = 0x02000000  # sample_depends_on: on no other
_TO_ENTRY = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
_VISUAL = 78  # bytes of a visual sample entry before the boxes inside it
_BROKEN = (KeyError, IndexError, StopIteration, struct.error)
_UNREADABLE = "what was recorded cannot be read"
_CODECS = {b"avc1": Codec.H264, b"hvc1": Codec.H265, b"jpeg": Codec.JPEG}


class Box(NamedTuple):
    """One box: its kind and what is in it."""

    kind: bytes
    body: bytes


@dataclass(frozen=True)
class Reel:
    """A film that lies in memory whole; one that was cut short ends where it was cut."""

    codec: Codec
    _sets: bytes
    _data: bytes

    @classmethod
    def of(cls, data: bytes) -> "Reel":
        """Open it. Raises PictureRefused for what is no film of ours."""
        try:
            entry = _entry(data)
            return cls(_CODECS[entry.kind], _sets(entry), data)
        except _BROKEN:
            raise PictureRefused(_UNREADABLE) from None

    def units(self) -> Iterator[Unit]:
        """Give each picture as its camera sent it; pts are seconds in this film.

        Raises PictureRefused where something else than our film follows.
        """
        offset, shown_at, keyframe = 0.0, 0.0, False
        try:
            for kind, body in boxes(self._data):
                if kind == b"prft":
                    offset = _date(body)
                elif kind == b"moof":
                    shown_at, keyframe = _sample(body)
                elif kind == b"mdat":
                    data = self._picture(body, keyframe)
                    yield Unit(data, keyframe, shown_at, offset + shown_at)
        except _BROKEN:
            raise PictureRefused(_UNREADABLE) from None

    def _picture(self, sample: bytes, keyframe: bool) -> bytes:
        if self.codec is Codec.JPEG:
            return sample
        return (self._sets if keyframe else b"") + b"".join(_nal_units(sample))


def boxes(data: bytes, at: int = 0) -> Iterator[Box]:
    """Give the boxes that lie whole in these bytes."""
    while at + 8 <= len(data):
        length, kind = struct.unpack_from("!I4s", data, at)
        if length < 8 or at + length > len(data):
            return
        yield Box(kind, data[at + 8 : at + length])
        at += length


def _entry(data: bytes) -> Box:
    """Find the sample description of its one track."""
    for kind in _TO_ENTRY:
        data = next(box.body for box in boxes(data) if box.kind == kind)
    return next(boxes(data, 8))


def _sets(entry: Box) -> bytes:
    """Give the parameter sets as they stand before a keyframe."""
    inside = {box.kind: box.body for box in boxes(entry.body, _VISUAL)}
    if entry.kind == b"avc1":
        return b"".join(START + each for each in _avc_sets(inside[b"avcC"]))
    if entry.kind == b"hvc1":
        return b"".join(START + each for each in _hevc_sets(inside[b"hvcC"]))
    return b""


def _avc_sets(record: bytes) -> Iterator[bytes]:
    at = 5
    for mask in (31, 255):
        count, at = record[at] & mask, at + 1
        for _ in range(count):
            unit, at = _counted(record, at)
            yield unit


def _hevc_sets(record: bytes) -> Iterator[bytes]:
    at = 23
    for _ in range(record[22]):
        (count,) = struct.unpack_from("!H", record, at + 1)
        at += 3
        for _ in range(count):
            unit, at = _counted(record, at)
            yield unit


def _counted(record: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from("!H", record, at)
    return record[at + 2 : at + 2 + length], at + 2 + length


def _date(prft: bytes) -> float:
    """Say how many seconds the film's clock is behind the world's."""
    ntp, tick = struct.unpack_from("!QQ", prft, 8)
    return float(ntp / (1 << 32) - NTP - tick / TIMESCALE)


def _sample(moof: bytes) -> tuple[float, bool]:
    """Say when the one picture of a fragment is shown, and whether it stands alone."""
    parts = {box.kind: box.body for box in boxes(moof)}
    inside = {box.kind: box.body for box in boxes(parts[b"traf"])}
    (decoded_at,) = struct.unpack_from("!Q", inside[b"tfdt"], 4)
    flags, shown_after = struct.unpack_from("!Ii", inside[b"trun"], 20)
    return (decoded_at + shown_after) / TIMESCALE, flags == _KEYFRAME


def _nal_units(sample: bytes) -> Iterator[bytes]:
    at = 0
    while at + 4 <= len(sample):
        (length,) = struct.unpack_from("!I", sample, at)
        yield START + sample[at + 4 : at + 4 + length]
        at += 4 + length
