"""What cameras see among buildings: the questions other rooms ask."""

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.visibility import shadows
from geo.visibility.occluders import Occluders
from geo.visibility.poses import Poses

EYE_LEVEL = 1.5  # metres above ground at which a person counts as seen


def fields_of_view(
    occluders: Occluders, poses: Poses, *, target_height: float = EYE_LEVEL
) -> NDArray[np.object_]:
    """Give each camera's visible ground as a valid (multi)polygon in metres, empty where it sees none."""
    return shadows.fields_of_view(occluders, poses, target_height)


def areas(
    occluders: Occluders, poses: Poses, *, target_height: float = EYE_LEVEL
) -> NDArray[np.float64]:
    """Give each camera's visible ground in square metres."""
    return np.asarray(
        shapely.area(fields_of_view(occluders, poses, target_height=target_height)), float
    )


def sees(
    occluders: Occluders, pose: Poses, points: ArrayLike, *, target_height: float = EYE_LEVEL
) -> NDArray[np.bool_]:
    """Tell which of (N, 2) points in metres one camera sees."""
    xy = np.asarray(points, float).reshape(-1, 2)
    (shape,) = fields_of_view(occluders, pose, target_height=target_height)
    return np.asarray(shapely.contains_xy(shape, xy[:, 0], xy[:, 1]), bool)
