"""The squares in which cameras are drawn, each on a plane of its own.

A camera's square depends on nothing but where it stands, so it is drawn the same whoever else is
drawn with it, and a view that did not change is known to be the same to the last digit.
"""

import math
from functools import lru_cache

from geo.plane import Plane

SIDE = 0.05  # degrees; north turns by 0.02° from a square's middle to its edge in Kentucky

Square = tuple[int, int]


def square_of(lng: float, lat: float) -> Square:
    """Name the square a place lies in."""
    return math.floor(lng / SIDE), math.floor(lat / SIDE)


@lru_cache(maxsize=64)  # setting a plane up costs as much as drawing ten cameras
def plane_of(square: Square) -> Plane:
    """Give the plane that touches the earth in the middle of a square."""
    lng, lat = ((step + 0.5) * SIDE for step in square)
    return Plane(min(lng, 180.0), lat)
