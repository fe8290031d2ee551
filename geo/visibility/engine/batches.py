"""Many cameras in one call, without the interpreter's lock."""

import math

import numpy as np

from geo.visibility.engine.candidates import grown
from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.hidden import azimuth_from
from geo.visibility.engine.limits import HAIR
from geo.visibility.engine.packing import Bools, Cameras, Floats, Ints, Prisms
from geo.visibility.engine.rings import rings_of
from geo.visibility.engine.slabs import slabs_of
from geo.visibility.engine.walls import SAME


@compiled
def area_of(near: float, far: float, borders: Floats, first: Ints, gaps: Floats) -> float:
    """Add up the gaps of one camera, each a triangle less a triangle; on a circle, sectors."""
    area, least, most = 0.0, near * (1 + HAIR), far * (1 - HAIR)
    for s in range(len(borders) - 1):
        turn = borders[s + 1] - borders[s]
        sine = math.sin(turn)
        for gap in range(first[s], first[s + 1]):
            near_r, far_r, near_l, far_l = gaps[gap]
            outer = turn if min(far_r, far_l) >= most else sine
            inner = turn if max(near_r, near_l) <= least else sine
            area += 0.5 * (far_r * far_l * outer - near_r * near_l * inner)
    return area


@compiled
def areas_of(prisms: Prisms, cameras: Cameras) -> Floats:
    """Give every camera's visible square metres."""
    stamps = np.zeros(len(prisms.heights), np.int64)
    areas = np.zeros(len(cameras.x))
    for i in range(len(areas)):
        _, _, borders, first, gaps = slabs_of(prisms, cameras, i, stamps, i + 1, False)
        areas[i] = area_of(cameras.near[i], cameras.far[i], borders, first, gaps)
    return areas


@compiled
def all_rings(prisms: Prisms, cameras: Cameras) -> tuple[Floats, Ints, Floats]:
    """Give all rings: points (P, 2), (R, 3) length, camera and piece, (R,) signed areas."""
    stamps = np.zeros(len(prisms.heights), np.int64)
    points, n = np.empty((64 * len(cameras.x) + 64, 2)), 0
    rings, areas, count = np.empty((2 * len(cameras.x) + 64, 3), np.int64), np.empty(64), 0
    for i in range(len(cameras.x)):
        start, full, borders, first, gaps = slabs_of(prisms, cameras, i, stamps, i + 1, True)
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
def rays_of(start: float, borders: Floats) -> Floats:
    """Give the unit vectors of the borders, (S + 1, 2)."""
    rays = np.empty((len(borders), 2))
    for k in range(len(borders)):
        rays[k, 0], rays[k, 1] = math.cos(start + borders[k]), math.sin(start + borders[k])
    return rays


@compiled
def in_gaps(
    x: float,
    y: float,
    near: float,
    far: float,
    start: float,
    borders: Floats,
    rays: Floats,
    first: Ints,
    gaps: Floats,
) -> bool:
    """Tell whether a point, metres from the camera, lies in one of its gaps."""
    last = len(borders) - 1
    if last < 1 or not near * near <= x * x + y * y <= far * far:
        return False
    if borders[last] < math.pi and (
        rays[0, 0] * y - rays[0, 1] * x < 0 or rays[last, 0] * y - rays[last, 1] * x > 0
    ):
        return False
    turned = azimuth_from(start, x, y)
    if turned > borders[last] + SAME:
        return False
    s = min(int(np.searchsorted(borders, turned, side="right")), last) - 1
    from_right = rays[s, 0] * y - rays[s, 1] * x
    to_left = x * rays[s + 1, 1] - y * rays[s + 1, 0]
    width = rays[s, 0] * rays[s + 1, 1] - rays[s, 1] * rays[s + 1, 0]
    for gap in range(first[s], first[s + 1]):
        near_r, far_r, near_l, far_l = gaps[gap]
        # the chord from near_r on the right to near_l on the left has the point beyond it; the far
        # one has it before it, or there is no chord but the circle
        if near_r * from_right + near_l * to_left >= near_r * near_l * width and (
            far_r * from_right + far_l * to_left <= far_r * far_l * width
            or min(far_r, far_l) >= far * (1 - HAIR)
        ):
            return True
    return False


@compiled
def points_seen(prisms: Prisms, cameras: Cameras, points: Floats) -> Bools:
    """Tell which of (N, 2) points the first camera sees."""
    stamps = np.zeros(len(prisms.heights), np.int64)
    start, _, borders, first, gaps = slabs_of(prisms, cameras, 0, stamps, 1, False)
    rays, seen = rays_of(start, borders), np.zeros(len(points), np.bool_)
    for k in range(len(points)):
        x, y = points[k, 0] - cameras.x[0], points[k, 1] - cameras.y[0]
        seen[k] = in_gaps(x, y, cameras.near[0], cameras.far[0], start, borders, rays, first, gaps)
    return seen
