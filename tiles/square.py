"""One square of the Web Mercator grid."""

from dataclasses import dataclass

DEEPEST = 22


@dataclass(frozen=True)
class Square:
    """A tile's place: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    def exists(self) -> bool:
        """Tell whether the grid has this square."""
        if not 0 <= self.z <= DEEPEST:
            return False
        side = 1 << self.z
        return 0 <= self.x < side and 0 <= self.y < side
