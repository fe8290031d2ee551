"""Which cells cameras see, and how well: what coverage is counted in."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT, Cells, cells
from geo.optics import densities_by_focal, focal_px
from geo.plane import Plane
from geo.visibility.occluders import Occluders
from geo.visibility.poses import Poses
from geo.visibility.questions import EYE_LEVEL

TILE = 128.0  # metres; its cells are found once


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
    spots = np.column_stack([poses.x, poses.y])
    low, high = spots - poses.range[:, None], spots + poses.range[:, None]
    tiles = {
        (column, row)
        for (west, south), (east, north) in zip(
            (low // TILE).astype(int).tolist(), (high // TILE).astype(int).tolist(), strict=True
        )
        for column in range(west, east + 1)
        for row in range(south, north + 1)
    }
    each = [_cells_of(plane, column, row, resolution) for column, row in sorted(tiles)]
    ids, centres = np.concatenate([t.ids for t in each]), np.concatenate([t.centres for t in each])
    near = ((centres >= low.min(axis=0)) & (centres <= high.max(axis=0))).all(axis=1)
    return Cells(ids[near], centres[near])


@lru_cache(maxsize=4096)  # 37 MB; the ground stays while cameras come and go
def _cells_of(plane: Plane, column: int, row: int, resolution: int) -> Cells:
    """Give the cells with a centre on one tile of the plane, each cell of the plane on one tile."""
    west, south = column * TILE, row * TILE
    found = Cells.within(plane, (west, south, west + TILE, south + TILE), resolution)
    inside = (found.centres < (west + TILE, south + TILE)).all(axis=1)
    return Cells(found.ids[inside], found.centres[inside])
