"""The walls around a camera: their limits, and which slabs they cross."""

import math

import numpy as np

from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.hidden import END_ON, TURN, azimuth_from
from geo.visibility.engine.limits import APEX, FAR, HERE, NEAR, SIDES, WALLS
from geo.visibility.engine.openings import PARALLEL, corners
from geo.visibility.engine.packing import Bools, Floats, Ints, Prisms

SAME = 1e-9  # radians; closer azimuths make one
WIDE = math.radians(60.0)  # the widest slab


@compiled
def limits_of(near: float, far: float, sides: Floats, outlined: bool, walls: int) -> Floats:
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
def stretch(height: float, occluder: float, target: float) -> float:
    """Give 1/k, which takes a wall's nearness to that of its shadow's end; see shadows.stretch."""
    if occluder >= height:
        return 0.0
    return 1.0 if occluder <= target else (height - occluder) / (height - target)


@compiled
def foot(
    ax: float, ay: float, bx: float, by: float, shrink: float, start: float, lines: Floats, row: int
) -> float:
    """Give the azimuth at which a wall is nearest, if it may dip through a circle there; else inf.

    Dip: be beyond the circle at both ends and within it in between, the wall or its shadow's end.
    With a border in the middle a slab has at most one crossing of each wall with each circle.
    """
    along_a, along_b = ax * (bx - ax) + ay * (by - ay), bx * (bx - ax) + by * (by - ay)
    if along_a >= 0 or along_b <= 0:
        return np.inf
    peak = math.hypot(lines[row, 0], lines[row, 1])
    ends = (shrink if shrink > 0 else 1.0) / math.sqrt(min(ax * ax + ay * ay, bx * bx + by * by))
    if peak > lines[NEAR, 2] or ends < lines[FAR, 2] < peak:
        return azimuth_from(start, lines[row, 0], lines[row, 1])
    return np.inf


@compiled
def add_walls(
    prisms: Prisms,
    parts: Ints,
    kept: Bools,
    winding: Floats,
    azimuths: Floats,
    x: float,
    y: float,
    height: float,
    target: float,
    start: float,
    lines: Floats,
) -> tuple[Floats, Ints]:
    """Write the limits of the kept parts' walls; give their azimuths (n, 3) and owners (n,).

    A wall turns anticlockwise from its first azimuth to its second, less than half round; the third
    is its foot. Left out are walls seen end on, and where the shadow is endless anyway, those
    through which sight would leave; such an owner is -1 - part.
    """
    turns, owners, n, seen = np.empty((len(azimuths), 3)), np.empty(len(azimuths), np.int64), 0, 0
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
            turns[n, 2] = foot(ax, ay, bx, by, shrink, start, lines, row)
            owners[n] = -1 - part if endless else part
            n += 1
    return turns[:n], owners[:n]


@compiled
def borders_of(
    turns: Floats,
    opening: float,
    sides: Floats,
    outlined: bool,
    near: float,
    far: float,
    start: float,
) -> Floats:
    """Give the azimuths, from `start`, between which no wall begins, ends or dips, within WIDE."""
    steps = max(1, math.ceil(opening / WIDE))
    found, n = np.empty(steps + 1 + turns.size + 36), 0
    for i in range(steps + 1):
        found[n] = opening * i / steps
        n += 1
    for i in range(len(turns)):
        for side in range(3):
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
def _slab_at(borders: Floats, azimuth: float) -> int:
    return int(np.searchsorted(borders, azimuth, side="right")) - 1


@compiled
def walls_by_slab(turns: Floats, borders: Floats) -> tuple[Ints, Ints]:
    """Give the walls across each slab: those of slab s are walls[first[s]:first[s + 1]]."""
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
