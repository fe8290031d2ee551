"""The cells of a study as a few shapes: one for each way they are drawn."""

import numpy as np
import pandas as pd
import shapely
from h3ronpy import change_resolution
from h3ronpy.vector import cells_to_wkb_polygons
from numpy.typing import NDArray

from registry.reports.sheet import FINE, MM, Sheet

FINEST = 13
SMALLEST = 0.3  # mm across: what the eye still takes for a shape
ACROSS = {13: 6.8, 12: 18.0, 11: 47.5, 10: 126.0, 9: 333.0}  # metres between opposite sides
UNSEEN_STREET = -1


def dissolved(sheet: Sheet, cells: pd.DataFrame) -> dict[int, shapely.Geometry]:
    """Give what is seen by its rank, and public ground that nobody sees as -1; on paper.

    Where a cell would be too small to be seen, its parent is drawn as most of its cells are.
    """
    look = np.where(cells["level"] > 0, cells["level"].astype(int), 0)
    look = np.where((look == 0) & cells["public"], UNSEEN_STREET, look)
    ids, looks = _coarser(cells["cell"].to_numpy().astype(np.uint64), look, resolution(sheet))
    return {int(each): _union(sheet, ids[looks == each]) for each in np.unique(looks) if each != 0}


def resolution(sheet: Sheet) -> int:
    """Choose the finest cells that can be told apart on this sheet."""
    least = SMALLEST * MM * sheet.metres
    return next((each for each in sorted(ACROSS, reverse=True) if ACROSS[each] >= least), 9)


def _coarser(
    ids: NDArray[np.uint64], looks: NDArray[np.int64], resolution: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    if resolution == FINEST or not len(ids):
        return ids, looks
    parents = np.asarray(change_resolution(ids, resolution), np.uint64)
    counts = pd.DataFrame({"cell": parents, "look": looks}).value_counts().reset_index()
    counts = counts.sort_values(["count", "look"], ascending=[False, False], kind="stable")
    most = counts.drop_duplicates("cell").sort_values("cell")
    return most["cell"].to_numpy(np.uint64), most["look"].to_numpy(np.int64)


def _union(sheet: Sheet, ids: NDArray[np.uint64]) -> shapely.Geometry:
    hexagons = sheet.shapes(shapely.from_wkb(np.asarray(cells_to_wkb_polygons(ids))))
    whole = shapely.coverage_union_all(hexagons[shapely.area(hexagons) > 0])
    return shapely.simplify(whole, FINE)
