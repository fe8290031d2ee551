"""What bounds a view on empty ground: the circles of near and range, and the sides of the image."""

import numpy as np
from numpy.typing import NDArray

from geo.optics import image_axes
from geo.visibility.poses import Poses

Floats = NDArray[np.float64]
LOWEST_RISE = 0.01  # metres; a camera in or below the plane it watches looks level, a hair above it


def target_plane(poses: Poses, target_height: float) -> Floats:
    """Give the height each camera watches: a camera below the target sees it at its own height."""
    return np.minimum(target_height, poses.height)


def outlined(poses: Poses) -> NDArray[np.bool_]:
    """Tell which views the outline of a flat image bounds; no flat image opens 180° or more."""
    return poses.framed & (poses.hfov < 180)


def circles(poses: Poses, target_height: float) -> tuple[Floats, Floats]:
    """Give the radii between which each camera sees, (N,) and (N,).

    A panoramic camera with a tilt and a vfov keeps to its lens's limits in every direction,
    near_far's formula.
    """
    near, far = poses.near.copy(), poses.range.copy()
    wide = poses.framed & (poses.hfov >= 180)
    rise = np.maximum(poses.height - target_plane(poses, target_height), LOWEST_RISE)[wide]
    lower, upper = (np.radians(poses.tilt + sign * poses.vfov / 2)[wide] for sign in (1, -1))
    with np.errstate(divide="ignore"):
        closest = np.where(
            lower >= np.pi / 2, 0.0, np.where(lower <= 0, np.inf, rise / np.tan(lower))
        )
        farthest = np.where(
            upper <= 0, np.inf, np.where(upper >= np.pi / 2, 0.0, rise / np.tan(upper))
        )
    near[wide], far[wide] = np.maximum(near[wide], closest), np.minimum(far[wide], farthest)
    return np.minimum(near, far), far


def sides(poses: Poses, target_height: float) -> Floats:
    """Give the (N, 4, 3) sides of each image as a, b, c: seen is where a·east + b·north >= c.

    The plane through the lens and one edge of the image has an inward normal n; it meets the target
    plane, `rise` below the lens, in n·(east, north, -rise) = 0. Order: left, right, bottom, top.
    Zeros where no image bounds the view.
    """
    lines = np.zeros((len(poses), 4, 3))
    some = outlined(poses)
    forward, right, up = image_axes(poses.azimuth[some], -poses.tilt[some], poses.roll[some])
    across = np.tan(np.radians(poses.hfov[some]) / 2)[:, None]
    along = np.tan(np.radians(poses.vfov[some]) / 2)[:, None]
    normals = np.stack(
        [
            forward * across + right,
            forward * across - right,
            forward * along + up,
            forward * along - up,
        ],
        axis=1,
    )
    rise = np.maximum(poses.height - target_plane(poses, target_height), LOWEST_RISE)[some]
    lines[some] = np.concatenate([normals[..., :2], normals[..., 2:] * rise[:, None, None]], axis=2)
    return lines
