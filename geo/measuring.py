"""Which cells cameras see, and how well: what coverage is counted in."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
import shapely
from h3 import average_hexagon_edge_length
from h3ronpy import change_resolution
from numpy.typing import ArrayLike, NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT, Cells, cells, centres_of, ids_in
from geo.optics import densities_by_focal, focal_px
from geo.plane import Plane
from geo.visibility.occluders import Occluders
from geo.visibility.poses import Poses
from geo.visibility.questions import EYE_LEVEL

PATCH = 3  # resolutions between a cell and the patch of 343 that it is looked up with
STRAY = 1.5  # edges of a patch that its cells lie within, from its middle; 1.1 were met
STRAIGHT = 200.0  # metres over which a line in metres is all but a line in degrees


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
    focal = focal_px(np.broadcast_to(np.asarray(widths_px, float), len(poses)), poses.hfov)
    rise = poses.height - target_height
    px_per_m = densities_by_focal(distance, focal[camera], rise[camera])
    return Measured(camera, table.ids[cell], px_per_m)


def cells_in_reach(plane: Plane, poses: Poses, resolution: int = UNIT_OF_ACCOUNT) -> Cells:
    """Give the cells near enough to any of these cameras, however far apart they stand."""
    spare = STRAY * average_hexagon_edge_length(resolution - PATCH, unit="m")
    reach = poses.range + spare
    boxes = shapely.box(poses.x - reach, poses.y - reach, poses.x + reach, poses.y + reach)
    ground = plane.geometry_to_degrees(shapely.segmentize(shapely.union_all(boxes), STRAIGHT))
    parents = np.unique(ids_in(ground, resolution - PATCH))
    patches = [_patch(plane, parent, resolution) for parent in parents.tolist()]
    ids = np.concatenate([patch.ids for patch in patches])
    centres = np.concatenate([patch.centres for patch in patches])
    west, south = (poses.x - poses.range).min(), (poses.y - poses.range).min()
    east, north = (poses.x + poses.range).max(), (poses.y + poses.range).max()
    x, y = centres.T
    near = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return Cells(ids[near], centres[near])


@lru_cache(maxsize=4096)  # 33 MB; the ground stays while cameras come and go
def _patch(plane: Plane, parent: int, resolution: int) -> Cells:
    """Give the cells within a larger one."""
    ids = np.asarray(change_resolution(np.array([parent], np.uint64), resolution), np.uint64)
    return Cells(ids, centres_of(plane, ids))
