"""Occluders and poses as the plain arrays that compiled code reads."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.visibility import frames
from geo.visibility.poses import Poses

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Pair = tuple[float, float]
Span = tuple[int, int]
Slabs = tuple[float, bool, Floats, Ints, Floats]

CELL = 32.0  # metres; a cell of the grid holds a handful of buildings


class Grid(NamedTuple):
    """Square cells, row by row from the south west: cell c holds items[first[c]:first[c + 1]]."""

    first: Ints
    items: Ints
    west: float
    south: float
    cell: float
    columns: int
    rows: int


class Prisms(NamedTuple):
    """Buildings: walls (E, 4) as x, y, x, y, those of part p walls[first[p]:first[p + 1]]."""

    walls: Floats
    first: Ints
    heights: Floats
    boxes: Floats
    grid: Grid


class Cameras(NamedTuple):
    """Views: angles are radians anticlockwise from east, sides as frames.sides gives them."""

    x: Floats
    y: Floats
    height: Floats
    target: Floats
    start: Floats
    opening: Floats
    near: Floats
    far: Floats
    outlined: NDArray[np.bool_]
    sides: Floats


def pack_parts(parts: NDArray[np.object_], heights: Floats) -> Prisms:
    """Lay out walls part by part and index the parts."""
    if not len(parts):
        return Prisms(
            np.zeros((0, 4)),
            np.zeros(1, np.int64),
            np.zeros(0),
            np.zeros((0, 4)),
            grid_over(np.zeros((0, 4))),
        )
    _, corners, (ring_first, part_first) = shapely.to_ragged_array(parts, include_z=False)
    starts = np.delete(np.arange(len(corners)), ring_first[1:] - 1)
    walls = np.ascontiguousarray(np.hstack([corners[starts], corners[starts + 1]]))
    # every ring closes itself, so it has one wall fewer than corners
    walls_before_ring = ring_first - np.arange(len(ring_first))
    first = walls_before_ring[part_first].astype(np.int64)
    boxes = np.ascontiguousarray(shapely.bounds(parts))
    return Prisms(walls, first, heights, boxes, grid_over(boxes))


def grid_over(boxes: Floats) -> Grid:
    """Index boxes (N, 4) as west, south, east, north."""
    if not len(boxes):
        return Grid(np.zeros(2, np.int64), np.zeros(0, np.int64), 0.0, 0.0, CELL, 1, 1)
    west, south = boxes[:, :2].min(axis=0)
    low = ((boxes[:, :2] - (west, south)) // CELL).astype(np.int64)
    high = ((boxes[:, 2:] - (west, south)) // CELL).astype(np.int64)
    columns, rows = high.max(axis=0) + 1
    wide, tall = (high - low + 1).T
    items = np.repeat(np.arange(len(boxes)), wide * tall)
    nth = np.arange(len(items)) - np.repeat(np.cumsum(wide * tall) - wide * tall, wide * tall)
    cells = (low[items, 1] + nth // wide[items]) * columns + low[items, 0] + nth % wide[items]
    order = np.argsort(cells, kind="stable")
    first = np.searchsorted(cells[order], np.arange(columns * rows + 1)).astype(np.int64)
    sorted_items = np.ascontiguousarray(items[order], np.int64)
    return Grid(first, sorted_items, float(west), float(south), CELL, int(columns), int(rows))


def pack_poses(poses: Poses, target_height: float) -> Cameras:
    """Lay out what bounds each view."""
    near, far = frames.circles(poses, target_height)
    opening = np.radians(poses.hfov)
    return Cameras(
        x=poses.x,
        y=poses.y,
        height=poses.height,
        target=frames.target_plane(poses, target_height),
        start=(np.radians(90.0 - poses.azimuth) - opening / 2) % (2 * np.pi),
        opening=opening,
        near=near,
        far=far,
        outlined=frames.outlined(poses),
        sides=frames.sides(poses, target_height),
    )
