"""Walking around the gaps of one camera: rings of its visible ground."""

import math

import numpy as np

from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.packing import Bools, Floats, Ints, Span

TOUCH = 1e-7  # metres; corners closer than this on one border are one
LEAST = 1e-4  # square metres; smaller rings are rounding


@compiled
def root(parent: Ints, i: int) -> int:
    """Find the gap that stands for all gaps joined to this one."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@compiled
def corners_on(gaps: Floats, before: Span, after: Span, radii: Floats, n: int) -> int:
    """Append the radii at which gaps begin and end on one border, sorted, each once.

    `before` and `after` are the gaps on either side, (first, last + 1): those before the border
    meet it with their columns 2 and 3, those after it with 0 and 1.
    """
    first = n
    for gap in range(before[0], before[1]):
        radii[n], radii[n + 1] = gaps[gap, 2], gaps[gap, 3]
        n += 2
    for gap in range(after[0], after[1]):
        radii[n], radii[n + 1] = gaps[gap, 0], gaps[gap, 1]
        n += 2
    for k in range(first + 1, n):  # a handful: insertion sort
        value, at = radii[k], k
        while at > first and radii[at - 1] > value:
            radii[at] = radii[at - 1]
            at -= 1
        radii[at] = value
    kept = min(first + 1, n)
    for k in range(first + 1, n):
        if radii[k] - radii[kept - 1] > TOUCH:
            radii[kept] = radii[k]
            kept += 1
    return kept


@compiled
def corner_at(radii: Floats, first: int, last: int, radius: float) -> int:
    """Give which of the corners first..last - 1 lies at a radius that one of them was made from."""
    at = first
    while at + 1 < last and radii[at + 1] <= radius:
        at += 1
    return at


@compiled
def pin(
    gaps: Floats, span: Span, side: int, radii: Floats, first: int, last: int, ends: Ints
) -> None:
    """Note at which corners of a border the gaps of a span begin and end."""
    for gap in range(span[0], span[1]):
        ends[gap, side] = corner_at(radii, first, last, gaps[gap, side])
        ends[gap, side + 1] = corner_at(radii, first, last, gaps[gap, side + 1])


@compiled
def radial_edges(
    before: Span, after: Span, first: int, last: int, ends: Ints, parent: Ints, edges: Ints, n: int
) -> int:
    """Add the pieces of a border visible on one side only; join gaps where both sides are."""
    i, j = before[0], after[0]
    for corner in range(first, last - 1):
        while i < before[1] and ends[i, 3] <= corner:
            i += 1
        while j < after[1] and ends[j, 1] <= corner:
            j += 1
        is_before = i < before[1] and ends[i, 2] <= corner
        is_after = j < after[1] and ends[j, 0] <= corner
        if is_before and is_after:
            one, other = root(parent, i), root(parent, j)
            parent[max(one, other)] = min(one, other)
        elif is_before:
            edges[n, 0], edges[n, 1], edges[n, 2] = corner + 1, corner, i
            n += 1
        elif is_after:
            edges[n, 0], edges[n, 1], edges[n, 2] = corner, corner + 1, j
            n += 1
    return n


@compiled
def edges_of(
    start: float, full: bool, borders: Floats, first: Ints, gaps: Floats
) -> tuple[Floats, Floats, Ints, Ints]:
    """Give corners x, y (C,), edges (E, 3) as from, to, gap, and the parents of the gaps.

    The visible ground lies on the left of the edges.

    Corner 0 is the camera, wherever the ground is visible right up to it.
    """
    slabs, count = len(borders) - 1, len(gaps)
    radii, x, y = np.empty(4 * count + 1), np.zeros(4 * count + 1), np.zeros(4 * count + 1)
    ends, parent = np.empty((count, 4), np.int64), np.arange(count)
    edges, n, corners = np.empty((6 * count + 1, 3), np.int64), 0, 1
    for border in range(slabs if full else slabs + 1):
        last = border - 1 if border else (slabs - 1 if full else -1)
        before = (first[last], first[last + 1]) if last >= 0 else (0, 0)
        after = (first[border], first[border + 1]) if border < slabs else (0, 0)
        low, corners = corners, corners_on(gaps, before, after, radii, corners)
        pin(gaps, before, 2, radii, low, corners, ends)
        pin(gaps, after, 0, radii, low, corners, ends)
        n = radial_edges(before, after, low, corners, ends, parent, edges, n)
        cos, sin = math.cos(start + borders[border]), math.sin(start + borders[border])
        for corner in range(low, corners):
            x[corner], y[corner] = radii[corner] * cos, radii[corner] * sin
    for gap in range(count):
        if ends[gap, 0] == ends[gap, 1] and ends[gap, 2] == ends[gap, 3]:
            continue
        edges[n, 0], edges[n, 1], edges[n, 2] = ends[gap, 1], ends[gap, 3], gap
        edges[n + 1, 0], edges[n + 1, 1], edges[n + 1, 2] = ends[gap, 2], ends[gap, 0], gap
        n += 2
    kept = 0
    for edge in range(n):
        for side in range(2):
            if radii[edges[edge, side]] <= TOUCH:
                edges[edge, side] = 0
        if edges[edge, 0] != edges[edge, 1]:
            edges[kept] = edges[edge]
            kept += 1
    return x[:corners], y[:corners], edges[:kept], parent


@compiled
def departures(edges: Ints, corners: int) -> tuple[Ints, Ints]:
    """Give the edges that leave each corner: those of corner c are order[first[c]:first[c + 1]]."""
    first = np.zeros(corners + 2, np.int64)
    for edge in range(len(edges)):
        first[edges[edge, 0] + 2] += 1
    for corner in range(corners):
        first[corner + 2] += first[corner + 1]
    order = np.empty(len(edges), np.int64)
    for edge in range(len(edges)):
        order[first[edges[edge, 0] + 1]] = edge
        first[edges[edge, 0] + 1] += 1
    return order, first[: corners + 1]


@compiled
def write_ring(x: Floats, y: Floats, path: Ints, out: Floats, n: int) -> tuple[int, float]:
    """Append a closed ring to out[n:] without needless corners; give n and its signed area."""
    first = n
    for i in range(len(path)):
        px, py = x[path[i]], y[path[i]]
        last = path[i - 1] if n == first else -1
        ax, ay = (x[last], y[last]) if last >= 0 else (out[n - 1, 0], out[n - 1, 1])
        follower = path[(i + 1) % len(path)]
        ahead_x, ahead_y, back_x, back_y = x[follower] - px, y[follower] - py, px - ax, py - ay
        long = math.hypot(x[follower] - ax, y[follower] - ay)
        straight = ahead_x * back_x + ahead_y * back_y >= 0
        if straight and abs(back_x * ahead_y - back_y * ahead_x) <= TOUCH * long:
            continue
        out[n, 0], out[n, 1] = px, py
        n += 1
    area = 0.0
    for i in range(first, n):
        after = i + 1 if i + 1 < n else first
        area += 0.5 * (out[i, 0] * out[after, 1] - out[after, 0] * out[i, 1])
    if n - first < 3 or abs(area) < LEAST:
        return first, 0.0
    out[n] = out[first]
    return n + 1, area


@compiled
def onward(
    edges: Ints, order: Ints, first: Ints, corner: int, used: Bools, parent: Ints, gap: int
) -> int:
    """Give an unused edge that leaves a corner, better of the same piece; -1 if there is none."""
    found = -1
    for k in range(first[corner], first[corner + 1]):
        if not used[order[k]]:
            found = int(order[k])
            if root(parent, edges[found, 2]) == root(parent, gap):
                return found
    return found


@compiled
def rings_of(
    start: float, full: bool, borders: Floats, first: Ints, gaps: Floats
) -> tuple[Floats, Ints, Ints, Floats]:
    """Give one camera's rings: points (P, 2) from it, lengths, pieces and signed areas (R,).

    A path that comes back to a corner it has passed has closed a ring there: rings that touch in a
    point come apart.
    """
    x, y, edges, parent = edges_of(start, full, borders, first, gaps)
    order, leaving = departures(edges, len(x))
    used, place = np.zeros(len(edges), np.bool_), np.full(len(x), -1)
    path, points, n = np.empty(len(edges) + 1, np.int64), np.empty((2 * len(edges) + 4, 2)), 0
    rings, areas, count = np.empty((len(edges) + 1, 2), np.int64), np.empty(len(edges) + 1), 0
    for begin in range(len(edges)):
        edge, walked = (-1 if used[begin] else begin), 0
        while edge >= 0:
            used[edge], corner, ahead = True, edges[edge, 0], edges[edge, 1]
            place[corner], path[walked] = walked, corner
            walked += 1
            if place[ahead] >= 0:
                back = place[ahead]
                for k in range(back, walked):
                    place[path[k]] = -1
                longer, area = write_ring(x, y, path[back:walked], points, n)
                if area != 0.0:
                    rings[count, 0], rings[count, 1] = longer - n, root(parent, edges[edge, 2])
                    areas[count] = area
                    count += 1
                    n = longer
                walked = back
                if walked == 0:
                    break
            edge = onward(edges, order, leaving, ahead, used, parent, edges[edge, 2])
    return points[:n], rings[:count, 0], rings[:count, 1], areas[:count]
