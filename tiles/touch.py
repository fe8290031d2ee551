"""What a write did to the map: which table, where, and in which transaction."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from tiles.square import Square

_WORLD = 40075016.685578488


class Touch(NamedTuple):
    """A box that was written to, in shares of the world from the north-west corner."""

    source: str
    west: float
    north: float
    east: float
    south: float
    transaction: int

    @classmethod
    def read(cls, payload: str) -> "Touch":
        """Read the notice of SQL function touch(): its box is in Web Mercator metres."""
        source, west, south, east, north, transaction = json.loads(payload)
        return cls(
            source,
            west / _WORLD + 0.5,
            0.5 - north / _WORLD,
            east / _WORLD + 0.5,
            0.5 - south / _WORLD,
            int(transaction),
        )

    def reaches(self, square: Square) -> bool:
        """Tell whether it lies in the square or in the margin drawn around it."""
        west, north, east, south = square.reach
        return (
            west <= self.east and self.west <= east and north <= self.south and self.north <= south
        )

    def squares(self, z: int) -> Iterator[Square]:
        """List the squares of a zoom that it reaches."""
        side = 1 << z
        for x in range(_floor(self.west, side), _ceil(self.east, side)):
            for y in range(_floor(self.north, side), _ceil(self.south, side)):
                yield Square(z, x, y)

    def spread(self, z: int) -> int:
        """Count those squares."""
        side = 1 << z
        return (_ceil(self.east, side) - _floor(self.west, side)) * (
            _ceil(self.south, side) - _floor(self.north, side)
        )


def _floor(share: float, side: int) -> int:
    return max(0, int(share * side - Square.MARGIN))


def _ceil(share: float, side: int) -> int:
    return min(side, int(share * side + Square.MARGIN) + 1)
