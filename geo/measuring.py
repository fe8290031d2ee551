"""Which cells cameras see, and how well: what coverage is counted in."""

from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT, Cells, cells, centres_of, ids_in
from geo.optics import densities
from geo.plane import Plane
from geo.visibility.occluders import Occluders
from geo.visibility.poses import Poses
from geo.visibility.questions import EYE_LEVEL

STRAIGHT = 200.0  # metres over which a line in metres is all but a line in degrees
SPARE = 1.0  # metres more than a camera can see, for what is bent all the same
ARC = 6  # chords of a wedge's far side
FEW = 50  # cameras whose wedges are worth drawing; many overlap, and boxes are quicker to join


class Measured(NamedTuple):
    """Who sees what and how well: (S,) rows of the poses, H3 ids and pixels per metre."""

    camera: NDArray[np.int64]
    cell: NDArray[np.uint64]
    px_per_m: NDArray[np.float64]

    @classmethod
    def joined(cls, parts: Iterable[Self]) -> Self:
        """Join what was measured apart, in order of the cameras and of their cells."""
        nothing = cls(np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0))
        each = [nothing, *parts]
        camera = np.concatenate([part.camera for part in each])
        cell = np.concatenate([part.cell for part in each])
        px_per_m = np.concatenate([part.px_per_m for part in each])
        order = np.lexsort((cell, camera))
        return cls(camera[order], cell[order], px_per_m[order])

    def only(self, which: NDArray[np.bool_]) -> Self:
        """Keep these sightings."""
        return type(self)(self.camera[which], self.cell[which], self.px_per_m[which])


def measure(
    occluders: Occluders,
    poses: Poses,
    widths_px: ArrayLike,
    plane: Plane,
    *,
    target_height: float = EYE_LEVEL,
    resolution: int = UNIT_OF_ACCOUNT,
) -> Measured:
    """Give every cell that each camera sees, in the order of the cameras, each cell once.

    `occluders` and `poses` are metres on `plane`, `widths_px` the pixels across each image, or
    across the circle of a fisheye. A cell is seen where its centre is; its density is that at the
    centre, by the slant distance to `target_height` metres above ground (geo.optics.densities).
    """
    if not len(poses):
        return Measured.joined([])
    table = cells_in_reach(plane, poses, resolution)
    camera, cell, distance = cells(occluders, poses, table, target_height=target_height)
    widths = np.broadcast_to(np.asarray(widths_px, float), len(poses))
    px_per_m = densities(
        distance, widths[camera], poses.hfov[camera], poses.height[camera], target_height
    )
    return Measured(camera, table.ids[cell], px_per_m)


def cells_in_reach(plane: Plane, poses: Poses, resolution: int = UNIT_OF_ACCOUNT) -> Cells:
    """Give the cells near enough to any of these cameras, however far apart they stand."""
    ground = shapely.segmentize(shapely.union_all(_reaches(poses)), STRAIGHT)
    ids = np.unique(ids_in(plane.geometry_to_degrees(ground), resolution))
    return Cells(ids, centres_of(plane, ids))


def _reaches(poses: Poses) -> NDArray[np.object_]:
    """Give a polygon round all that each camera could see in the open, a little too large."""
    reach = poses.range + SPARE
    shapes = shapely.box(poses.x - reach, poses.y - reach, poses.x + reach, poses.y + reach)
    # a tilted image's outline on the ground opens wider than its lens
    narrow = np.flatnonzero((poses.hfov < 180) & ~poses.framed)
    if not len(narrow) or len(poses) > FEW:
        return np.asarray(shapes)
    some = poses[narrow]
    steps = np.linspace(-0.5, 0.5, ARC + 1)
    bearings = np.radians(some.azimuth[:, None] + some.hfov[:, None] * steps)
    # the chords of this arc lie outside the circle of the range
    far = (reach[narrow] / np.cos(np.radians(some.hfov / 2 / ARC)))[:, None]
    corners = np.empty((len(some), ARC + 2, 2))
    corners[:, 0] = np.column_stack([some.x, some.y])
    corners[:, 1:, 0] = some.x[:, None] + far * np.sin(bearings)
    corners[:, 1:, 1] = some.y[:, None] + far * np.cos(bearings)
    shapes[narrow] = shapely.buffer(shapely.polygons(corners), SPARE, quad_segs=1)
    return np.asarray(shapes)
