"""H3 cells that cameras see: a cell is seen where its centre is."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import shapely
from h3ronpy import ContainmentMode
from h3ronpy.vector import cells_to_coordinates, wkb_to_cells
from numpy.typing import NDArray
from shapely import affinity

from geo.plane import Plane
from geo.visibility.engine.packing import Grid, grid_over
from geo.visibility.occluders import Occluders
from geo.visibility.poses import Poses
from geo.visibility.questions import EYE_LEVEL, fields_of_view
from geo.visibility.readiness import engine_ready

UNIT_OF_ACCOUNT = 13  # about 44 m² a cell; its parents are for display


class Sightings(NamedTuple):
    """Who sees what, how far off: (S,) rows of the poses, rows of the cells, metres."""

    camera: NDArray[np.int64]
    cell: NDArray[np.int64]
    distance: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cells:
    """All cells of one resolution in a rectangle: H3 ids (C,) and centres (C, 2) in metres."""

    ids: NDArray[np.uint64]
    centres: NDArray[np.float64]

    @classmethod
    def within(
        cls,
        plane: Plane,
        bounds: tuple[float, float, float, float],
        resolution: int = UNIT_OF_ACCOUNT,
    ) -> Self:
        """Give the cells with a centre in (west, south, east, north) metres."""
        # the edges of a rectangle in metres bend in degrees: follow them, and a little outside
        frame = shapely.segmentize(shapely.box(*bounds).buffer(1.0, join_style="mitre"), 200.0)
        ids = ids_in(plane.geometry_to_degrees(frame), resolution)
        centres = centres_of(plane, ids)
        west, south, east, north = bounds
        kept = (centres >= (west, south)).all(axis=1) & (centres <= (east, north)).all(axis=1)
        return cls(ids[kept], np.ascontiguousarray(centres[kept]))

    @classmethod
    def around(cls, plane: Plane, poses: Poses, resolution: int = UNIT_OF_ACCOUNT) -> Self:
        """Give the cells that these cameras reach at most."""
        west, south = (poses.x - poses.range).min(), (poses.y - poses.range).min()
        east, north = (poses.x + poses.range).max(), (poses.y + poses.range).max()
        return cls.within(plane, (float(west), float(south), float(east), float(north)), resolution)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def grid(self) -> Grid:
        """An index of the centres for the engine."""
        return grid_over(np.hstack([self.centres, self.centres]))


def cells(
    occluders: Occluders, poses: Poses, table: Cells, *, target_height: float = EYE_LEVEL
) -> Sightings:
    """Give every cell of the table that each camera sees, in the order of the cameras."""
    if engine_ready():
        from geo.visibility.engine import answers  # numba is optional, and slow to import

        found = answers.cells(occluders, poses, table.centres, table.grid, target_height)
        return Sightings(*found)
    shapes = fields_of_view(occluders, poses, target_height=target_height)
    shapely.prepare(shapes)
    points = shapely.points(table.centres)
    cell, camera = shapely.STRtree(shapes).query(points, predicate="within")
    order = np.argsort(camera, kind="stable")
    camera, cell = camera[order], cell[order]
    away = table.centres[cell] - np.column_stack([poses.x[camera], poses.y[camera]])
    return Sightings(camera, cell, np.hypot(*away.T))


def ids_in(shape: shapely.Geometry, resolution: int) -> NDArray[np.uint64]:
    """Give the cells with a centre in a geometry, in degrees, which may run on past ±180."""
    west, _, east, _ = shapely.bounds(shape)
    worlds = [shape] if west >= -180 and east <= 180 else []
    for turn in () if worlds else (-360.0, 0.0, 360.0):
        world = shapely.intersection(shape, shapely.box(turn - 180, -90, turn + 180, 90))
        worlds.append(affinity.translate(world, -turn))
    found = wkb_to_cells(
        [shapely.to_wkb(world) for world in worlds if not shapely.is_empty(world)],
        resolution,
        containment_mode=ContainmentMode.ContainsCentroid,
        flatten=True,
    )
    return np.asarray(found, np.uint64)


def centres_of(plane: Plane, ids: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Give the centres of cells, (C, 2) metres."""
    degrees = cells_to_coordinates(ids)
    return plane.to_metres(np.column_stack([degrees["lng"], degrees["lat"]]))
