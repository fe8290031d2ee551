"""The tiles of a study: its cells by value, coarser when farther off, and its streets."""

import gzip
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from h3ronpy import ContainmentMode
from h3ronpy.vector import cells_to_wkb_polygons, wkb_to_cells
from numpy.typing import NDArray

from tiles.memory import Answer
from tiles.square import Square

SQL = Path(__file__).parent / "sql"
FINEST = 13
STREETS_FROM = 11  # zoom
RUNS = 3  # how much coarser the cells are whose children make a run
STEPS = 4096  # along a tile's edge
GLOBE = 20037508.342789244  # metres of Web Mercator from its middle to its edge

Ids = NDArray[np.uint64]


def resolution_at(z: int) -> int:
    """Give the resolution shown at a zoom: cells some ten pixels wide."""
    return FINEST if z >= 16 else max(7, min(z - 3, FINEST - 1))


@lru_cache(maxsize=2000)
def answer(study: UUID, square: Square) -> Answer:
    """Draw a tile of a finished study, whose rows never change."""
    body = draw(study, square)
    return Answer(
        body=gzip.compress(body, 6, mtime=0) if body else b"",
        etag=f'"{blake2b(body, digest_size=12).hexdigest()}"',
        public=False,
    )


def draw(study: UUID, square: Square) -> bytes:
    """Draw a tile as Mapbox Vector Tile bytes; empty where it shows nothing."""
    place: dict[str, Any] = {"z": square.z, "x": square.x, "y": square.y, "study": study}
    with connection.cursor() as cursor:
        cursor.execute(_sql("coverage_area"), place)
        row = cursor.fetchone()
        if row is None or shapely.is_empty(area := shapely.from_wkb(bytes(row[0]))):
            return b""
        hexagons = _hexagons(cursor, place, square, area)
        if square.z < STREETS_FROM:
            return hexagons
        cursor.execute(_sql("coverage_street"), place)
        return hexagons + bytes(cursor.fetchone()[0])


def _hexagons(cursor: Any, place: dict[str, Any], square: Square, area: shapely.Geometry) -> bytes:
    resolution = resolution_at(square.z)
    first, last = _runs(area, resolution)
    question = "coverage_cell" if resolution == FINEST else "coverage_hex"
    cursor.execute(_sql(question), place | {"first": first, "last": last})
    rows = cursor.fetchall()
    if not rows:
        return b""
    ids, *values = map(np.array, zip(*rows, strict=True))
    shapes = _outlines(ids.astype(np.uint64), area)
    shapes = _in_steps(shapes, square)
    shown = ~shapely.is_empty(shapes)
    names = ("cell", "share", "cameras", "level", "reason")
    columns = (ids, *values)
    told = {name: _array(column[shown]) for name, column in zip(names, columns, strict=True)}
    whole = shapely.to_wkb(shapely.geometrycollections(shapes[shown]))
    cursor.execute(_sql("coverage"), told | {"shapes": whole})
    return bytes(cursor.fetchone()[0])


def _runs(area: shapely.Geometry, resolution: int) -> tuple[list[int], list[int]]:
    """Give the runs of ids that hold every cell of a resolution in a part of the area."""
    coarse = max(0, resolution - RUNS)
    west, south, east, north = shapely.bounds(area)
    # a cell reaches a little out of its parent: up to half its own width
    spare = 2.0 * 0.6e7 / 7 ** (resolution / 2)
    box = shapely.box(west - spare, south - spare, east + spare, north + spare)
    cells = wkb_to_cells(
        [shapely.to_wkb(shapely.transform(box, _degrees))],
        coarse,
        containment_mode=ContainmentMode.Covers,
        flatten=True,
    )
    ids = np.unique(np.asarray(cells, np.uint64))
    first, last = children(ids, coarse, resolution)
    return first.astype(np.int64).tolist(), last.astype(np.int64).tolist()


def children(ids: Ids, coarse: int, fine: int) -> tuple[Ids, Ids]:
    """Give the first and last child of cells at a finer resolution: all between are children.

    In an H3 id bits 52 to 55 are the resolution, and from bit 42 down three bits a resolution say
    which of its parent's children it is, 0 to 6, or 7 where it is finer than the id.
    """
    step = np.uint64((fine - coarse) << 52)
    freed = np.uint64(sum(7 << (3 * (15 - each)) for each in range(coarse + 1, fine + 1)))
    sixes = np.uint64(sum(6 << (3 * (15 - each)) for each in range(coarse + 1, fine + 1)))
    first = (ids + step) & ~freed
    return first, first | sixes


def _outlines(ids: Ids, area: shapely.Geometry) -> NDArray[np.object_]:
    """Give cells in Web Mercator, cut at the study's edge."""
    shapes = np.asarray(shapely.from_wkb(cells_to_wkb_polygons(ids)), dtype=object)
    shapes = shapely.transform(shapes, _mercator)
    shapely.prepare(area)
    crossing = ~shapely.contains_properly(area, shapes)
    shapes[crossing] = shapely.intersection(shapes[crossing], area)
    return shapes


def _in_steps(shapes: NDArray[np.object_], square: Square) -> NDArray[np.object_]:
    """Give shapes in the steps of a tile, south down, outer rings turning as the format wants."""
    side = 2 * GLOBE / (1 << square.z)
    west, north = square.x * side - GLOBE, GLOBE - square.y * side

    def steps(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.rint((xy - (west, north)) / (side, -side) * STEPS)

    return np.asarray(shapely.orient_polygons(shapely.transform(shapes, steps)))


def _mercator(lnglat: NDArray[np.float64]) -> NDArray[np.float64]:
    lng, lat = lnglat.T
    north = np.arcsinh(np.tan(np.radians(lat))) / np.pi
    return np.column_stack([lng / 180.0 * GLOBE, north * GLOBE])


def _degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    lng, north = np.clip(xy.T / GLOBE, -1.0, 1.0)
    return np.column_stack([lng * 180.0, np.degrees(np.arctan(np.sinh(north * np.pi)))])


def _array(column: NDArray[Any]) -> str:
    """Write an array as PostgreSQL reads it; value by value the driver would take longer."""
    return f"{{{','.join(map(str, column.tolist()))}}}"


@lru_cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()
