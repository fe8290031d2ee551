"""Centre lines cut into pieces, each as well seen as its cell, and joined to stretches again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from django.db import connection
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray
from shapely import ops

from geo.hexgrid import UNIT_OF_ACCOUNT
from registry.coverage.ground import Ground, tree_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PIECE = 2.0  # metres at most: a cell is 7 m across
NEAR = 15.0  # metres from a piece over a building's edge to the open cell it counts with
# Ways of their own beside a street are left out, so that no street is counted twice.
MEASURED = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "road",
    "living_street", "pedestrian", "busway", "motorway_link", "trunk_link", "primary_link",
    "secondary_link", "tertiary_link",
)  # fmt: skip
STREETS = """
    SELECT name, ST_AsBinary(line) FROM street
    WHERE kind = ANY(%s) AND line && ST_MakeEnvelope(%s, %s, %s, %s, 4326)
    ORDER BY id
"""


@dataclass(frozen=True, eq=False)
class Pieces:
    """Lines in metres and their names; of each piece its line, its number there, metres, cell."""

    lines: NDArray[np.object_]
    names: list[str]
    line: Ints
    nth: Ints
    metres: Floats
    cell: Ints  # row of the ground

    def metres_by_cell(self, count: int) -> Floats:
        """Give the metres of street that each cell of the ground stands for."""
        return np.bincount(self.cell, self.metres, minlength=count).astype(float)


class Stretch(NamedTuple):
    """Neighbouring pieces of one line of which the same is true: the line, its metres, a piece."""

    name: str
    line: shapely.LineString
    metres: float
    pieces: slice


def pieces_of(area: shapely.Geometry, ground: Ground) -> Pieces:
    """Cut the streets of an area (in degrees) into pieces; without open ground there are none."""
    with connection.cursor() as cursor:
        cursor.execute(STREETS, [list(MEASURED), *shapely.bounds(area)])
        rows = cursor.fetchall()
    lines, names = _clipped(rows, area, ground)
    metres = shapely.length(lines)
    counts = np.ceil(metres / PIECE).astype(np.int64)
    line = np.repeat(np.arange(len(lines)), counts)
    nth = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    each = (metres / np.maximum(counts, 1))[line]
    middles = shapely.get_coordinates(
        shapely.line_interpolate_point(lines[line], (nth + 0.5) * each)
    )
    cell = _cells(middles, ground)
    kept = cell >= 0
    return Pieces(lines, names, line[kept], nth[kept], each[kept], cell[kept])


def stretches(pieces: Pieces, *facts: Ints) -> Iterator[Stretch]:
    """Join neighbouring pieces of a line with the same facts, in the order of the lines."""
    if not len(pieces.line):
        return
    parts = np.column_stack([pieces.line, pieces.nth - np.arange(len(pieces.nth)), *facts])
    starts = np.flatnonzero(np.r_[True, (np.diff(parts, axis=0) != 0).any(axis=1)])
    for first, end in zip(starts.tolist(), [*starts[1:].tolist(), len(parts)], strict=True):
        row, each = int(pieces.line[first]), float(pieces.metres[first])
        begin = float(pieces.nth[first]) * each
        metres = float(pieces.metres[first:end].sum())
        part = ops.substring(pieces.lines[row], begin, begin + metres)
        if part.geom_type == "LineString":
            yield Stretch(pieces.names[row], part, metres, slice(first, end))


def _clipped(
    rows: list[tuple[str, bytes]], area: shapely.Geometry, ground: Ground
) -> tuple[NDArray[np.object_], list[str]]:
    lines = shapely.from_wkb([bytes(line) for _, line in rows])
    whole = np.asarray(ground.plane.geometry_to_metres(np.asarray(lines, dtype=object)))
    outline = ground.plane.geometry_to_metres(area)
    shapely.prepare(outline)
    crossing = ~shapely.contains_properly(outline, whole)
    whole[crossing] = shapely.intersection(whole[crossing], outline)
    parts, owner = shapely.get_parts(whole, return_index=True)
    kept = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & (
        shapely.length(parts) > 0
    )
    return parts[kept], [rows[row][0] for row in owner[kept]]


def _cells(middles: Floats, ground: Ground) -> Ints:
    """Give each point's cell; the nearest open one where its own lies under a roof, else -1."""
    degrees = ground.plane.to_degrees(middles)
    ids = np.asarray(coordinates_to_cells(degrees[:, 1], degrees[:, 0], UNIT_OF_ACCOUNT), np.uint64)
    rows = ground.rows_of(ids)
    lost = np.flatnonzero(rows < 0)
    if len(lost) and len(ground):
        which, near = tree_of(ground.table.centres).query_nearest(
            shapely.points(middles[lost]), max_distance=NEAR, all_matches=False
        )
        rows[lost[which]] = near
    return rows
