"""One square of the Web Mercator grid."""

from dataclasses import dataclass
from typing import ClassVar

DEEPEST = 22


@dataclass(frozen=True)
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
