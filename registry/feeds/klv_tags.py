"""The items of a MISB ST 0601 local set that place a moving camera, and how each is scaled.

Source: MISB ST 0601, section 8, "UAS Datalink Local Set items": an unsigned item of n bits covers
its range in 2^n - 1 steps, a signed one covers +-limit in 2^n - 2 steps around zero, and its least
integer says "out of range" or "off the earth".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum


class Tag(IntEnum):
    """What is read; everything else in a set is skipped."""

    CHECKSUM = 1
    TIME = 2
    HEADING = 5
    PITCH = 6
    ROLL = 7
    LAT = 13
    LNG = 14
    ALTITUDE = 15
    HFOV = 16
    VFOV = 17
    RELATIVE_AZIMUTH = 18
    CENTRE_LAT = 23
    CENTRE_LNG = 24
    CENTRE_ELEVATION = 25
    OFFSETS = 26  # to 33: latitude and longitude of corners 1 to 4, off the frame's centre
    VERSION = 65
    CORNERS = 82  # to 89: latitude and longitude of corners 1 to 4 in full


@dataclass(frozen=True, slots=True)
class Scale:
    """How the bytes of one item become a number; `size` is the only length that is right."""

    size: int
    of: Callable[[int], float | None]
    signed: bool = False

    def read(self, raw: bytes) -> float | None:
        """Give the value; None where the sender says it has none, or the length is wrong."""
        if len(raw) != self.size:
            return None
        return self.of(int.from_bytes(raw, "big", signed=self.signed))


def _whole(size: int) -> Scale:
    return Scale(size, int)


def _range(size: int, least: float, most: float) -> Scale:
    """Scale unsigned steps: least + step * (most - least) / (2^n - 1)."""
    step = (most - least) / ((1 << 8 * size) - 1)
    return Scale(size, lambda count: least + count * step)


def _around_zero(size: int, limit: float) -> Scale:
    """Scale signed steps: step * 2 * limit / (2^n - 2); the least integer is no value."""
    error = -(1 << (8 * size - 1))
    step = 2 * limit / ((1 << 8 * size) - 2)
    return Scale(size, lambda count: None if count == error else count * step, signed=True)


_LAT, _LNG, _OFFSET = _around_zero(4, 90), _around_zero(4, 180), _around_zero(2, 0.075)
_METRES = _range(2, -900, 19_000)

SCALES: Mapping[int, Scale] = {
    Tag.TIME: _whole(8),  # microseconds since 1970
    Tag.HEADING: _range(2, 0, 360),
    Tag.PITCH: _around_zero(2, 20),
    Tag.ROLL: _around_zero(2, 50),
    Tag.LAT: _LAT,
    Tag.LNG: _LNG,
    Tag.ALTITUDE: _METRES,
    Tag.HFOV: _range(2, 0, 180),
    Tag.VFOV: _range(2, 0, 180),
    Tag.RELATIVE_AZIMUTH: _range(4, 0, 360),
    Tag.CENTRE_LAT: _LAT,
    Tag.CENTRE_LNG: _LNG,
    Tag.CENTRE_ELEVATION: _METRES,
    **{Tag.OFFSETS + n: _OFFSET for n in range(8)},
    Tag.VERSION: _whole(1),
    **{Tag.CORNERS + n: (_LAT, _LNG)[n % 2] for n in range(8)},
}
