"""The ground's surface as sheets of squares: what it is made of, what shades and what lights it."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Bytes = NDArray[np.uint8]


class Material(IntEnum):
    """What ground is made of."""

    GRASS = 0
    ASPHALT = 1
    PAVEMENT = 2
    WHITE_LINE = 3
    YELLOW_LINE = 4
    WATER = 5
    PARKING = 6
    GRAVEL = 7
    MEADOW = 8
    DRIVE = 9
    LEAVES = 10
    PLAZA = 11
    KERB = 12


# sRGB of each by plain daylight
COLOURS: Floats = (
    np.array(
        [(96, 118, 62), (92, 93, 96), (158, 155, 148), (214, 214, 208), (205, 168, 70), (74, 96,
         104),
         (104, 104, 106), (150, 140, 122), (142, 142, 84), (146, 143, 138), (92, 88, 58), (172,
          158, 140),
         (186, 184, 178)],
        np.float32,
    ) / 255
)  # fmt: skip
# How much each is mottled: grass much, paint little.
ROUGH: Floats = np.array(
    [0.34, 0.10, 0.09, 0.12, 0.12, 0.10, 0.10, 0.2, 0.4, 0.09, 0.5, 0.08, 0.06], np.float32
)


@dataclass(frozen=True)
class Sheet:
    """Squares of `step` metres from a south-west corner, row 0 southmost."""

    west: float
    south: float
    step: float
    material: Bytes
    glow: Bytes | None = None  # lamplight at night, 255 right under a lamp
    shade: Bytes | None = None  # 255 in full sun, 0 in full shadow

    def cells(self, xy: Floats) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Give each point's place in the flattened sheet, and whether it lies on it."""
        rows, columns = self.material.shape
        column = ((xy[:, 0] - self.west) / self.step).astype(np.intp)
        row = ((xy[:, 1] - self.south) / self.step).astype(np.intp)
        on = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        on &= (xy[:, 0] >= self.west) & (xy[:, 1] >= self.south)
        return np.where(on, row * columns + column, 0), on


@dataclass(frozen=True)
class Ground:
    """Sheets one over another, the coarsest first; beyond them meadow, unlit, in the sun."""

    sheets: tuple[Sheet, ...]

    def at(self, xy: Floats) -> tuple[Bytes, Floats, Floats]:
        """Give material, lamplight and sunlight (0..1) at points (N, 2)."""
        material = np.full(len(xy), Material.MEADOW, np.uint8)
        glow, sun = np.zeros(len(xy), np.float32), np.ones(len(xy), np.float32)
        jitter = np.random.default_rng(len(xy)).random((len(xy), 2), np.float32) - np.float32(0.5)
        for sheet in self.sheets:
            # Read a little off: the edges of squares turn to grain instead of stairs.
            cell, on = sheet.cells(xy + jitter * np.float32(sheet.step * 1.3))
            cell = cell[on]
            material[on] = sheet.material.ravel()[cell]
            if sheet.glow is not None:
                glow[on] = sheet.glow.ravel()[cell] / np.float32(255)
            if sheet.shade is not None:
                sun[on] = sheet.shade.ravel()[cell] / np.float32(255)
        return material, glow, sun
