"""The open ground of an area, cell by cell: outside buildings and water, public or private."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT, Cells, centres_of, ids_in
from geo.plane import Plane

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Shapes = NDArray[np.object_]

# Half the width of the public way in metres, pavements with it, by OSM highway class. What is not
# named, service roads above all, is somebody's land.
HALF_WIDTHS = {
    "motorway": 14.0, "trunk": 12.0, "primary": 12.0, "secondary": 10.0, "tertiary": 9.0,
    "unclassified": 8.0, "residential": 8.0, "road": 8.0, "living_street": 6.0,
    "pedestrian": 6.0, "busway": 5.0, "motorway_link": 7.0, "trunk_link": 7.0,
    "primary_link": 7.0, "secondary_link": 7.0, "tertiary_link": 7.0, "footway": 2.0,
    "path": 2.0, "cycleway": 2.0, "steps": 2.0, "track": 2.0, "bridleway": 2.0,
}  # fmt: skip
PARKS = ("park", "recreation_ground", "village_green")

BUILDINGS = "SELECT ST_AsBinary(footprint) FROM building WHERE footprint && {box}"
GROUND = "SELECT ST_AsBinary(area) FROM ground WHERE kind = ANY(%(kinds)s) AND area && {box}"
STREETS = "SELECT kind, ST_AsBinary(line) FROM street WHERE kind = ANY(%(kinds)s) AND line && {box}"
DISTRICTS = "SELECT id, ST_AsBinary(area) FROM district WHERE area && {box} ORDER BY id DESC"
BOX = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"


@dataclass(frozen=True, eq=False)
class Ground:
    """The open cells of an area in the order of their ids: whose land, and in which district."""

    plane: Plane
    table: Cells
    public: Bools
    district: Ints  # 0 is none

    def __len__(self) -> int:
        return len(self.table)

    def rows_of(self, ids: NDArray[np.uint64]) -> Ints:
        """Give the row of each cell here, -1 where it is not among them."""
        return rows_among(self.table.ids, ids)


def ground_of(area: shapely.Geometry) -> Ground:
    """Lay out the open ground of an area in degrees.

    A cell counts by its centre. Public is what lies within half the width of a street of its class
    from the centre line (HALF_WIDTHS), and parks, recreation grounds and greens; the rest is
    private land.
    """
    plane = plane_of(area)
    table = open_cells(plane, np.unique(ids_in(area, UNIT_OF_ACCOUNT)))
    points = tree_of(table.centres)
    box = box_round(table, plane, margin=max(HALF_WIDTHS.values()))
    public = _within(points, _shapes(GROUND, plane, box, kinds=list(PARKS)), len(table))
    rows = _asked(STREETS, box, kinds=list(HALF_WIDTHS))
    lines = plane.geometry_to_metres(_read([line for _, line in rows]))
    widths = [HALF_WIDTHS[kind] for kind, _ in rows]
    if len(rows):
        _, near = points.query(lines, predicate="dwithin", distance=widths)
        public[near] = True
    district = np.zeros(len(table), np.int64)
    for pk, shape in _asked(DISTRICTS, box):  # the first one wins, where two overlap
        outline = plane.geometry_to_metres(shapely.from_wkb(bytes(shape)))
        district[points.query(outline, predicate="contains")] = pk
    return Ground(plane, table, public, district)


def open_cells(plane: Plane, ids: NDArray[np.uint64]) -> Cells:
    """Keep the cells with a centre outside buildings and water, in the order of their ids."""
    table = Cells(ids, centres_of(plane, ids))
    if not len(ids):
        return table
    points = tree_of(table.centres)
    box = box_round(table, plane)
    closed = _within(points, _shapes(BUILDINGS, plane, box), len(ids))
    closed |= _within(points, _shapes(GROUND, plane, box, kinds=["water"]), len(ids))
    return Cells(ids[~closed], np.ascontiguousarray(table.centres[~closed]))


def tree_of(centres: Floats) -> shapely.STRtree:
    """Index (N, 2) points."""
    return shapely.STRtree(np.asarray(shapely.points(centres)))


def plane_of(area: shapely.Geometry) -> Plane:
    """Give the plane that touches the earth in the middle of an area."""
    west, south, east, north = shapely.bounds(area)
    return Plane((west + east) / 2, (south + north) / 2)


def rows_among(known: NDArray[np.uint64], ids: NDArray[np.uint64]) -> Ints:
    """Give where each id stands among the known, which are in order; -1 where it does not."""
    if not len(known):
        return np.full(len(ids), -1)
    rows = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[rows] == ids, rows, -1)


def box_round(table: Cells, plane: Plane, margin: float = 0.0) -> dict[str, float]:
    """Give the box of degrees round these cells and so many metres more."""
    if not len(table):
        return dict.fromkeys(("west", "south", "east", "north"), 0.0)
    low, high = table.centres.min(axis=0) - margin, table.centres.max(axis=0) + margin
    frame = plane.geometry_to_degrees(shapely.segmentize(shapely.box(*low, *high), 500.0))
    return dict(zip(("west", "south", "east", "north"), shapely.bounds(frame), strict=True))


def _within(points: shapely.STRtree, shapes: Shapes, count: int) -> Bools:
    inside = np.zeros(count, bool)
    if len(shapes):
        inside[points.query(shapes, predicate="contains")[1]] = True
    return inside


def _shapes(question: str, plane: Plane, box: dict[str, float], **values: Any) -> Shapes:
    rows = _asked(question, box, **values)
    shapes: Shapes = plane.geometry_to_metres(_read([shape for (shape,) in rows]))
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken])
    return shapes


def _asked(question: str, box: dict[str, float], **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question.format(box=BOX), box | values)
        return list(cursor.fetchall())


def _read(wkb: list[bytes]) -> Shapes:
    return np.asarray(shapely.from_wkb([bytes(each) for each in wkb]), dtype=object)
