"""Many cameras in one call, without the interpreter's lock."""

import math

import numpy as np

from geo.visibility.engine.candidates import grown
from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.hidden import azimuth_from
from geo.visibility.engine.rings import rings_of
from geo.visibility.engine.slabs import slabs_of


@compiled
def area_of(borders, first, gaps):
    """Add up the gaps of one camera, each a triangle less a triangle."""
    area = 0.0
    for s in range(len(borders) - 1):
        half = 0.5 * math.sin(borders[s + 1] - borders[s])
        for gap in range(first[s], first[s + 1]):
            area += half * (gaps[gap, 1] * gaps[gap, 3] - gaps[gap, 0] * gaps[gap, 2])
    return area


@compiled
def areas_of(prisms, cameras):
    """Give every camera's visible square metres."""
    stamps = np.zeros(len(prisms.heights), np.int64)
    areas = np.zeros(len(cameras.x))
    for i in range(len(areas)):
        _, _, borders, first, gaps = slabs_of(prisms, cameras, i, stamps, i + 1)
        areas[i] = area_of(borders, first, gaps)
    return areas


@compiled
def all_rings(prisms, cameras):
    """Give every camera's rings: points (P, 2), then per ring its length, camera, piece and signed area."""
    stamps = np.zeros(len(prisms.heights), np.int64)
    points, n = np.empty((64 * len(cameras.x) + 64, 2)), 0
    rings, areas, count = np.empty((2 * len(cameras.x) + 64, 3), np.int64), np.empty(64), 0
    for i in range(len(cameras.x)):
        start, full, borders, first, gaps = slabs_of(prisms, cameras, i, stamps, i + 1)
        corners, lengths, pieces, signed = rings_of(start, full, borders, first, gaps)
        while n + len(corners) > len(points):
            points = grown(points)
        while count + len(lengths) > len(rings):
            rings = grown(rings)
        while count + len(lengths) > len(areas):
            areas = grown(areas)
        for k in range(len(corners)):
            points[n + k, 0], points[n + k, 1] = (
                corners[k, 0] + cameras.x[i],
                corners[k, 1] + cameras.y[i],
            )
        for k in range(len(lengths)):
            rings[count + k, 0], rings[count + k, 1], rings[count + k, 2] = lengths[k], i, pieces[k]
            areas[count + k] = signed[k]
        n += len(corners)
        count += len(lengths)
    return points[:n], rings[:count], areas[:count]


@compiled
def in_gaps(x, y, start, full, borders, first, gaps):
    """Tell whether a point, metres from the camera, lies in one of its gaps."""
    if len(borders) < 2:
        return False
    turned = azimuth_from(start, x, y)
    if not full and turned > borders[-1]:
        return False
    s = min(np.searchsorted(borders, turned, side="right") - 1, len(borders) - 2)
    right_x, right_y = math.cos(start + borders[s]), math.sin(start + borders[s])
    left_x, left_y = math.cos(start + borders[s + 1]), math.sin(start + borders[s + 1])
    from_right, to_left = right_x * y - right_y * x, x * left_y - y * left_x
    width = right_x * left_y - right_y * left_x
    for gap in range(first[s], first[s + 1]):
        # a chord from a on the right border to b on the left: x, y is beyond it where a·from_right + b·to_left turn
        near_right, far_right = gaps[gap, 0], gaps[gap, 1]
        near_left, far_left = gaps[gap, 2], gaps[gap, 3]
        beyond = near_right * from_right + near_left * to_left >= near_right * near_left * width
        within = far_right * from_right + far_left * to_left <= far_right * far_left * width
        if beyond and within:
            return True
    return False


@compiled
def points_seen(prisms, cameras, points):
    """Tell which of (N, 2) points the first camera sees."""
    stamps = np.zeros(len(prisms.heights), np.int64)
    start, full, borders, first, gaps = slabs_of(prisms, cameras, 0, stamps, 1)
    seen = np.zeros(len(points), np.bool_)
    for k in range(len(points)):
        x, y = points[k, 0] - cameras.x[0], points[k, 1] - cameras.y[0]
        seen[k] = in_gaps(x, y, start, full, borders, first, gaps)
    return seen
