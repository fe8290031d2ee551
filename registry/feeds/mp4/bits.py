"""Coded video as bits: NAL units out of a byte stream, numbers out of a NAL unit."""

from collections.abc import Iterator

_START = b"\x00\x00\x01"
MOST = 2048  # NAL units of one picture; millions of empty ones would be an attack


def nal_units(data: bytes) -> Iterator[bytes]:
    """Split an Annex B byte stream at its start codes; the codes and trailing zeros fall away.

    What no picture has, more than so many units, is left out.
    """
    at = data.find(_START)
    for _ in range(MOST):
        if at < 0:
            return
        following = data.find(_START, at + 3)
        unit = data[at + 3 : following if following >= 0 else len(data)].rstrip(b"\x00")
        if unit:
            yield unit
        at = following


class Bits:
    """Read numbers from a NAL unit, past the bytes that keep start codes out of it.

    Raises IndexError past the end.
    """

    def __init__(self, unit: bytes) -> None:
        """Stand before the first bit."""
        self._bytes = unit.replace(b"\x00\x00\x03", b"\x00\x00")
        self._at = 0

    def take(self, count: int) -> int:
        """Read an unsigned number of so many bits."""
        value = 0
        for _ in range(count):
            byte = self._bytes[self._at >> 3]
            value = value << 1 | (byte >> (7 - (self._at & 7)) & 1)
            self._at += 1
        return value

    def skip(self, count: int) -> None:
        """Pass over so many bits."""
        self._at += count

    def ue(self) -> int:
        """Read an unsigned Exp-Golomb number (H.264 and H.265, 9.1 and 9.2)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise IndexError("no such number")
        return (1 << zeros) - 1 + self.take(zeros)

    def se(self) -> int:
        """Read a signed Exp-Golomb number."""
        coded = self.ue()
        return (coded + 1) // 2 if coded & 1 else -(coded // 2)
