"""H.264 as MP4 carries it: what its parameter sets say (ITU-T H.264, 7.3.2.1)."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from registry.feeds.mp4.bits import Bits
from registry.feeds.mp4.boxes import box, visual_entry

REMARK, SPS, PPS, DELIMITER, FILLER = 6, 7, 8, 9, 12  # a remark (SEI) may say where it was made
_WITH_CHROMA = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
_HIGH = {100, 110, 122, 144}  # whose configuration says chroma and depth as well


@dataclass(frozen=True)
class Avc:
    """One H.264 stream's parameter sets."""

    sps: bytes
    pps: tuple[bytes, ...]

    @staticmethod
    def sort(units: Iterable[bytes]) -> tuple["Avc | None", list[bytes]]:
        """Part the parameter sets from what is shown; none unless both kinds are there."""
        sps, pps, shown = b"", [], []
        for unit in units:
            kind = unit[0] & 31
            if kind == SPS:
                sps = sps or unit
            elif kind == PPS:
                pps.append(unit)
            elif kind not in (REMARK, DELIMITER, FILLER):
                shown.append(unit)
        return (Avc(sps, tuple(pps)) if sps and pps else None), shown

    @property
    def codec(self) -> str:
        """Name it as RFC 6381 does: avc1, profile, constraints, level."""
        return f"avc1.{self.sps[1:4].hex()}"

    def size(self) -> tuple[int, int]:
        """Give width and height in pixels. Raises IndexError for a set cut short."""
        return _fields(self.sps)[0]

    def entry(self) -> bytes:
        """Write the sample description with its avcC."""
        (width, height), chroma, depths = _fields(self.sps)
        parts = [struct.pack("!B3sBB", 1, self.sps[1:4], 0xFF, 0xE1), _counted(self.sps)]
        parts += [bytes([len(self.pps)]), *map(_counted, self.pps)]
        if self.sps[1] in _HIGH:
            parts.append(bytes([0xFC | chroma, 0xF8 | depths[0], 0xF8 | depths[1], 0]))
        return visual_entry(b"avc1", width, height, box(b"avcC", *parts))


def _fields(sps: bytes) -> tuple[tuple[int, int], int, tuple[int, int]]:
    """Read size, chroma format and bit depths over eight."""
    bits = Bits(sps[1:])
    profile = bits.take(8)
    bits.skip(16)
    bits.ue()
    chroma, separate, depths = 1, 0, (0, 0)
    if profile in _WITH_CHROMA:
        chroma = bits.ue()
        separate = bits.take(1) if chroma == 3 else 0
        depths = (bits.ue(), bits.ue())
        bits.skip(1)
        if bits.take(1):
            _skip_scaling(bits, 8 if chroma != 3 else 12)
    bits.ue()
    _skip_order(bits)
    bits.ue()
    bits.skip(1)
    width, rows = (bits.ue() + 1) * 16, bits.ue() + 1
    frames_only = bits.take(1)
    height = rows * 16 * (2 - frames_only)
    bits.skip(1 if frames_only else 2)
    if bits.take(1):
        across = 2 if chroma in (1, 2) and not separate else 1
        down = (2 if chroma == 1 and not separate else 1) * (2 - frames_only)
        left, right, top, bottom = (bits.ue() for _ in range(4))
        width -= (left + right) * across
        height -= (top + bottom) * down
    return (width, height), chroma, depths


def _skip_scaling(bits: Bits, lists: int) -> None:
    for number in range(lists):
        if bits.take(1):
            last = following = 8
            for _ in range(16 if number < 6 else 64):
                if following:
                    following = (last + bits.se()) % 256
                last = following or last


def _skip_order(bits: Bits) -> None:
    """Pass over how the order of pictures is counted."""
    match bits.ue():
        case 0:
            bits.ue()
        case 1:
            bits.skip(1)
            bits.se()
            bits.se()
            for _ in range(bits.ue()):
                bits.se()


def _counted(unit: bytes) -> bytes:
    return struct.pack("!H", len(unit)) + unit
