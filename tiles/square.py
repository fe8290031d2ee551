"""One square of the Web Mercator grid."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

DEEPEST = 22


@dataclass(frozen=True, order=True)
class Square:
    """A tile's place: zoom, column from the west, row from the north."""

    # what is drawn beyond each edge, so that a line or a dot is not cut there
    MARGIN: ClassVar[float] = 1 / 64

    z: int
    x: int
    y: int

    def exists(self) -> bool:
        """Tell whether the grid has this square."""
        if not 0 <= self.z <= DEEPEST:
            return False
        side = 1 << self.z
        return 0 <= self.x < side and 0 <= self.y < side

    @property
    def reach(self) -> tuple[float, float, float, float]:
        """Give west, north, east, south with the margin, in shares of the world."""
        side = 1 << self.z
        return (
            (self.x - self.MARGIN) / side,
            (self.y - self.MARGIN) / side,
            (self.x + 1 + self.MARGIN) / side,
            (self.y + 1 + self.MARGIN) / side,
        )


def squares_within(bounds: tuple[float, float, float, float], z: int) -> Iterator[Square]:
    """List the squares of a zoom between west, south, east and north, in degrees."""
    west, south, east, north = bounds
    side = 1 << z

    def column(lng: float) -> int:
        return min(side - 1, max(0, int((lng + 180) / 360 * side)))

    def row(lat: float) -> int:
        share = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
        return min(side - 1, max(0, int(share * side)))

    for x in range(column(west), column(east) + 1):
        for y in range(row(north), row(south) + 1):
            yield Square(z, x, y)
