"""What a camera would see on empty ground: a sector, or the outline of its image, in shapely."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geo.optics import image_axes
from geo.visibility.poses import Poses

STEP = math.radians(1.0)  # of the arcs; a chord of 1° loses 5e-5 of a disc's area
LOWEST_RISE = 0.01  # metres; a camera in the target plane itself is taken to stand a hair above it


def rise_over(height: float, target_height: float) -> float:
    """Give how far a camera stands above the plane it watches; a camera below that plane looks level."""
    return max(height - target_height, 0.0)


def outline(pose: Poses, target_height: float, step: float = STEP) -> Polygon:
    """Give the ground one camera would see with nothing in the way; empty where it sees none."""
    reach, near, hfov = float(pose.range[0]), float(pose.near[0]), float(pose.hfov[0])
    if reach <= near or hfov == 0:
        return Polygon()
    if not pose.framed[0]:
        return sector(pose, near, reach, hfov, step)
    if hfov >= 180:  # no flat image opens so wide: the lens's upper and lower limits make a ring
        closest, farthest = ring_of(pose, target_height)
        return sector(pose, max(near, closest), min(reach, farthest), hfov, step)
    disc = sector(pose, near, reach, 360.0, step)
    frame = image_on_ground(pose, target_height)
    return shapely.intersection(disc, frame) if frame.area else Polygon()


def ring_of(pose: Poses, target_height: float) -> tuple[float, float]:
    """Give the limits of a lens that opens 180° or more and is tilted: near_far for an azimuth it turns through."""
    rise = max(rise_over(float(pose.height[0]), target_height), LOWEST_RISE)
    lower = math.radians(float(pose.tilt[0] + pose.vfov[0] / 2))
    upper = math.radians(float(pose.tilt[0] - pose.vfov[0] / 2))
    closest = 0.0 if lower >= math.pi / 2 else (rise / math.tan(lower) if lower > 0 else math.inf)
    return closest, math.inf if upper <= 0 else rise / math.tan(
        upper
    ) if upper < math.pi / 2 else 0.0


def sector(pose: Poses, near: float, reach: float, hfov: float, step: float = STEP) -> Polygon:
    """Give a ring, or a wedge of one, whose corners lie on the circles, one every `step` or less."""
    x, y = float(pose.x[0]), float(pose.y[0])
    if reach <= near:
        return Polygon()
    start = math.radians(90.0 - float(pose.azimuth[0]) - hfov / 2)
    opening = math.radians(hfov)
    angles = start + np.linspace(0.0, opening, max(1, math.ceil(opening / step - 1e-9)) + 1)
    rays = np.column_stack([np.cos(angles), np.sin(angles)])
    if hfov >= 360:
        holes = [rays[:-1] * near + (x, y)] if near > 0 else []
        return Polygon(rays[:-1] * reach + (x, y), holes)
    inner = rays[::-1] * near if near > 0 else np.zeros((1, 2))
    return Polygon(np.vstack([rays * reach, inner]) + (x, y))


def frame_sides(pose: Poses, target_height: float) -> NDArray[np.float64]:
    """Give the four sides of an image on the target plane as (a, b, c): seen where a·east + b·north ≥ c.

    The plane through the lens and one edge of the image has the inward normal n; it meets the target plane `rise`
    below the lens in n·(east, north, −rise) = 0. Order: left, right, bottom, top. hfov and vfov below 180.
    """
    forward, right, up = image_axes(
        float(pose.azimuth[0]), -float(pose.tilt[0]), float(pose.roll[0])
    )
    across = math.tan(math.radians(float(pose.hfov[0])) / 2)
    along = math.tan(math.radians(float(pose.vfov[0])) / 2)
    normals = np.array(
        [
            forward * across + right,
            forward * across - right,
            forward * along + up,
            forward * along - up,
        ]
    )
    rise = max(rise_over(float(pose.height[0]), target_height), LOWEST_RISE)
    return np.column_stack([normals[:, :2], normals[:, 2] * rise])


def image_on_ground(pose: Poses, target_height: float) -> Polygon:
    """Give an image's outline on the target plane, cut off far beyond the range."""
    far = 4.0 * float(pose.range[0])
    shape = shapely.box(-far, -far, far, far)
    for a, b, c in frame_sides(pose, target_height):
        shape = shapely.intersection(shape, _half_plane(a, b, c, far))
    moved = shapely.transform(shape, lambda xy: xy + (pose.x[0], pose.y[0]))
    return moved if isinstance(moved, Polygon) else Polygon()


def _half_plane(a: float, b: float, c: float, far: float) -> Polygon:
    """Give {a·x + b·y ≥ c} as a square so large that it covers the box of half side `far` where it should."""
    length = math.hypot(a, b)
    if length < 1e-12:
        return shapely.box(-far, -far, far, far) if c <= 0 else Polygon()
    inward, start = np.array([a, b]) / length, c / length
    if start < -2 * far:
        return shapely.box(-far, -far, far, far)
    if start > 2 * far:
        return Polygon()
    along = np.array([-inward[1], inward[0]]) * 4 * far
    edge = inward * start
    return Polygon(
        [
            edge - along,
            edge + along,
            edge + along + inward * 8 * far,
            edge - along + inward * 8 * far,
        ]
    )
