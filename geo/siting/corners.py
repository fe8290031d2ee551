"""Where a camera may hang on a building: its outer corners, looking out."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.siting.options import Floats, Ints

OFF = 0.3  # metres from the corner, as an arm holds it
BLUNT = 30.0  # degrees a wall turns at least; less is a bend
STRAIGHT = 0.5  # metres within which a wall counts as straight


class Corners(NamedTuple):
    """Points (N, 2) metres just off the corners, where each looks, degrees, and of which shape."""

    spots: Floats
    outward: Floats
    shape: Ints


def corners_of(footprints: NDArray[np.object_]) -> Corners:
    """Give the convex corners of footprints, metres, each looking out along its bisector."""
    parts, owner = shapely.get_parts(shapely.make_valid(footprints), return_index=True)
    found = [_of_ring(part) for part in parts if part.geom_type == "Polygon" and part.area > 0]
    owners = [
        of
        for part, of in zip(parts, owner, strict=True)
        if part.geom_type == "Polygon" and part.area > 0
    ]
    if not found:
        return Corners(np.zeros((0, 2)), np.zeros(0), np.zeros(0, np.int64))
    spots, outward = (np.concatenate(each) for each in zip(*found, strict=True))
    return Corners(spots, outward, np.repeat(owners, [len(each) for _, each in found]))


def _of_ring(part: shapely.Polygon) -> tuple[Floats, Floats]:
    plain = shapely.simplify(part, STRAIGHT)
    ring = shapely.orient_polygons(plain if plain.area > 0 else part).exterior
    at = shapely.get_coordinates(ring)[:-1]
    come, go = at - np.roll(at, 1, axis=0), np.roll(at, -1, axis=0) - at
    come, go = (each / np.maximum(np.hypot(*each.T), 1e-9)[:, None] for each in (come, go))
    turn = np.degrees(np.arctan2(come[:, 0] * go[:, 1] - come[:, 1] * go[:, 0], (come * go).sum(1)))
    convex = turn >= BLUNT  # the ring runs anticlockwise, so an outer corner turns left
    out = (come - go)[convex]
    out /= np.maximum(np.hypot(*out.T), 1e-9)[:, None]
    return at[convex] + OFF * out, np.degrees(np.arctan2(*out.T)) % 360
