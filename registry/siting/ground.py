"""What is left to see in the area of a study: ground, metres of street and demand, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from h3ronpy import cells_area_m2, cells_resolution, change_resolution
from h3ronpy.vector import cells_to_coordinates, coordinates_to_cells
from numpy.typing import NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT
from geo.plane import Plane
from geo.siting import worth_left
from registry.coverage.ground import rows_among
from registry.coverage.models import Reason, Study

Floats = NDArray[np.float64]
Ids = NDArray[np.uint64]

STEP = 2.0  # metres of a street that are given to one cell
CELLS = """
    SELECT cell, reason = %s, demand FROM study_cell WHERE study_id = %s ORDER BY cell
"""
STREETS = """
    SELECT ST_AsBinary(line), metres FROM study_street WHERE study_id = %s AND seen = %s
"""


@dataclass(frozen=True, eq=False)
class Ground:
    """The open-ground cells (C,) of a study in order, with their centres in degrees.

    `left` holds by what is to be gained what each cell still has of it: `area` in m², `street` in
    metres, `demand` in the study's own unit. What the agency sees has nothing left; of a block that
    private cameras are told to see a share of, that share is gone.
    """

    cells: Ids
    lnglat: Floats
    left: Mapping[str, Floats]


def ground_of(study: Study) -> Ground:
    """Read what a finished study found."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [Reason.NONE, study.pk])
        rows = cursor.fetchall()
    cells = np.array([cell for cell, _, _ in rows], np.int64).astype(np.uint64)
    seen = np.array([seen for _, seen, _ in rows], bool)
    demand = np.array([demand for _, _, demand in rows], float)
    degrees = cells_to_coordinates(cells)
    told = told_shares(study, cells)
    covered = np.where(seen, 1.0, told)
    return Ground(
        cells,
        np.column_stack([degrees["lng"], degrees["lat"]]).astype(float),
        {
            "area": worth_left(np.asarray(cells_area_m2(cells), float), covered),
            "street": worth_left(street_in(study, cells, seen=False), told),
            "demand": worth_left(demand, covered),
        },
    )


def told_shares(study: Study, cells: Ids) -> Floats:
    """Give what private cameras are told to see of the block each cell lies in; else nothing."""
    told = np.zeros(len(cells))
    blocks = list(
        study.blocks.filter(share__isnull=False).order_by("cell").values_list("cell", "share")
    )
    if not blocks or not len(cells):
        return told
    ids = np.array([cell for cell, _ in blocks], np.int64).astype(np.uint64)
    shares = np.array([share for _, share in blocks])
    resolutions = np.asarray(cells_resolution(ids))
    for resolution in np.unique(resolutions).tolist():
        of = resolutions == resolution
        parents = np.asarray(change_resolution(cells, resolution), np.uint64)
        row = rows_among(ids[of], parents)
        told = np.where(row >= 0, shares[of][row], told)
    return told


def street_in(study: Study, cells: Ids, *, seen: bool) -> Floats:
    """Deal the metres of street that are seen, or are not, out to the cells they run through."""
    middle = study.area.centroid
    plane = Plane(middle.x, middle.y)
    with connection.cursor() as cursor:
        cursor.execute(STREETS, [study.pk, seen])
        rows = cursor.fetchall()
    lines = plane.geometry_to_metres(shapely.from_wkb([bytes(line) for line, _ in rows]))
    metres = np.array([length for _, length in rows], float)
    steps = np.maximum(np.ceil(metres / STEP), 1).astype(int)
    line = np.repeat(np.arange(len(rows)), steps)
    nth = np.arange(len(line)) - np.repeat(np.cumsum(steps) - steps, steps)
    points = shapely.line_interpolate_point(
        np.asarray(lines, object)[line], (nth + 0.5) / steps[line], normalized=True
    )
    lng, lat = plane.to_degrees(shapely.get_coordinates(points)).T
    through = np.asarray(coordinates_to_cells(lat, lng, UNIT_OF_ACCOUNT), np.uint64)
    row = rows_among(cells, through)
    here = row >= 0
    each = metres[line] / steps[line]
    return np.bincount(row[here], weights=each[here], minlength=len(cells)).astype(float)
