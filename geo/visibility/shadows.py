"""Fields of view by subtracting every building's exact shadow: slow, plain, the engine's fallback and its judge.

A building of height H hides, for a camera at m above ground and a target plane at t, along each ray what lies from
where the ray enters the footprint to k times where it leaves: k = (m − t)/(m − H) for t < H < m, unbounded for H ≥ m,
1 for H ≤ t. So its shadow is the footprint together with what each of its walls sweeps when scaled by up to k away
from the camera.
"""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geo.visibility.occluders import Occluders
from geo.visibility.outlines import outline
from geo.visibility.poses import Poses

Geometries = NDArray[np.object_]
FAN = 4  # pieces of an endless shadow's far end, so that none of its chords comes back within the range


def fields_of_view(occluders: Occluders, poses: Poses, target_height: float) -> Geometries:
    """Give each camera's visible ground: outline minus shadows. Empty polygon where nothing is seen."""
    seen = [field_of_view(occluders, pose, target_height) for pose in poses]
    return np.array([*seen, None], dtype=object)[:-1]


def field_of_view(occluders: Occluders, pose: Poses, target_height: float) -> shapely.Geometry:
    """Give one camera's visible ground."""
    shape = outline(pose, target_height)
    x, y, reach = float(pose.x[0]), float(pose.y[0]), float(pose.range[0])
    near = occluders.near(x, y, reach)
    if shape.is_empty or not len(near):
        return shape
    near = near[
        shapely.intersects(
            shapely.convex_hull(shapely.union(shape, shapely.Point(x, y))), occluders.parts[near]
        )
    ]
    target = min(target_height, float(pose.height[0]))
    hidden = [
        shadow(
            occluders.parts[i],
            stretch(float(pose.height[0]), float(occluders.heights[i]), target),
            x,
            y,
            reach,
        )
        for i in near
    ]
    return polygons_only(shapely.difference(shape, shapely.union_all(hidden)))


def stretch(height: float, occluder: float, target: float) -> float:
    """Give k, by how much a camera at `height` stretches the shadow of an occluder onto the target plane."""
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
    far = _fan(start, end, reach) if math.isinf(k) else np.stack([end * k, start * k], axis=1)
    swept = shapely.polygons(np.concatenate([start[:, None], end[:, None], far], axis=1) + (x, y))
    swept = swept[shapely.area(swept) > 1e-12]
    return shapely.union_all([footprint, *shapely.make_valid(swept)])


def _fan(start: NDArray[np.float64], end: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """Give the far side of endless shadows, from each wall's end back to its start."""
    first = np.arctan2(end[:, 1], end[:, 0])
    turn = np.arctan2(end[:, 0] * start[:, 1] - end[:, 1] * start[:, 0], (end * start).sum(axis=1))
    angles = first[:, None] + turn[:, None] * np.linspace(0.0, 1.0, FAN + 1)
    distance = 4 * reach + np.hypot(*start.T) + np.hypot(*end.T)
    return np.stack([np.cos(angles), np.sin(angles)], axis=2) * distance[:, None, None]


def polygons_only(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop the points and lines a difference may leave behind."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    parts = shapely.get_parts(shape)
    kept = parts[shapely.get_dimensions(parts) == 2]
    return shapely.union_all(kept) if len(kept) else Polygon()
