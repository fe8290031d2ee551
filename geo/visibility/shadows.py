"""Fields of view by subtracting exact shadows: slow, plain, the engine's stand-in and judge.

A building of height H hides, for a camera at m above ground and a target plane at t, along each ray
what lies from where the ray enters the footprint to k times where it leaves: k = (m - t)/(m - H)
for t < H < m, unbounded for H ≥ m, 1 for H ≤ t. So its shadow is the footprint together with what
each of its walls sweeps when scaled by up to k away from the camera.
"""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from geo.visibility.occluders import Occluders
from geo.visibility.outlines import outline
from geo.visibility.poses import Poses

Geometries = NDArray[np.object_]
GRID = (
    1e-7  # metres; overlays snap to it, or walls all but in line with the camera would upset them
)
END_ON = 1e-9  # square metres; twice the triangle of a camera and a wall in line with it
FAN = 4  # pieces of an endless shadow's far end: none of its chords comes back within the range


def fields_of_view(occluders: Occluders, poses: Poses, target_height: float) -> Geometries:
    """Give each camera's visible ground, outline minus shadows, as valid multipolygons."""
    shapes = np.empty(len(poses), dtype=object)
    for i, pose in enumerate(poses):
        shapes[i] = multipolygon(field_of_view(occluders, pose, target_height))
    return shapes


def field_of_view(occluders: Occluders, pose: Poses, target_height: float) -> shapely.Geometry:
    """Give one camera's visible ground."""
    shape = outline(pose, target_height)
    (x,), (y,), (reach,), (height,) = pose.x, pose.y, pose.range, pose.height
    near = occluders.near(x, y, reach)
    if shapely.is_empty(shape) or not len(near):
        return shape
    between = shapely.convex_hull(shapely.union(shape, shapely.Point(x, y)))
    near = near[shapely.intersects(between, occluders.parts[near])]
    target = min(target_height, height)
    hidden = [
        shadow(occluders.parts[i], stretch(height, occluders.heights[i], target), x, y, reach)
        for i in near
    ]
    return shapely.difference(shape, shapely.union_all(hidden, grid_size=GRID), grid_size=GRID)


def stretch(height: float, occluder: float, target: float) -> float:
    """Give k, by how much the shadow of an occluder reaches beyond it on the target plane."""
    if occluder >= height:
        return math.inf
    return 1.0 if occluder <= target else (height - target) / (height - occluder)


def shadow(footprint: Polygon, k: float, x: float, y: float, reach: float) -> shapely.Geometry:
    """Give what one footprint hides from (x, y), exact within `reach`."""
    if k == 1.0:
        return footprint
    rings = [
        np.asarray(ring.coords)[:, :2] - (x, y)
        for ring in (footprint.exterior, *footprint.interiors)
    ]
    start, end = np.vstack([r[:-1] for r in rings]), np.vstack([r[1:] for r in rings])
    # a wall in line with the camera hides nothing; on the wall itself it would hide either side
    broadside = np.abs(start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]) > END_ON
    start, end = start[broadside], end[broadside]
    far = _fan(start, end, reach) if math.isinf(k) else np.stack([end * k, start * k], axis=1)
    corners = np.concatenate([start[:, None], end[:, None], far], axis=1) + np.array([x, y])
    # each sweep is convex; its hull is that without the rounding of one seen end on
    swept = shapely.convex_hull(shapely.multipoints(list(corners)))
    solid = swept[shapely.get_dimensions(swept) == 2]
    return shapely.union_all([footprint, *solid], grid_size=GRID)


def _fan(start: NDArray[np.float64], end: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """Give the far side of endless shadows, from each wall's end back to its start."""
    first = np.arctan2(end[:, 1], end[:, 0])
    turn = np.arctan2(end[:, 0] * start[:, 1] - end[:, 1] * start[:, 0], (end * start).sum(axis=1))
    angles = first[:, None] + turn[:, None] * np.linspace(0.0, 1.0, FAN + 1)
    distance = 4 * reach + np.hypot(*start.T) + np.hypot(*end.T)
    far = np.stack([np.cos(angles), np.sin(angles)], axis=2) * distance[:, None, None]
    return np.asarray(far, float)


def multipolygon(shape: shapely.Geometry) -> MultiPolygon:
    """Give the polygons of a shape, without the points and lines a difference may leave behind."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return MultiPolygon(list(parts[shapely.get_dimensions(parts) == 2]))
