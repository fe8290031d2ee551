"""Where each pixel of an image looks: its compass bearing and how steeply it falls."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.optics import image_axes
from geo.visibility import Poses

Floats = NDArray[np.floating[Any]]
BENT = 120.0  # degrees; wider lenses are shown unrolled on a cylinder: walls stay upright
_LEVEL_SHIFT = 0.2  # of vfov: how far below the horizon a camera of unknown tilt is taken to look


@dataclass(frozen=True)
class Lens:
    """An image's size, pixels, and opening, degrees; `tilt` below the horizon, `roll` clockwise."""

    width: int
    height: int
    hfov: float
    vfov: float
    tilt: float
    roll: float

    @classmethod
    def of(cls, pose: Poses, size: tuple[int, int]) -> "Lens":
        """Take a pose's lens; what is unknown follows from square pixels."""
        hfov, (width, height) = float(pose.hfov[0]), size
        bent = hfov > BENT
        vfov = float(pose.vfov[0])
        if math.isnan(vfov) and not bent:
            half = math.tan(math.radians(hfov) / 2) * height / width
            vfov = 2 * math.degrees(math.atan(half))
        elif bent:
            vfov = hfov * height / width  # of the cylinder: tangents, not degrees
        tilt = float(pose.tilt[0])
        if math.isnan(tilt):
            tilt = 0.0 if bent else vfov * _LEVEL_SHIFT
        return cls(width, height, hfov, vfov, tilt, float(pose.roll[0]))

    @property
    def bent(self) -> bool:
        """Tell whether the image is unrolled from a cylinder."""
        return self.hfov > BENT

    @property
    def focal(self) -> tuple[float, float]:
        """Give pixels per unit across and down: of tangents, or across of radians where bent."""
        if self.bent:
            each = self.width / math.radians(self.hfov)
            return each, each
        return (
            self.width / 2 / math.tan(math.radians(self.hfov) / 2),
            self.height / 2 / math.tan(math.radians(self.vfov) / 2),
        )

    @property
    def horizon(self) -> float:
        """Give the row of the horizon in a bent image: above the middle, for the ground matters."""
        return self.height * (0.42 - self.tilt / 90) - self.height * 0.14 * (self.hfov > 270)


@lru_cache(maxsize=64)
def rays(lens: Lens) -> tuple[Floats, Floats]:
    """Give each pixel's bearing from the azimuth, radians, and slope, rise per metre; (H, W)."""
    fx, fy = lens.focal
    across = (np.arange(lens.width) + 0.5 - lens.width / 2) / fx
    if lens.bent:
        down = (np.arange(lens.height) + 0.5 - lens.horizon) / fy
        turn = np.broadcast_to(across, (lens.height, lens.width))
        slope = np.broadcast_to(-down[:, None], turn.shape)
        return np.ascontiguousarray(turn, np.float32), np.ascontiguousarray(slope, np.float32)
    down = (np.arange(lens.height) + 0.5 - lens.height / 2) / fy
    forward, right, up = image_axes(0.0, -lens.tilt, lens.roll)
    way = forward + across[None, :, None] * right - down[:, None, None] * up
    level = np.hypot(way[..., 0], way[..., 1])
    slope = way[..., 2] / np.maximum(level, 1e-6)
    return np.arctan2(way[..., 0], way[..., 1]).astype(np.float32), slope.astype(np.float32)


def project(lens: Lens, azimuth: float, ahead: ArrayLike) -> Floats:
    """Give pixel columns, rows and depths (N, 3) of points (N, 3) east, north, up from the lens.

    Depth is along the axis (along the ground where bent); nothing at or below 0 can be drawn.
    """
    way = np.asarray(ahead, float).reshape(-1, 3)
    fx, fy = lens.focal
    if lens.bent:
        level = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
        turn = np.arctan2(way[:, 0], way[:, 1]) - math.radians(azimuth)
        turn = (turn + math.pi) % (2 * math.pi) - math.pi
        column = lens.width / 2 + fx * turn
        return np.column_stack([column, lens.horizon - fy * way[:, 2] / level, level])
    forward, right, up = _axes(azimuth, lens.tilt, lens.roll)
    depth = way @ forward
    safe = np.where(np.abs(depth) < 1e-6, 1e-6, depth)
    return np.column_stack(
        [
            lens.width / 2 + fx * (way @ right) / safe,
            lens.height / 2 - fy * (way @ up) / safe,
            depth,
        ]
    )


@lru_cache(maxsize=512)
def _axes(azimuth: float, tilt: float, roll: float) -> tuple[Floats, ...]:
    return image_axes(azimuth, -tilt, roll)
