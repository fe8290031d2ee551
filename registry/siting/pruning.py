"""Which of the agencies' cameras could go, and what would be lost with each.

Counted from cells that are measured already; nothing is measured anew.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import Sum
from numpy.typing import NDArray

from geo.optics import SCHEMES
from geo.pruning import Removals, removal_order
from registry.cameras.models import Camera
from registry.coverage.cameras import OFTEN, of_study, uptime_of
from registry.coverage.models import CellsKept, Study
from registry.coverage.sights import Placed
from registry.siting.ground import Floats, Ids, street_in, told_shares
from registry.siting.models import CameraType
from registry.siting.money import like, spent

MOST = 500
LIMITS = (
    "Counted at the study's level in the study's area, with the cells these cameras see now at a "
    "person's height: what they see elsewhere, or less well, is not counted. Each row goes after "
    "the rows above it; with another order the losses differ. What private cameras would still see "
    "is estimated from shares of blocks."
)
SEEN = """
    SELECT c.nth - 1, k.cell
    FROM unnest(%(cameras)s::uuid[]) WITH ORDINALITY AS c(id, nth)
    JOIN camera_cell k ON k.camera_id = c.id AND k.px_per_m >= %(bound)s
    JOIN study_cell s ON s.study_id = %(study)s AND s.cell = k.cell
"""


def prune(study: Study, most: int = MOST) -> dict[str, Any]:
    """Order the agencies' cameras by how little would be lost of what is asked.

    Where nothing is asked of the area, by metres of street, then by area. A camera that was placed
    anew since the study is left out, for the study counted it as it stood; one that is offline too
    often sees nothing here, as in the study.
    """
    stood = of_study(study, study.area.extent)
    cameras = _unchanged(stood)
    there = uptime_of(stood)
    away = {each.id for each in stood if there.get(each.id, 1.0) < OFTEN}
    camera, seen = _seen(study, [each.pk for each in cameras], away)
    cells, cell = np.unique(seen, return_inverse=True)
    order = removal_order(
        camera,
        cell,
        _worth(study, cells),
        cameras=max(len(cameras), 1),
        most=min(most, len(cameras)),
    )
    asked = float(study.cells.aggregate(asked=Sum("demand", default=0.0))["asked"])
    return {
        "rows": _rows([cameras[row] for row in order.camera], order, asked, away),
        "cameras": len(cameras),
        "changed": len(stood) - len(cameras),
        "limits": LIMITS,
    }


def _unchanged(stood: Sequence[Placed]) -> list[Camera]:
    """Keep those whose cells are of the version that the study counted, by number."""
    kept = CellsKept.objects.filter(camera__in=[each.id for each in stood])
    measured = dict(kept.values_list("camera_id", "placement"))
    same = [each.id for each in stood if measured.get(each.id) == each.placement]
    return list(Camera.registry.filter(pk__in=same, level=Camera.Level.AGENCY).order_by("number"))


def _seen(
    study: Study, cameras: Sequence[UUID], away: Collection[UUID]
) -> tuple[NDArray[np.int64], Ids]:
    """Give the study's cells that each of these sees well enough, by their turn."""
    bound = SCHEMES[study.scheme][study.level]
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"cameras": list(cameras), "bound": bound, "study": study.pk})
        rows = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    rows = rows[~np.isin(rows[:, 0], [nth for nth, each in enumerate(cameras) if each in away])]
    return rows[:, 0], rows[:, 1].astype(np.uint64)


def _worth(study: Study, cells: Ids) -> Floats:
    """Give what each cell counts for: demand, metres of street, m², m² that blocks do not tell."""
    each = float(study.numbers["area_m2"]) / max(int(study.numbers["cells"]), 1)
    demand = dict(study.cells.filter(cameras__gt=0, demand__gt=0).values_list("cell", "demand"))
    return np.column_stack(
        [
            np.array([demand.get(cell, 0.0) for cell in cells.tolist()], float),
            street_in(study, cells, seen=True),
            np.full(len(cells), each),
            each * (1 - told_shares(study, cells)),
        ]
    )


def _rows(
    gone: Sequence[Camera], order: Removals, asked: float, away: Collection[UUID]
) -> list[dict[str, Any]]:
    kinds = list(CameraType.objects.all())
    together = np.cumsum(order.lost, axis=0)
    rows = []
    for nth, camera in enumerate(gone):
        kind = like(kinds, camera.form, camera.mount)
        rows.append(
            {
                "turn": nth + 1,
                "camera": str(camera.pk),
                "number": camera.number,
                "name": camera.name,
                "offline": camera.pk in away,
                "saves": round(spent(kind).annual, 2) if kind else None,
                "alone": _told(order.alone[nth], asked),
                "lost": _told(order.lost[nth], asked),
                "together": _told(together[nth], asked),
            }
        )
    return rows


def _told(lost: NDArray[np.float64], asked: float) -> dict[str, float | None]:
    demand, street, area, unshared = (float(value) for value in lost)
    return {
        "demand": round(demand / asked, 5) if asked else None,
        "street_m": round(street, 1),
        "m2": round(area, 1),
        "m2_after_private": round(unshared, 1),
    }
