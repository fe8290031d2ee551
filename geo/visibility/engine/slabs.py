"""From one camera to its slabs: what is visible between which azimuths."""

import math

import numpy as np

from geo.visibility.engine.candidates import candidates, grown
from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.gaps import GAP, SCRATCH, visible_gaps
from geo.visibility.engine.hidden import TURN, survey, unhidden
from geo.visibility.engine.limits import (
    APEX,
    FAR,
    HERE,
    NEAR,
    NOWHERE,
    SIDES,
    WALLS,
    crossing,
    distance,
    nearness,
)
from geo.visibility.engine.openings import PARALLEL, opening_of
from geo.visibility.engine.packing import Cameras, Floats, Ints, Prisms, Slabs
from geo.visibility.engine.walls import SAME, add_walls, borders_of, limits_of, walls_by_slab

STEP = math.radians(1.0)  # of the arcs, as in outlines.py
STEPS = 64  # at most, in the widest slab
ROOM = 256  # borders that may wait at once, splits and steps
NARROW = 1e-8  # radians; a slab is not split any further


@compiled
def pair(
    walls: Ints,
    first: int,
    last: int,
    owners: Ints,
    lines: Floats,
    cos: float,
    sin: float,
    close: Floats,
    shadows: Ints,
) -> int:
    """Pair the walls across a slab, part by part, into shadows (entry, exit); give how many.

    (cos, sin) points into the slab, of any length. Endless shadows have entries only, of which the
    nearest counts. An odd wall out means the camera is inside: the shadow starts here.
    """
    n, i = 0, first
    while i < last:
        owner, crossed = owners[walls[i]], 0
        while i < last and owners[walls[i]] == owner:
            row = WALLS + 2 * walls[i]
            value, k = lines[row, 0] * cos + lines[row, 1] * sin, crossed
            while k > 0 and close[k - 1, 0] < value:
                close[k, 0], close[k, 1] = close[k - 1, 0], close[k - 1, 1]
                k -= 1
            close[k, 0], close[k, 1] = value, row
            crossed += 1
            i += 1
        if owner < 0:
            shadows[n, 0], shadows[n, 1] = int(close[0, 1]), NOWHERE
            n += 1
            continue
        if crossed % 2:
            shadows[n, 0], shadows[n, 1] = HERE, int(close[0, 1]) + 1
            n += 1
        for k in range(crossed % 2, crossed, 2):
            shadows[n, 0], shadows[n, 1] = int(close[k, 1]), int(close[k + 1, 1]) + 1
            n += 1
    return n


@compiled
def nearest_and_farthest(
    lines: Floats, sides: Floats, outlined: bool, cos: float, sin: float
) -> tuple[int, int]:
    """Give the limits in force in a direction, or two that leave nothing visible."""
    near, far = NEAR, FAR
    if outlined:
        for i in range(4):
            if abs(sides[i, 2]) <= PARALLEL:
                if sides[i, 0] * cos + sides[i, 1] * sin < 0:
                    return FAR, HERE
            elif sides[i, 2] > 0:
                if nearness(lines, SIDES + i, cos, sin) < nearness(lines, near, cos, sin):
                    near = SIDES + i
            elif nearness(lines, SIDES + i, cos, sin) > nearness(lines, far, cos, sin):
                far = SIDES + i
    return near, far


@compiled
def slabs_of(
    prisms: Prisms, cameras: Cameras, i: int, stamps: Ints, stamp: int, chords: bool
) -> Slabs:
    """Give one camera's ground: start, full circle?, borders (S + 1,), first (S + 1,), gaps (G, 4).

    The gaps of slab s are gaps[first[s]:first[s + 1]]: metres of near right, far right, near left,
    far left, where right is the slab's first border and left its second. Arcs of the two circles
    are left round, or with `chords` cut into steps that are straight.
    """
    near, far = cameras.near[i], cameras.far[i]
    sides, outlined = cameras.sides[i], cameras.outlined[i]
    start, opening = cameras.start[i], min(cameras.opening[i], TURN)
    if far <= near:
        opening = 0.0
    elif outlined:
        start, opening = opening_of(sides, near, far)
    if opening <= SAME:
        return start, False, np.zeros(1), np.zeros(1, np.int64), np.zeros((0, 4))
    x, y, height = cameras.x[i], cameras.y[i], cameras.height[i]
    parts = candidates(prisms, x, y, far, start, opening, stamps, stamp)
    azimuths, extents = survey(prisms, parts, x, y, start)
    heights = prisms.heights[parts]
    for p in range(len(parts)):
        if heights[p] >= height and abs(extents[p, 4]) > 0.75:  # indoors
            return start, False, np.zeros(1), np.zeros(1, np.int64), np.zeros((0, 4))
    kept = unhidden(heights, extents, height, opening)
    lines = limits_of(near, far, sides, outlined, len(azimuths))
    turns, owners = add_walls(
        prisms, parts, kept, extents[:, 4], azimuths, x, y, height, cameras.target[i], start, lines
    )
    borders = borders_of(turns, opening, sides, outlined, near, far, start)
    walls, first = walls_by_slab(turns, borders)
    found = fill(lines, sides, outlined, start, borders, walls, first, owners, chords)
    return start, opening >= TURN - SAME, found[0], found[1], found[2]


