"""Which wall of its house a camera hangs on, when only the house was pointed at."""

import math

import shapely

from geo.visibility.occluders import Occluders
from geo.visibility.snapping import CLEARANCE, Snap, snap_out

AT_THE_WALL = 1.5  # metres inside which the nearest wall is the one that is meant
DEEPEST = 40.0  # metres from any wall; deeper there is no saying where the camera hangs


def step_out(point: tuple[float, float], azimuth: float | None, occluders: Occluders) -> Snap:
    """Move a point out of its building, metres: to the nearest wall, or the one it looks out of.

    A house is told by a point within it, and its camera looks away from it: of its walls the one
    towards `azimuth` (degrees) is where the camera is. Without a direction it is the nearest.
    """
    nearest = snap_out(point, occluders, DEEPEST)
    if nearest.outcome != "snapped" or nearest.moved_m <= AT_THE_WALL or azimuth is None:
        return nearest
    x, y = point
    reach = DEEPEST + CLEARANCE
    sight = shapely.LineString(
        [
            (x, y),
            (
                x + math.sin(math.radians(azimuth)) * reach,
                y + math.cos(math.radians(azimuth)) * reach,
            ),
        ]
    )
    # adjoining houses count as one, as when snapping: a party wall is no way out
    around = shapely.union_all(occluders.parts[occluders.tree.query(sight, predicate="intersects")])
    open_air = shapely.difference(sight, around.buffer(2 * CLEARANCE, join_style="mitre"))
    if open_air.is_empty:
        return nearest
    out = shapely.get_point(shapely.get_parts(open_air)[0], 0)
    return Snap(out.x, out.y, shapely.Point(x, y).distance(out), "snapped")
