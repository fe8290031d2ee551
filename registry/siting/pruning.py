"""Which of the agencies' cameras could go, and what would be lost with each.

Counted from cells that are measured already; nothing is measured anew.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import pandas as pd
import shapely
from django.db import connection
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT
from geo.optics import SCHEMES
from geo.plane import Plane
from geo.pruning import Removals, removal_order
from registry.cameras.models import Camera
from registry.coverage import counts
from registry.coverage.cameras import OFTEN, of_study, uptime_of
from registry.coverage.models import CellsKept, Study
from registry.siting.models import CameraType
from registry.siting.money import like, spent

MOST = 100
STEP = 2.0  # metres of street between two places where it is asked whose cell it is
LIMITS = (
    "Counted with the cells these cameras see now, at a person's height. Each row goes after the "
    "rows above it; with another order the losses differ. What private cameras would still see is "
    "estimated from shares of blocks."
)
SEEN = """
    SELECT c.nth - 1, k.cell
    FROM unnest(%(cameras)s::uuid[]) WITH ORDINALITY AS c(id, nth)
    JOIN camera_cell k ON k.camera_id = c.id AND k.px_per_m >= %(bound)s
    JOIN study_cell s ON s.study_id = %(study)s AND s.cell = k.cell
"""


class Ground(NamedTuple):
    """The cells some camera sees, and what each counts for: demand, metres of street, m², m²."""

    cell: NDArray[np.int64]
    weights: NDArray[np.float64]


def prune(study: Study, most: int = MOST) -> dict[str, Any]:
    """Order the agencies' cameras by how little would be lost of what is asked.

    Where nothing is asked of the area, by metres of street, then by area. A camera that was placed
    anew since the study is left out, for the study counted it as it stood; one that is offline too
    often sees nothing here, as in the study.
    """
    stood = of_study(study, study.area.extent)
    kept = dict(CellsKept.objects.values_list("camera_id", "placement"))
    same = [each for each in stood if kept.get(each.id) == each.placement]
    there = uptime_of(same)
    away = {each.id for each in same if there.get(each.id, 1.0) < OFTEN}
    camera, cell = _seen(study, [each.id for each in same], away)
    ground = _ground(study, np.unique(cell))
    order = removal_order(
        camera,
        np.searchsorted(ground.cell, cell),
        ground.weights,
        cameras=max(len(same), 1),
        most=most if same else 0,
    )
    asked = float(study.cells.aggregate(counts.ASKED)["asked"] or 0.0)
    return {
        "rows": _rows([each.id for each in same], order, asked, away),
        "cameras": len(same),
        "changed": len(stood) - len(same),
        "limits": LIMITS,
    }


def _seen(
    study: Study, cameras: Sequence[UUID], away: Collection[UUID]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the study's cells that each of these sees well enough, by their turn."""
    bound = SCHEMES[study.scheme][study.level]
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"cameras": list(cameras), "bound": bound, "study": study.pk})
        rows = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    rows = rows[~np.isin(rows[:, 0], [nth for nth, each in enumerate(cameras) if each in away])]
    return rows[:, 0], rows[:, 1]


def _ground(study: Study, cells: NDArray[np.int64]) -> Ground:
    each = float(study.numbers["area_m2"]) / max(int(study.numbers["cells"]), 1)
    demand = dict(study.cells.filter(cameras__gt=0, demand__gt=0).values_list("cell", "demand"))
    frame = pd.DataFrame(index=pd.Index(cells, name="cell"))
    return Ground(
        cells,
        frame.assign(
            demand=pd.Series(demand, dtype=float),
            street=_metres(study),
            area=each,
            unshared=each * (1 - _private(study, cells)),
        )
        .fillna(0.0)
        .to_numpy(float),
    )


def _metres(study: Study) -> pd.Series:
    """Give the metres of street in each cell, by places two metres apart at most."""
    lines = [
        shapely.from_wkb(bytes(line.wkb)) for line in study.streets.values_list("line", flat=True)
    ]
    if not lines:
        return pd.Series(dtype=float)
    plane = Plane(*study.area.centroid.coords)
    flat = plane.geometry_to_metres(np.array(lines, object))
    lengths = shapely.length(flat)
    pieces = np.maximum(np.ceil(lengths / STEP), 1).astype(int)
    of = np.repeat(np.arange(len(flat)), pieces)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    middles = shapely.line_interpolate_point(flat[of], (nth + 0.5) / pieces[of], normalized=True)
    degrees = plane.to_degrees(shapely.get_coordinates(middles))
    ids = np.asarray(coordinates_to_cells(degrees[:, 1], degrees[:, 0], UNIT_OF_ACCOUNT))
    metres = pd.Series((lengths / pieces)[of], index=ids.astype(np.int64))
    return metres.groupby(level=0).sum()


def _private(study: Study, cells: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the share told of each cell's block, nothing where none is told."""
    told = study.blocks.filter(share__isnull=False).values_list("cell", "share")
    return counts.of_blocks(cells, {cell: float(share or 0) for cell, share in told})


def _rows(
    cameras: Sequence[UUID], order: Removals, asked: float, away: Collection[UUID]
) -> list[dict[str, Any]]:
    named = Camera.registry.filter(level=Camera.Level.AGENCY).in_bulk(
        [cameras[row] for row in order.camera]
    )
    kinds = list(CameraType.objects.all())
    together = np.cumsum(order.lost, axis=0)
    rows = []
    for nth, row in enumerate(order.camera):
        camera = named[cameras[row]]
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
