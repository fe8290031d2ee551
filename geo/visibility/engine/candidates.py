"""Which buildings may stand in a camera's way."""

import math
from typing import Any

import numpy as np

from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.packing import Ints, Prisms


@compiled
def grown(array: Any) -> Any:
    """Give a copy with room for as much again."""
    more = np.empty((2 * array.shape[0] + 8, *array.shape[1:]), array.dtype)
    more[: array.shape[0]] = array
    return more


@compiled
def _outside(
    prisms: Prisms, part: int, x: float, y: float, far: float, start: float, opening: float
) -> bool:
    """Tell whether a part's box lies beyond the range, or wholly to one side of the wedge."""
    west, south = prisms.boxes[part, 0] - x, prisms.boxes[part, 1] - y
    east, north = prisms.boxes[part, 2] - x, prisms.boxes[part, 3] - y
    dx, dy = max(west, 0.0, -east), max(south, 0.0, -north)
    if dx * dx + dy * dy >= far * far:
        return True
    if opening >= math.pi:
        return False
    right_cos, right_sin = math.cos(start), math.sin(start)
    left_cos, left_sin = math.cos(start + opening), math.sin(start + opening)
    before = after = 0
    for px in (west, east):
        for py in (south, north):
            before += right_cos * py - right_sin * px < 0
            after += left_cos * py - left_sin * px > 0
    return before == 4 or after == 4


@compiled
def candidates(
    prisms: Prisms,
    x: float,
    y: float,
    far: float,
    start: float,
    opening: float,
    stamps: Ints,
    stamp: int,
) -> Ints:
    """Give the parts that may hide something, each once: `stamps` remembers who asked last."""
    found, n, grid = np.empty(64, np.int64), 0, prisms.grid
    low = max(0, int((x - far - grid.west) // grid.cell))
    high = min(grid.columns - 1, int((x + far - grid.west) // grid.cell))
    if low > high:
        return found[:0]
    last_row = min(grid.rows - 1, int((y + far - grid.south) // grid.cell))
    for row in range(max(0, int((y - far - grid.south) // grid.cell)), last_row + 1):
        begin = grid.first[row * grid.columns + low]
        # the cells of one row lie side by side
        for k in range(begin, grid.first[row * grid.columns + high + 1]):
            part = grid.items[k]
            if stamps[part] == stamp:
                continue
            stamps[part] = stamp
            if _outside(prisms, part, x, y, far, start, opening):
                continue
            if n == len(found):
                found = grown(found)
            found[n] = part
            n += 1
    return found[:n]