@compiled
def curved(lines: Floats, scratch: Floats, seen: int) -> bool:
    """Tell whether an arc bounds one of a slab's gaps."""
    for k in range(seen):
        if scratch[k, GAP + 1] == lines[FAR, 2] and scratch[k, GAP + 3] == lines[FAR, 2]:
            return True
        if scratch[k, GAP] == lines[NEAR, 2] < APEX and scratch[k, GAP + 2] == lines[NEAR, 2]:
            return True
    return False


@compiled
def cut(pending: Floats, waiting: int, low: float, high: float) -> int:
    """Stack the borders that cut a slab into steps; give how many are waiting."""
    steps = math.ceil((high - low) / STEP - 1e-9)
    for step in range(1, steps):
        pending[waiting] = high - step * (high - low) / steps
        waiting += 1
    return waiting


@compiled
def write(gaps: Floats, total: int, scratch: Floats, seen: int) -> None:
    """Write the gaps of a slab in metres."""
    for k in range(seen):
        for side in range(4):
            gaps[total + k, side] = distance(scratch[k, GAP + side])


@compiled
def fill(
    lines: Floats,
    sides: Floats,
    outlined: bool,
    start: float,
    borders: Floats,
    walls: Ints,
    walls_first: Ints,
    owners: Ints,
    chords: bool,
) -> tuple[Floats, Ints, Floats]:
    """Give the borders after cutting and splitting, and the gaps of every slab."""
    slabs, most = len(borders) - 1, np.max(np.diff(walls_first))
    out_borders, first = np.empty(slabs + 64), np.zeros(slabs + 64, np.int64)
    gaps, n, total = np.empty((2 * slabs + most + 16, 4)), 0, 0
    shadows, scratch = np.empty((most + 2, 2), np.int64), np.empty((most + 3, SCRATCH))
    pending, out_borders[0] = np.empty(ROOM), borders[0]
    ahead = (math.cos(start + borders[0]), math.sin(start + borders[0]))
    for s in range(slabs):
        right, end = ahead, borders[s + 1]
        ahead = (math.cos(start + end), math.sin(start + end))
        cos, sin = 0.5 * (right[0] + ahead[0]), 0.5 * (right[1] + ahead[1])
        close, away = nearest_and_farthest(lines, sides, outlined, cos, sin)
        count = pair(
            walls, walls_first[s], walls_first[s + 1], owners, lines, cos, sin, scratch, shadows
        )
        shadows[count, 0], shadows[count, 1] = away, NOWHERE
        low, waiting, pending[0] = borders[s], 1, end
        while waiting:
            high = pending[waiting - 1]
            left = (math.cos(start + high), math.sin(start + high)) if waiting > 1 else ahead
            seen, one, other = visible_gaps(
                lines, shadows, count + 1, close, away, right, left, scratch
            )
            if one >= 0 and high - low > NARROW and waiting < ROOM - STEPS:
                pending[waiting] = crossing(lines, one, other, start + low, start + high) - start
                waiting += 1
            elif chords and high - low > 1.001 * STEP and curved(lines, scratch, seen):
                waiting = cut(pending, waiting, low, high)
            else:
                if n + 2 > len(out_borders):
                    out_borders, first = grown(out_borders), grown(first)
                if total + seen > len(gaps):  # a slab has fewer gaps than `grown` adds
                    gaps = grown(gaps)
                write(gaps, total, scratch, seen)
                n, total, waiting, low, right = n + 1, total + seen, waiting - 1, high, left
                out_borders[n], first[n] = high, total
    return out_borders[: n + 1], first[: n + 1], gaps[:total]
