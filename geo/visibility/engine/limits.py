"""Lines and circles around a camera as rows (a, b, c): nearness = a·cos + b·sin + c."""

import math

import numpy as np

from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.packing import Floats

# The table of a camera's limits: rows of its own, then each wall as itself and stretched.
NOWHERE, HERE, NEAR, FAR, SIDES, WALLS = 0, 1, 2, 3, 4, 8

APEX = 1e7  # 1/m; the nearness at which a limit counts as the camera itself
HAIR = 1e-9  # of a nearness: closer than this, two limits touch


@compiled
def nearness(lines: Floats, row: int, cos: float, sin: float) -> float:
    """Give 1/distance of a limit along a direction."""
    return float(lines[row, 0] * cos + lines[row, 1] * sin + lines[row, 2])


@compiled
def compare(a: float, b: float) -> int:
    """Tell whether a is nearer (1), farther (-1) or where b is (0)."""
    hair = HAIR * (a + b)
    return 1 if a - b > hair else (-1 if b - a > hair else 0)


@compiled
def distance(near: float) -> float:
    """Turn a nearness into metres."""
    return 0.0 if near >= APEX * 0.999 else 1.0 / near


@compiled
def crossing(lines: Floats, i: int, j: int, low: float, high: float) -> float:
    """Give the azimuth in (low, high) at which two limits swap their order, kept off both ends."""
    a, b = lines[i, 0] - lines[j, 0], lines[i, 1] - lines[j, 1]
    c = lines[i, 2] - lines[j, 2]
    swing = math.hypot(a, b)
    middle, margin = 0.5 * (low + high), 1e-3 * (high - low)
    if swing < 1e-300:
        return middle
    phase, half = math.atan2(b, a), math.acos(min(max(-c / swing, -1.0), 1.0))
    best = np.inf
    for root in (phase - half, phase + half):
        off = (root - middle + math.pi) % (2 * math.pi) - math.pi
        if abs(off) < abs(best):
            best = off
    return min(max(middle + best, low + margin), high - margin)
