"""The cells of a study that a plan concerns, and what lies on them."""

from dataclasses import dataclass

import numpy as np
from django.db import connection
from h3ronpy import cells_area_m2
from h3ronpy.vector import cells_to_coordinates
from numpy.typing import NDArray

from registry.coverage.models import Study
from registry.siting.ground import told_shares

Floats = NDArray[np.float64]

CELLS = """
    SELECT cell, public, demand FROM study_cell
    WHERE study_id = %s AND cell = ANY(%s) ORDER BY cell
"""


@dataclass(frozen=True, eq=False)
class Ground:
    """Cells (C,) of a study in order, with their centres, areas, kinds of ground and demand.

    `told` is the share that private cameras see of the block each lies in; 0 where none is told.
    """

    cells: NDArray[np.uint64]
    lnglat: Floats
    area_m2: Floats
    public: NDArray[np.bool_]
    demand: Floats
    told: Floats

    def rows(self, cells: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Give each cell's row here, -1 for one that is no ground of the study."""
        if not len(self.cells):
            return np.full(len(cells), -1)
        row = np.searchsorted(self.cells, cells).clip(max=len(self.cells) - 1)
        return np.where(self.cells[row] == cells, row, -1)


def ground_of(study: Study, cells: NDArray[np.uint64]) -> Ground:
    """Give those of these cells that belong to the study."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [study.pk, cells.astype(np.int64).tolist()])
        rows = cursor.fetchall()
    ids = np.array([row[0] for row in rows], np.int64).astype(np.uint64)
    degrees = cells_to_coordinates(ids)
    return Ground(
        ids,
        np.column_stack([degrees["lng"], degrees["lat"]]).astype(float),
        np.asarray(cells_area_m2(ids), float),
        np.array([row[1] for row in rows], bool),
        np.array([row[2] for row in rows], float),
        told_shares(study, ids),
    )
