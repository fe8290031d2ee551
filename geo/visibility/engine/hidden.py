"""Buildings that stand wholly in the endless shadow of others: they change nothing."""

import math

import numpy as np

from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.packing import Bools, Floats, Ints, Prisms

TURN = 2 * math.pi
END_ON = 1e-9  # square metres; as in shadows.py
SECTORS = 192  # the compass rose in which shadows are noted, coarse on purpose


@compiled
def azimuth_from(start: float, x: float, y: float) -> float:
    """Give the angle of a point anticlockwise from `start`, in [0, 2π)."""
    turned = math.atan2(y, x) - start
    while turned < 0:
        turned += TURN
    while turned >= TURN:
        turned -= TURN
    return turned


@compiled
def survey(prisms: Prisms, parts: Ints, x: float, y: float, start: float) -> tuple[Floats, Floats]:
    """Look at each part's walls.

    Gives the azimuths of every wall's ends (W, 2) from `start`, and per part (P, 5) where it
    begins, how wide it is, how near its box, how far its farthest corner and how often it winds
    around the camera: once if that is inside.
    """
    count = 0
    for part in parts:
        count += prisms.first[part + 1] - prisms.first[part]
    azimuths, extents, n = np.empty((count, 2)), np.empty((len(parts), 5)), 0
    for p in range(len(parts)):
        part, outer = parts[p], True
        last_x = last_y = np.inf
        after = swept = winding = low = high = far = origin = 0.0
        for wall in range(prisms.first[part], prisms.first[part + 1]):
            ax, ay = prisms.walls[wall, 0] - x, prisms.walls[wall, 1] - y
            bx, by = prisms.walls[wall, 2] - x, prisms.walls[wall, 3] - y
            same_ring = ax == last_x and ay == last_y
            before = after if same_ring else azimuth_from(start, ax, ay)
            after, last_x, last_y = azimuth_from(start, bx, by), bx, by
            azimuths[n, 0], azimuths[n, 1] = before, after
            n += 1
            if wall == prisms.first[part]:
                origin = before
            elif not same_ring:
                outer = False
            turn = after - before
            turn -= TURN if turn > math.pi else (-TURN if turn < -math.pi else 0.0)
            if abs(ax * by - ay * bx) > END_ON:  # on the wall itself the turn may be either way
                winding += turn
            if outer:
                swept += turn
                low, high = min(low, swept), max(high, swept)
                far = max(far, bx * bx + by * by)
        dx = max(prisms.boxes[part, 0] - x, 0.0, x - prisms.boxes[part, 2])
        dy = max(prisms.boxes[part, 1] - y, 0.0, y - prisms.boxes[part, 3])
        extents[p, 0], extents[p, 1] = (origin + low) % TURN, min(high - low, TURN)
        extents[p, 2], extents[p, 3] = math.hypot(dx, dy), math.sqrt(far)
        extents[p, 4] = winding / TURN
    return azimuths, extents


@compiled
def unhidden(heights: Floats, extents: Floats, height: float, opening: float) -> Bools:
    """Tell which parts are not wholly hidden behind ones as high as the camera, (P,).

    `heights` and `extents` are the parts'. In each sector of the rose the nearest distance is noted
    from which on everything is hidden, by a part that reaches across the whole sector; none is
    needed where nobody looks.
    """
    width = TURN / SECTORS
    hidden_from = np.full(SECTORS, np.inf)
    for sector in range(math.ceil(opening / width), SECTORS):
        hidden_from[sector] = 0.0
    for p in range(len(extents)):
        low, wide, far = extents[p, 0], extents[p, 1], extents[p, 3]
        if heights[p] >= height and wide < math.pi:
            for sector in range(math.ceil(low / width), math.floor((low + wide) / width)):
                hidden_from[sector % SECTORS] = min(hidden_from[sector % SECTORS], far)
    kept = np.zeros(len(extents), np.bool_)
    for p in range(len(extents)):
        low, wide, near = extents[p, 0], extents[p, 1], extents[p, 2]
        for sector in range(math.floor(low / width), math.floor((low + wide) / width) + 1):
            if hidden_from[sector % SECTORS] > near:
                kept[p] = True
                break
    return kept
