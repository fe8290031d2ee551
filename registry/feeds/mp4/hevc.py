"""H.265 as MP4 carries it: what its parameter sets say (ITU-T H.265, 7.3.2.2)."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from registry.feeds.mp4.bits import Bits
from registry.feeds.mp4.boxes import box, visual_entry

VPS, SPS, PPS, DELIMITER, FILLER = 32, 33, 34, 35, 38
REMARKS = (39, 40)  # SEI: it may say where and by what the picture was made


@dataclass(frozen=True)
class _Fields:
    size: tuple[int, int]
    layers: int
    nested: int
    general: bytes  # profile, tier, compatibility, constraints and level: 12 bytes
    chroma: int
    depths: tuple[int, int]


@dataclass(frozen=True)
class Hevc:
    """One H.265 stream's parameter sets."""

    vps: bytes
    sps: bytes
    pps: tuple[bytes, ...]

    @staticmethod
    def sort(units: Iterable[bytes]) -> tuple["Hevc | None", list[bytes]]:
        """Part the parameter sets from what is shown; none unless all three kinds are there."""
        vps, sps, pps, shown = b"", b"", [], []
        for unit in units:
            kind = unit[0] >> 1 & 63
            if kind == VPS:
                vps = vps or unit
            elif kind == SPS:
                sps = sps or unit
            elif kind == PPS:
                pps.append(unit)
            elif kind not in (DELIMITER, FILLER, *REMARKS):
                shown.append(unit)
        return (Hevc(vps, sps, tuple(pps)) if vps and sps and pps else None), shown

    @property
    def codec(self) -> str:
        """Name it as ISO/IEC 14496-15, annex E does: profile, compatibility, tier and level."""
        general = _fields(self.sps).general
        space = ("", "A", "B", "C")[general[0] >> 6]
        tier = "H" if general[0] >> 5 & 1 else "L"
        (compatible,) = struct.unpack("!I", general[1:5])
        mirrored = int(f"{compatible:032b}"[::-1], 2)
        constraints = general[5:11].rstrip(b"\x00")
        tail = "".join(f".{byte:X}" for byte in constraints)
        return f"hvc1.{space}{general[0] & 31}.{mirrored:X}.{tier}{general[11]}{tail}"

    def size(self) -> tuple[int, int]:
        """Give width and height in pixels. Raises IndexError for a set cut short."""
        return _fields(self.sps).size

    def entry(self) -> bytes:
        """Write the sample description with its hvcC."""
        told = _fields(self.sps)
        record = struct.pack(
            "!B12sHBBBBHB",
            1,
            told.general,
            0xF000,
            0xFC,
            0xFC | told.chroma,
            0xF8 | told.depths[0],
            0xF8 | told.depths[1],
            0,
            told.layers << 3 | told.nested << 2 | 3,
        )
        sets = ((VPS, (self.vps,)), (SPS, (self.sps,)), (PPS, self.pps))
        arrays = b"".join(_array(kind, units) for kind, units in sets)
        return visual_entry(b"hvc1", *told.size, box(b"hvcC", record, bytes([len(sets)]), arrays))


def _array(kind: int, units: tuple[bytes, ...]) -> bytes:
    counted = b"".join(struct.pack("!H", len(unit)) + unit for unit in units)
    return struct.pack("!BH", 0x80 | kind, len(units)) + counted


def _fields(sps: bytes) -> _Fields:
    bits = Bits(sps[2:])
    bits.skip(4)
    layers = bits.take(3) + 1
    nested = bits.take(1)
    general = bytes(bits.take(8) for _ in range(12))
    _skip_layers(bits, layers - 1)
    bits.ue()
    chroma = bits.ue()
    separate = bits.take(1) if chroma == 3 else 0
    width, height = bits.ue(), bits.ue()
    if bits.take(1):
        across = 2 if chroma in (1, 2) and not separate else 1
        down = 2 if chroma == 1 and not separate else 1
        left, right, top, bottom = (bits.ue() for _ in range(4))
        width -= (left + right) * across
        height -= (top + bottom) * down
    return _Fields((width, height), layers, nested, general, chroma, (bits.ue(), bits.ue()))


def _skip_layers(bits: Bits, count: int) -> None:
    """Pass over the levels of the temporal layers below the highest."""
    present = [(bits.take(1), bits.take(1)) for _ in range(count)]
    if count:
        bits.skip(2 * (8 - count))
    for profile, level in present:
        bits.skip(88 * profile + 8 * level)
