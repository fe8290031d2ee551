"""From walls to slabs: which walls each direction crosses, and what they leave visible."""

import math

import numpy as np

from geo.visibility.engine.candidates import candidates, grown
from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.gaps import GAP, SCRATCH, visible_gaps
from geo.visibility.engine.hidden import END_ON, TURN, survey, unhidden
from geo.visibility.engine.limits import APEX, crossing, distance, nearness
from geo.visibility.engine.openings import PARALLEL, corners, opening_of

STEP = math.radians(1.0)  # of the arcs, as in outlines.py
SAME = 1e-9  # radians; closer azimuths make one
WIDE = math.radians(20.0)  # widest slab
NARROW = 1e-8  # radians; a slab is not split any further

# rows of the table of limits before the walls; each wall follows as itself and stretched
NOWHERE, HERE, NEAR, FAR, TANGENT, SIDES, WALLS = 0, 1, 2, 3, 4, 5, 9


@compiled
def limits_of(near, far, sides, outlined, walls):
    """Start the table of limits, with room for the walls."""
    lines = np.zeros((WALLS + 2 * walls, 3))
    lines[HERE, 2] = APEX
    lines[NEAR, 2] = min(1.0 / max(near, 1e-30), APEX)
    lines[FAR, 2] = 1.0 / far
    if outlined:
        for i in range(4):
            if abs(sides[i, 2]) > PARALLEL:
                lines[SIDES + i, :2] = sides[i, :2] / sides[i, 2]
    return lines


@compiled
def stretch(height, occluder, target):
    """Give 1/k: by how much an occluder's far edge comes closer in nearness; see shadows.stretch."""
    if occluder >= height:
        return 0.0
    return 1.0 if occluder <= target else (height - occluder) / (height - target)


@compiled
def add_walls(prisms, parts, kept, winding, azimuths, x, y, height, target, lines):
    """Write the limits of the walls of the parts that are kept; give their azimuths (n, 2) and owners (n,).

    A wall turns anticlockwise from its first azimuth to its second, less than half round. Left out are walls seen end
    on, and where the shadow is endless anyway, those through which sight would leave; such an owner is -1 - part.
    """
    turns, owners, n, seen = np.empty((len(azimuths), 2)), np.empty(len(azimuths), np.int64), 0, 0
    for p in range(len(parts)):
        part = parts[p]
        if not kept[p]:
            seen += prisms.first[part + 1] - prisms.first[part]
            continue
        shrink = stretch(height, prisms.heights[part], target)
        endless = (
            shrink == 0.0 and abs(winding[p]) < 0.25
        )  # not from on the wall, where one may look in
        for wall in range(prisms.first[part], prisms.first[part + 1]):
            before, after = azimuths[seen]
            seen += 1
            ax, ay = prisms.walls[wall, 0] - x, prisms.walls[wall, 1] - y
            bx, by = prisms.walls[wall, 2] - x, prisms.walls[wall, 3] - y
            across = ax * by - ay * bx
            if before == after or abs(across) <= END_ON or (across > 0 and endless):
                continue
            row = WALLS + 2 * n
            lines[row, 0], lines[row, 1] = (by - ay) / across, (ax - bx) / across
            lines[row + 1, 0], lines[row + 1, 1] = lines[row, 0] * shrink, lines[row, 1] * shrink
            turns[n, 0], turns[n, 1] = (before, after) if across > 0 else (after, before)
            owners[n] = -1 - part if endless else part
            n += 1
    return turns[:n], owners[:n]


@compiled
def borders_of(turns, opening, sides, outlined, near, far, start):
    """Give the azimuths, from `start`, between which no wall begins or ends, none farther apart than WIDE."""
    steps = max(1, math.ceil(opening / WIDE))
    found, n = np.empty(steps + 1 + turns.size + 36), 0
    for i in range(steps + 1):
        found[n] = opening * i / steps
        n += 1
    for i in range(len(turns)):
        for side in range(2):
            if turns[i, side] < opening:
                found[n] = turns[i, side]
                n += 1
    if outlined:
        for azimuth in corners(sides, near, far):
            turned = (azimuth - start) % TURN
            if turned < opening:
                found[n] = turned
                n += 1
    found = np.sort(found[:n])
    kept = 1
    for i in range(1, n):
        if found[i] - found[kept - 1] > SAME:
            found[kept] = found[i]
            kept += 1
    return found[:kept]


@compiled
def _slab_at(borders, azimuth):
    return np.searchsorted(borders, azimuth, side="right") - 1


@compiled
def walls_by_slab(turns, borders):
    """Give for each slab the walls across it, in their order: those of slab s are walls[first[s]:first[s + 1]]."""
    slabs = len(borders) - 1
    spans = np.zeros((len(turns), 4), np.int64)
    first = np.zeros(slabs + 2, np.int64)
    for i in range(len(turns)):
        low, high = _slab_at(borders, turns[i, 0]), min(_slab_at(borders, turns[i, 1]), slabs)
        if turns[i, 0] <= turns[i, 1]:
            spans[i, 0], spans[i, 1] = low, high
        else:  # across the start
            spans[i, 0], spans[i, 1], spans[i, 3] = low, slabs, high
        for k in (0, 2):
            for s in range(spans[i, k], spans[i, k + 1]):
                first[s + 2] += 1
    for s in range(slabs):
        first[s + 2] += first[s + 1]
    walls = np.empty(first[slabs + 1], np.int64)
    for i in range(len(turns)):
        for k in (0, 2):
            for s in range(spans[i, k], spans[i, k + 1]):
                walls[first[s + 1]] = i
                first[s + 1] += 1
    return walls, first[: slabs + 1]


