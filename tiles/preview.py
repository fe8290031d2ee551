"""Tiles of what nobody has saved: cells that a change would change, drawn without a database."""

import mapbox_vector_tile
import numpy as np
import shapely
from h3ronpy import change_resolution
from h3ronpy.vector import cells_to_wkb_polygons
from numpy.typing import NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT
from tiles.square import Square

LAYER = "preview"
EXTENT = 4096
VERDICTS = {1: "gained", 2: "lost", 3: "better", 4: "worse"}
# Nearer than this zoom every cell is drawn, farther out its parents, a step for each zoom.
NEAREST = 16
COARSEST = 8


def draw(cells: NDArray[np.uint64], verdicts: NDArray[np.uint8], square: Square) -> bytes:
    """Draw the cells of one square as Mapbox Vector Tile bytes; empty where none is in it."""
    ids, kinds = _gathered(cells, verdicts, square.z)
    if not len(ids):
        return b""
    shapes = shapely.from_wkb(np.asarray(cells_to_wkb_polygons(ids)))
    shapes = shapely.transform(shapes, lambda lnglat: _on_tile(lnglat, square))
    margin = square.MARGIN * EXTENT
    west, south, east, north = shapely.bounds(shapes).T
    here = (west <= EXTENT + margin) & (south <= EXTENT + margin)
    here &= (east >= -margin) & (north >= -margin)
    features = [
        {"geometry": shape, "properties": {"verdict": VERDICTS[kind]}}
        for shape, kind in zip(shapes[here], kinds[here].tolist(), strict=True)
    ]
    if not features:
        return b""
    tile: bytes = mapbox_vector_tile.encode(
        [{"name": LAYER, "features": features}],
        default_options={"y_coord_down": True, "extents": EXTENT},
    )
    return tile


def _gathered(
    cells: NDArray[np.uint64], verdicts: NDArray[np.uint8], z: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Give the cells, or far out their parents with what most of their changed cells become."""
    changed = verdicts > 0
    cells, verdicts = cells[changed], verdicts[changed]
    resolution = max(COARSEST, UNIT_OF_ACCOUNT - max(0, NEAREST - z))
    if resolution == UNIT_OF_ACCOUNT or not len(cells):
        return cells, verdicts
    parents = np.asarray(change_resolution(cells, resolution), np.uint64)
    ids, where = np.unique(parents, return_inverse=True)
    votes = np.zeros((len(ids), max(VERDICTS) + 1), np.int64)
    np.add.at(votes, (where, verdicts), 1)
    return ids, votes.argmax(axis=1).astype(np.uint8)


def _on_tile(lnglat: NDArray[np.float64], square: Square) -> NDArray[np.float64]:
    side = 1 << square.z
    across = (lnglat[:, 0] + 180) / 360
    down = (1 - np.arcsinh(np.tan(np.radians(lnglat[:, 1]))) / np.pi) / 2
    placed: NDArray[np.float64] = np.rint(
        np.column_stack([across * side - square.x, down * side - square.y]) * EXTENT
    )
    return placed
