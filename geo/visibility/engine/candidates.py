"""Which buildings may stand in a camera's way."""

import math

import numpy as np

from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.packing import CELL


@compiled
def grown(array):
    """Give a copy with room for as much again."""
    more = np.empty((2 * array.shape[0] + 8, *array.shape[1:]), array.dtype)
    more[: array.shape[0]] = array
    return more


@compiled
def _outside(prisms, part, x, y, far, start, opening):
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
def candidates(prisms, x, y, far, start, opening, stamps, stamp):
    """Give the parts that may hide something, each once: `stamps` remembers who asked last."""
    found, n = np.empty(64, np.int64), 0
    first_column = max(0, int((x - far - prisms.west) // CELL))
    last_column = min(prisms.columns - 1, int((x + far - prisms.west) // CELL))
    first_row = max(0, int((y - far - prisms.south) // CELL))
    last_row = min(prisms.rows - 1, int((y + far - prisms.south) // CELL))
    for row in range(first_row, last_row + 1):
        low = (
            prisms.cell_first[row * prisms.columns + first_column]
            if first_column <= last_column
            else 0
        )
        high = (
            prisms.cell_first[row * prisms.columns + last_column + 1]
            if first_column <= last_column
            else 0
        )
        for k in range(low, high):  # the cells of one row lie side by side
            part = prisms.cell_parts[k]
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
