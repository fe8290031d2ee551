"""What cameras see, from the rows that are kept where those are of the same version."""

from collections.abc import Sequence

import numpy as np
from django.db import connection

from geo.measuring import Measured
from geo.visibility import EYE_LEVEL
from registry.coverage.measuring import measure_sights
from registry.coverage.progress import Tell
from registry.coverage.sights import Placed

SLICE = 250  # cameras measured between two looks at whether anybody still wants it

KEPT = "SELECT camera_id FROM cells_kept WHERE placement = ANY(%s)"
ROWS = """
    SELECT array_position(%(ids)s::uuid[], camera_id) - 1, cell, px_per_m FROM camera_cell
    WHERE camera_id = ANY(%(ids)s)
    ORDER BY 1, cell
"""


def rows_of(placed: Sequence[Placed], target_height: float, tell: Tell) -> Measured:
    """Give what each sees; `camera` is its row in `placed`."""
    kept = _kept(placed) if target_height == EYE_LEVEL else set()
    known = [row for row, each in enumerate(placed) if each.id in kept]
    fresh = [row for row, each in enumerate(placed) if each.id not in kept]
    parts = []
    for first in range(0, len(known), SLICE):
        rows = known[first : first + SLICE]
        parts.append(_read([placed[row] for row in rows], rows))
        tell(len(rows))
    for first in range(0, len(fresh), SLICE):
        rows = fresh[first : first + SLICE]
        found = measure_sights([placed[row] for row in rows], target_height=target_height)
        parts.append(found._replace(camera=np.array(rows, np.int64)[found.camera]))
        tell(len(rows))
    return Measured.joined(parts)


def _kept(placed: Sequence[Placed]) -> set[object]:
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [[each.placement for each in placed if each.placement is not None]])
        return {id for (id,) in cursor.fetchall()}


def _read(placed: Sequence[Placed], rows: Sequence[int]) -> Measured:
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"ids": [each.id for each in placed]})
        read = cursor.fetchall()
    which, cell, px_per_m = zip(*read, strict=True) if read else ((), (), ())
    return Measured(
        np.array(rows, np.int64)[np.array(which, np.int64)],
        np.array(cell, np.int64).astype(np.uint64),
        np.array(px_per_m, float),
    )
