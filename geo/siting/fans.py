"""What a camera at each place would see in each direction it may be turned to."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.hexgrid import Cells, cells
from geo.optics import densities
from geo.siting.options import Floats, Ints
from geo.visibility import EYE_LEVEL, Occluders, Poses


@dataclass(frozen=True)
class Lens:
    """A kind of camera as it is put up: metres above ground, degrees, metres, pixels across."""

    height: float
    hfov: float
    range: float
    width_px: float


class Fans(NamedTuple):
    """Who would see what: (S,) rows of the places, of their directions and of the cells."""

    place: Ints
    direction: Ints
    cell: Ints


def fans(
    occluders: Occluders,
    spots: Floats,
    azimuths: Floats,
    lens: Lens,
    table: Cells,
    *,
    least: float,
    target_height: float = EYE_LEVEL,
) -> Fans:
    """Give the cells that a camera at each of `spots` (P, 2) metres would see `least` px/m of.

    `azimuths` (P, A) are degrees. What hides a cell is the same whichever way a camera is turned,
    so each place is looked round from once, and what is seen is dealt out to the directions.
    """
    if not len(spots):
        nothing = np.zeros(0, np.int64)
        return Fans(nothing, nothing, nothing)
    x, y = spots.T
    poses = Poses(x, y, lens.height, 0.0, 360.0, lens.range)
    place, cell, distance = cells(occluders, poses, table, target_height=target_height)
    px_per_m = densities(distance, lens.width_px, lens.hfov, lens.height, target_height)
    sharp = px_per_m >= least
    place, cell = place[sharp], cell[sharp]
    row, direction = np.nonzero(_ahead(table.centres[cell] - spots[place], azimuths[place], lens))
    return Fans(place[row], direction, cell[row])


def _ahead(away: Floats, azimuths: Floats, lens: Lens) -> NDArray[np.bool_]:
    """Tell for each sighting (S, 2) and direction (S, A) whether it lies within the opening."""
    bearing = np.degrees(np.arctan2(*away.T))[:, None]
    turned = np.abs((bearing - azimuths + 180.0) % 360.0 - 180.0)
    return np.asarray(turned <= lens.hfov / 2, bool)