@compiled
def pair(walls, first, last, owners, lines, cos, sin, close, shadows):
    """Pair the walls across one slab, part by part, into shadows (rows of entry and exit); give how many.

    (cos, sin) points into the slab, of any length. Endless shadows have entries only, of which the nearest counts. An
    odd wall out means the camera is inside: the shadow starts here.
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
def nearest_and_farthest(lines, sides, outlined, cos, sin):
    """Give the rows of the limits in force in a direction, or a pair that leaves nothing visible."""
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
def slabs_of(prisms, cameras, i, stamps, stamp):
    """Give one camera's visible ground: start, full circle or not, borders (S + 1,), first (S + 1,), gaps (G, 4).

    The gaps of slab s are gaps[first[s]:first[s + 1]]: metres of near right, far right, near left, far left, where
    right is the slab's first border and left its second.
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
        prisms, parts, kept, extents[:, 4], azimuths, x, y, height, cameras.target[i], lines
    )
    borders = borders_of(turns, opening, sides, outlined, near, far, start)
    walls, first = walls_by_slab(turns, borders)
    found = fill(lines, sides, outlined, start, borders, walls, first, owners)
    return start, opening >= TURN - SAME, found[0], found[1], found[2]


@compiled
def within_far(lines, scratch, seen):
    """Tell whether all gaps of a slab end at walls within the range on both borders, and so all between."""
    for k in range(seen):
        if min(scratch[k, GAP + 1], scratch[k, GAP + 3]) < lines[FAR, 2]:
            return False
    return True


@compiled
def divide(pending, left, low, high):
    """Stack the borders that cut a slab into steps; give how many are pending."""
    steps = math.ceil((high - low) / STEP - 1e-9)
    for step in range(1, steps):
        pending[left] = high - step * (high - low) / steps
        left += 1
    return left


@compiled
def fill(lines, sides, outlined, start, borders, walls, walls_first, owners):
    """Give the borders after splitting, and the gaps of every slab.

    A wide slab is first looked at with a tangent in the place of the range's circle; only if something is seen right
    up to there is it cut into steps, each a chord of the circle.
    """
    slabs = len(borders) - 1
    out_borders, first = np.empty(slabs + 64), np.zeros(slabs + 64, np.int64)
    gaps, n, total, most = np.empty((2 * slabs + 16, 4)), 0, 0, 0
    for s in range(slabs):
        most = max(most, walls_first[s + 1] - walls_first[s])
    shadows, scratch = np.empty((most + 2, 2), np.int64), np.empty((most + 3, SCRATCH))
    pending, out_borders[0] = np.empty(128), borders[0]
    ahead = (math.cos(start + borders[0]), math.sin(start + borders[0]))
    for s in range(slabs):
        right, left = ahead, (math.cos(start + borders[s + 1]), math.sin(start + borders[s + 1]))
        ahead = left
        cos, sin = 0.5 * (right[0] + left[0]), 0.5 * (right[1] + left[1])
        close, away = nearest_and_farthest(lines, sides, outlined, cos, sin)
        count = pair(
            walls, walls_first[s], walls_first[s + 1], owners, lines, cos, sin, scratch, shadows
        )
        tangent = lines[FAR, 2] / math.hypot(cos, sin)
        lines[TANGENT, 0], lines[TANGENT, 1] = cos * tangent, sin * tangent
        low, waiting, pending[0] = borders[s], 1, borders[s + 1]
        if close == NEAR and lines[NEAR, 2] < APEX:
            waiting = divide(pending, waiting, low, borders[s + 1])
        while waiting:
            high = pending[waiting - 1]
            if waiting > 1:
                left = (math.cos(start + high), math.sin(start + high))
            else:
                left = ahead
            bold = away == FAR and high - low > 1.001 * STEP
            shadows[count, 0], shadows[count, 1] = (TANGENT if bold else away), NOWHERE
            seen, one, other = visible_gaps(
                lines, shadows, count + 1, close, shadows[count, 0], right, left, scratch
            )
            if bold and (
                one == TANGENT or other == TANGENT or not within_far(lines, scratch, seen)
            ):
                waiting = divide(pending, waiting, low, high)
                continue
            if one >= 0 and high - low > NARROW and waiting < len(pending) - 32:
                pending[waiting] = crossing(lines, one, other, start + low, start + high) - start
                waiting += 1
                continue
            waiting -= 1
            if n + 2 > len(out_borders):
                out_borders, first = grown(out_borders), grown(first)
            while total + seen > len(gaps):
                gaps = grown(gaps)
            for k in range(seen):
                for side in range(4):
                    gaps[total + k, side] = distance(scratch[k, GAP + side])
            total += seen
            n += 1
            out_borders[n], first[n] = high, total
            low, right = high, left
    return out_borders[: n + 1], first[: n + 1], gaps[:total]
