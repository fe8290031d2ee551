"""What makes a cell matter: calls in its neighbourhood, schools, crossings."""

from datetime import timedelta
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from h3ronpy import change_resolution
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray

from registry.coverage.asked import WEIGHTS
from registry.coverage.ground import Ground, box_round, tree_of
from registry.coverage.models import Study

Floats = NDArray[np.float64]

YEARS = timedelta(days=3 * 365)  # of calls, up to the study's moment
# A planner reads calls in sums only: they are counted by cells of 1.5 hectares, and each spread
# evenly over the ground of its own.
NEIGHBOURHOOD = 10
SCHOOL, CROSSING = 100.0, 15.0  # metres within which a place counts
LANDMARKS = {
    "schools": (("school", "kindergarten"), SCHOOL),
    "crossings": (("crossing",), CROSSING),
}

CALLS = """
    SELECT ST_X(position), ST_Y(position) FROM incident
    WHERE position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
      AND reported_at > %(since)s AND reported_at <= %(at)s
      AND (%(kinds)s::text[] = '{}' OR kind = ANY(%(kinds)s::text[]))
      AND (%(hours)s::int[] = '{}'
        OR extract(hour FROM reported_at AT TIME ZONE %(zone)s) = ANY(%(hours)s::int[]))
      AND (%(months)s::int[] = '{}'
        OR extract(month FROM reported_at AT TIME ZONE %(zone)s) = ANY(%(months)s::int[]))
"""
PLACES = """
    SELECT ST_X(position), ST_Y(position) FROM landmark
    WHERE kind = ANY(%(kinds)s)
      AND position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
"""


def demand(study: Study, ground: Ground) -> Floats:
    """Give each cell's part of the demand; all parts together are 1, or 0 where there is none.

    Calls, schools and crossings each make a part as large as their weight says, however many of
    them there are.
    """
    total = np.zeros(len(ground))
    if not len(ground):
        return total
    for name in WEIGHTS:
        if weight := float(study.demand.get(name, 0.0)):
            part = _calls(study, ground) if name == "calls" else _places(name, ground)
            if part.any():
                total += weight * part / part.sum()
    return total / total.sum() if total.any() else total


def _calls(study: Study, ground: Ground) -> Floats:
    asked = {name: study.demand.get(name) or [] for name in ("kinds", "hours", "months")}
    when = {"since": study.at - YEARS, "at": study.at, "zone": settings.TIME_ZONE}
    # as wide again as a neighbourhood, for one at the edge reaches over it
    spots = _spots(CALLS, box_round(ground.table, ground.plane, 200.0) | asked | when)
    if not len(spots):
        return np.zeros(len(ground))
    around = coordinates_to_cells(spots[:, 1], spots[:, 0], NEIGHBOURHOOD)
    here, calls = np.unique(np.asarray(around, np.uint64), return_counts=True)
    mine = np.asarray(change_resolution(ground.table.ids, NEIGHBOURHOOD), np.uint64)
    rows = np.minimum(np.searchsorted(here, mine), len(here) - 1)
    return np.where(here[rows] == mine, calls[rows], 0).astype(float)


def _places(name: str, ground: Ground) -> Floats:
    kinds, reach = LANDMARKS[name]
    box = box_round(ground.table, ground.plane, reach)
    spots = ground.plane.to_metres(_spots(PLACES, box | {"kinds": list(kinds)}))
    _, near = tree_of(ground.table.centres).query(
        shapely.points(spots), predicate="dwithin", distance=reach
    )
    return np.bincount(near, minlength=len(ground)).astype(float)


def _spots(question: str, values: dict[str, Any]) -> Floats:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return np.array(cursor.fetchall(), dtype=float).reshape(-1, 2)
