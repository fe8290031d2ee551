"""JPEG as MP4 carries it: whole pictures one after another, each standing alone."""

import struct
from dataclasses import dataclass

from registry.feeds.mp4.boxes import visual_entry

_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of a frame header (ITU-T T.81, B.1)


@dataclass(frozen=True)
class Jpeg:
    """One camera's pictures: all that is to be said of them is their size."""

    width: int
    height: int

    @staticmethod
    def of(picture: bytes) -> "Jpeg":
        """Read a picture's frame header. Raises IndexError or struct.error for one cut short."""
        at = 2
        while picture[at + 1] not in _FRAMES:
            (length,) = struct.unpack_from("!H", picture, at + 2)
            at += 2 + length
        height, width = struct.unpack_from("!HH", picture, at + 5)
        return Jpeg(width, height)

    @property
    def codec(self) -> str:
        """Name it as its sample description does."""
        return "jpeg"

    def size(self) -> tuple[int, int]:
        """Give width and height in pixels."""
        return self.width, self.height

    def entry(self) -> bytes:
        """Write the sample description."""
        return visual_entry(b"jpeg", self.width, self.height, b"")
