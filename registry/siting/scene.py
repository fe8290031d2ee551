"""The buildings of a neighbourhood, and the ground there that is not seen yet, in metres."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from geo.hexgrid import Cells
from geo.plane import Plane
from geo.visibility import Occluders
from registry.cameras.neighbourhoods import plane_of, square_of
from registry.cameras.surroundings import BUILDINGS, METRES_PER_DEGREE
from registry.siting.ground import Ground

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Scene:
    """One square: `rows` of the ground, those in reach with anything left, are its `table`."""

    plane: Plane
    occluders: Occluders
    rows: Ints
    table: Cells

    @classmethod
    def all_of(cls, lnglat: Floats, reach: float, ground: Ground) -> Iterator[tuple[Self, Ints]]:
        """Give the scene of every square that places (P, 2) lie in, with those in it."""
        squares = np.array([square_of(lng, lat) for lng, lat in lnglat.tolist()]).reshape(-1, 2)
        for square in np.unique(squares, axis=0):
            here = np.flatnonzero((squares == square).all(axis=1))
            yield (
                cls._around(
                    plane_of((int(square[0]), int(square[1]))), lnglat[here], reach, ground
                ),
                here,
            )

    @classmethod
    def _around(cls, plane: Plane, places: Floats, reach: float, ground: Ground) -> Self:
        up = reach / METRES_PER_DEGREE
        margin = np.array([up / np.cos(np.radians(np.abs(places[:, 1]).max() + up)), up])
        low, high = places.min(axis=0) - margin, places.max(axis=0) + margin
        near = ((ground.lnglat >= low) & (ground.lnglat <= high)).all(axis=1)
        near &= np.logical_or.reduce([left > 0 for left in ground.left.values()])
        rows = np.flatnonzero(near)
        with connection.cursor() as cursor:
            cursor.execute(BUILDINGS, [*low.tolist(), *high.tolist()])
            found = cursor.fetchall()
        footprints = np.asarray(shapely.from_wkb([bytes(each) for each, _ in found]), object)
        return cls(
            plane,
            Occluders(plane.geometry_to_metres(footprints), [height for _, height in found]),
            rows,
            Cells(ground.cells[rows], plane.to_metres(ground.lnglat[rows])),
        )
