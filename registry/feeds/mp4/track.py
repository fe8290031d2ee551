"""What the start of a fragmented film says of its pictures (ISO/IEC 14496-12 and -15)."""

import struct
from dataclasses import dataclass

from registry.feeds.mp4.trees import boxes, child, children
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec

_CODECS = {b"avc1": Codec.H264, b"avc3": Codec.H264, b"hvc1": Codec.H265, b"hev1": Codec.H265}
_ENTRY = 78  # bytes of a visual sample entry before its boxes


@dataclass(frozen=True)
class Track:
    """The one video track: how it is coded, how its clock counts, what a fragment may leave out."""

    number: int
    codec: Codec
    sets: tuple[bytes, ...]
    counted_in: int  # bytes of each length before a NAL unit
    timescale: int
    duration: int
    size: int


def track_of(moov: bytes) -> Track:
    """Find the video track. Raises PictureRefused, ValueError, IndexError or struct.error."""
    for trak in children(moov, b"trak"):
        media = child(trak, b"mdia")
        if child(media, b"hdlr")[8:12] != b"vide":
            continue
        table = child(child(child(media, b"minf"), b"stbl"), b"stsd")
        entry = next(boxes(table[8:]), None)
        codec = _CODECS.get(entry.kind) if entry else None
        if entry is None or codec is None:
            raise PictureRefused("neither H.264 nor H.265")
        described = table[8:][entry.body + _ENTRY : entry.end]
        sets, counted_in = (_avc if codec is Codec.H264 else _hevc)(described)
        header, clock = child(trak, b"tkhd"), child(media, b"mdhd")
        (number,) = struct.unpack_from("!I", header, 20 if header[0] else 12)
        (timescale,) = struct.unpack_from("!I", clock, 20 if clock[0] else 12)
        if not timescale:
            raise ValueError("a clock that stands still")
        usual = (0, 0)
        for trex in children(child(moov, b"mvex"), b"trex"):
            if struct.unpack_from("!I", trex, 4)[0] == number:
                usual = struct.unpack_from("!II", trex, 12)
        return Track(number, codec, sets, counted_in, timescale, *usual)
    raise PictureRefused("holds no pictures")


def _avc(described: bytes) -> tuple[tuple[bytes, ...], int]:
    """Read an avcC: the parameter sets, and how long a length is."""
    avcc = child(described, b"avcC")
    sets, at = [], 5
    for mask in (0x1F, 0xFF):
        count, at = avcc[at] & mask, at + 1
        for _ in range(count):
            unit, at = _counted(avcc, at)
            sets.append(unit)
    return tuple(sets), (avcc[4] & 3) + 1


def _hevc(described: bytes) -> tuple[tuple[bytes, ...], int]:
    """Read an hvcC alike."""
    hvcc = child(described, b"hvcC")
    sets, at = [], 23
    for _ in range(hvcc[22]):
        (count,), at = struct.unpack_from("!H", hvcc, at + 1), at + 3
        for _ in range(count):
            unit, at = _counted(hvcc, at)
            sets.append(unit)
    return tuple(sets), (hvcc[21] & 3) + 1


def _counted(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from("!H", data, at)
    return data[at + 2 : at + 2 + length], at + 2 + length
