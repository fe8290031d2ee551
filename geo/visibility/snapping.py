"""Cameras that GPS put inside the wall they hang on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from shapely import Point

from geo.visibility.occluders import Occluders

CLEARANCE = 0.05  # metres a snapped camera stands off its wall: less than any bracket does

Outcome = Literal["free", "snapped", "indoors"]


@dataclass(frozen=True)
class Snap:
    """Where a camera really stands, how far it was moved, and why."""

    x: float
    y: float
    moved_m: float
    outcome: Outcome


def snap_out(
    point: tuple[float, float], footprints: Occluders | Sequence[Any], limit: float = 5.0
) -> Snap:
    """Move a point out of the footprint it lies in, along the nearest wall's normal, metres.

    Adjoining and overlapping footprints count as one: a party wall is no way out. `indoors`,
    unmoved, where open air is more than `limit` metres away: such a camera is inside, or on the
    roof if it hangs higher than the building.
    """
    x, y = point
    here = Point(x, y)
    shapes = (
        footprints.parts
        if isinstance(footprints, Occluders)
        else np.asarray(footprints, dtype=object)
    )
    tree = footprints.tree if isinstance(footprints, Occluders) else shapely.STRtree(shapes)
    # also on the wall itself, where rounding decides on which side of it a point lies
    if not len(tree.query(here, predicate="dwithin", distance=CLEARANCE)):
        return Snap(x, y, 0.0, "free")
    around = shapely.union_all(shapes[tree.query(here, predicate="dwithin", distance=limit + 1.0)])
    # the union's cracks narrower than twice the clearance are no place for a camera
    solid = shapely.union(around, around.buffer(CLEARANCE, join_style="mitre"))
    if not solid.contains(here):
        return Snap(x, y, 0.0, "free")
    edge = solid.boundary
    way_out = edge.interpolate(edge.project(here))
    moved = here.distance(way_out)
    if moved > limit + CLEARANCE:
        return Snap(x, y, 0.0, "indoors")
    return Snap(way_out.x, way_out.y, moved, "snapped")
