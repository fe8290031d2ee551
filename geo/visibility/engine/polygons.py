"""Rings from the engine as shapely geometries."""

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def polygons(points: Floats, rings: Ints, areas: Floats, cameras: int) -> NDArray[np.object_]:
    """Assemble one multipolygon per camera from what all_rings gives."""
    length, camera, piece = rings.T
    # the one anticlockwise ring of a piece is its shell, the others are its holes
    order = np.lexsort((-areas, piece, camera))
    begin = (np.cumsum(length) - length)[order]
    length, camera, piece, areas = length[order], camera[order], piece[order], areas[order]
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    corners = points[np.repeat(begin, length) + within]
    shell = areas > 0
    offsets = (
        np.concatenate([[0], np.cumsum(length)]),
        np.append(np.flatnonzero(shell), len(shell)),
        np.concatenate([[0], np.cumsum(np.bincount(camera[shell], minlength=cameras))]),
    )
    shapes = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, corners, offsets)
    return np.asarray(shapes, dtype=object)
