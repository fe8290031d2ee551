"""What a camera would see on empty ground: a sector, or the outline of its image."""

import math

import numpy as np
import shapely
from shapely import Polygon

from geo.visibility import frames
from geo.visibility.poses import Poses

STEP = math.radians(1.0)  # of the arcs; chords of 1° lose 5e-5 of a disc's area


def outline(pose: Poses, target_height: float) -> shapely.Geometry:
    """Give the ground one camera would see with nothing in the way; empty where it sees none."""
    (near,), (far,) = frames.circles(pose, target_height)
    if far <= near or pose.hfov[0] == 0:
        return Polygon()
    if not frames.outlined(pose)[0]:
        return sector(pose, near, far, float(pose.hfov[0]))
    shape: shapely.Geometry = sector(pose, near, far, 360.0)
    for a, b, c in frames.sides(pose, target_height)[0]:
        shape = shapely.intersection(shape, half_plane(pose, a, b, c, far))
    return shape


def sector(pose: Poses, near: float, far: float, hfov: float) -> Polygon:
    """Give a ring, or a wedge of one, its corners on the circles, one every STEP or less."""
    place = np.array([pose.x[0], pose.y[0]])
    opening = math.radians(hfov)
    start = math.radians(90.0 - pose.azimuth[0]) - opening / 2
    angles = start + np.linspace(0.0, opening, max(1, math.ceil(opening / STEP - 1e-9)) + 1)
    rays = np.column_stack([np.cos(angles), np.sin(angles)])
    if hfov >= 360:
        return Polygon(place + rays[:-1] * far, [place + rays[:-1] * near] if near > 0 else [])
    inner = rays[::-1] * near if near > 0 else np.zeros((1, 2))
    return Polygon(place + np.vstack([rays * far, inner]))


def half_plane(pose: Poses, a: float, b: float, c: float, far: float) -> Polygon:
    """Give {a·east + b·north >= c} from a camera, as a rectangle right within `far` of it."""
    place, length = np.array([pose.x[0], pose.y[0]]), math.hypot(a, b)
    if c <= -2 * far * length:  # the whole disc; also where a and b are nought
        return shapely.box(*(place - 2 * far), *(place + 2 * far))
    if c >= 2 * far * length:
        return Polygon()
    inward = np.array([a, b]) / length
    along = np.array([-inward[1], inward[0]]) * 4 * far
    edge = place + inward * c / length
    deep = edge + inward * 8 * far
    return Polygon([edge - along, edge + along, deep + along, deep - along])
