"""What cameras see among buildings: the questions other rooms ask.

Each may be asked of any number of cameras at once; to show progress or to use more cores, ask
slices of the poses with the same occluders, from threads or processes. Until the engine is warm,
shapely answers the same, a hundred times slower.
"""

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.visibility import shadows
from geo.visibility.occluders import Occluders
from geo.visibility.poses import ImpossiblePose, Poses
from geo.visibility.readiness import engine_ready

EYE_LEVEL = 1.5  # metres above ground at which a person counts as seen


def fields_of_view(
    occluders: Occluders, poses: Poses, *, target_height: float = EYE_LEVEL
) -> NDArray[np.object_]:
    """Give each camera's visible ground, (N,) valid multipolygons in metres, some maybe empty."""
    if engine_ready():
        from geo.visibility.engine import answers  # numba is optional, and slow to import

        return answers.fields_of_view(occluders, poses, target_height)
    return shadows.fields_of_view(occluders, poses, target_height)


def areas(
    occluders: Occluders, poses: Poses, *, target_height: float = EYE_LEVEL
) -> NDArray[np.float64]:
    """Give each camera's visible ground, (N,) square metres; the engine's arcs are round."""
    if engine_ready():
        from geo.visibility.engine import answers  # numba is optional, and slow to import

        return answers.areas(occluders, poses, target_height)
    shapes = shadows.fields_of_view(occluders, poses, target_height)
    return np.asarray(shapely.area(shapes), float)


def sees(
    occluders: Occluders, pose: Poses, points: ArrayLike, *, target_height: float = EYE_LEVEL
) -> NDArray[np.bool_]:
    """Tell which of (N, 2) points in metres one camera sees."""
    if len(pose) != 1:
        raise ImpossiblePose("Points are seen by one camera at a time.")
    xy = np.asarray(points, float).reshape(-1, 2)
    if engine_ready():
        from geo.visibility.engine import answers  # numba is optional, and slow to import

        return answers.sees(occluders, pose, xy, target_height)
    (shape,) = shadows.fields_of_view(occluders, pose, target_height)
    return np.asarray(shapely.contains_xy(shape, xy[:, 0], xy[:, 1]), bool)
