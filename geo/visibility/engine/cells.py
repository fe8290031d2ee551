"""Points of a grid that cameras see, straight from the slabs."""

import math

import numpy as np

from geo.visibility.engine.batches import in_gaps, rays_of
from geo.visibility.engine.candidates import grown
from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.packing import Cameras, Floats, Grid, Ints, Prisms
from geo.visibility.engine.slabs import slabs_of


@compiled
def points_by_camera(
    prisms: Prisms, cameras: Cameras, points: Floats, grid: Grid
) -> tuple[Ints, Floats]:
    """Give rows (camera, point) and the distance for every point of a grid that a camera sees."""
    stamps = np.zeros(len(prisms.heights), np.int64)
    pairs, distances, n = np.empty((64 * len(cameras.x), 2), np.int64), np.empty(64), 0
    for i in range(len(cameras.x)):
        start, _, borders, first, gaps = slabs_of(prisms, cameras, i, stamps, i + 1, False)
        if not len(gaps):
            continue
        rays = rays_of(start, borders)
        x, y, near, far = cameras.x[i], cameras.y[i], cameras.near[i], cameras.far[i]
        low = max(0, int((x - far - grid.west) // grid.cell))
        high = min(grid.columns - 1, int((x + far - grid.west) // grid.cell))
        if low > high:
            continue
        last_row = min(grid.rows - 1, int((y + far - grid.south) // grid.cell))
        for row in range(max(0, int((y - far - grid.south) // grid.cell)), last_row + 1):
            begin = grid.first[row * grid.columns + low]
            for k in range(begin, grid.first[row * grid.columns + high + 1]):
                point = grid.items[k]
                dx, dy = points[point, 0] - x, points[point, 1] - y
                if dx * dx + dy * dy > far * far:  # before the call, which costs more
                    continue
                if in_gaps(dx, dy, near, far, start, borders, rays, first, gaps):
                    if n == len(pairs):
                        pairs = grown(pairs)
                    if n == len(distances):
                        distances = grown(distances)
                    pairs[n, 0], pairs[n, 1], distances[n] = i, point, math.hypot(dx, dy)
                    n += 1
    return pairs[:n], distances[:n]
