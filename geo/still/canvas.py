"""A picture with the distance of everything in it, onto which nearer things are laid."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from geo.still.layers import GROUND, SKY, Seen

Floats = NDArray[np.floating[Any]]
Corners = NDArray[np.floating[Any]]
_FINE = 3  # things are drawn so many times larger, then shrunk: thumbnails show no staircases


@dataclass
class Canvas:
    """Colours (H, W, 3), sRGB 0..1, and metres along the ground to what hides things (H, W)."""

    image: Floats
    depth: Floats

    @classmethod
    def of(cls, image: Floats, seen: Seen) -> "Canvas":
        """Take a painted background; neither flat ground nor sky hides what stands on it."""
        open_ = (seen.kind == GROUND) | (seen.kind == SKY)
        return cls(image, np.where(open_, np.float32(np.inf), seen.distance))

    def copy(self) -> "Canvas":
        """Give one to draw on, so that the background can be used again."""
        return Canvas(self.image.copy(), self.depth.copy())

    def window(self, corners: Corners) -> tuple[slice, slice] | None:
        """Give rows and columns around image points (N, 2: column, row); None off the picture."""
        height, width = self.depth.shape
        left, top = np.floor(corners.min(axis=0)).astype(int) - 1
        right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
        if left >= right or top >= bottom:
            return None
        return slice(top, bottom), slice(left, right)

    def polygons(
        self, shapes: list[tuple[Corners, tuple[int, int, int]]], distance: float,
        opacity: float = 1.0,
        *, hides: bool = True,
    ) -> None:  # fmt: skip
        """Fill polygons (N, 2: column, row) of one thing, in order, where nothing nearer stands."""
        window = self.window(np.vstack([shape for shape, _ in shapes]))
        if window is None:
            return
        rows, columns = window
        origin = (columns.start, rows.start)
        size = ((columns.stop - columns.start) * _FINE, (rows.stop - rows.start) * _FINE)
        patch, mask = Image.new("RGB", size), Image.new("L", size)
        paint, cover = ImageDraw.Draw(patch), ImageDraw.Draw(mask)
        for shape, colour in shapes:
            points = [tuple(p) for p in ((shape - origin) * _FINE)]
            paint.polygon(points, fill=colour)
            cover.polygon(points, fill=255)
        share = np.asarray(mask.reduce(_FINE), np.float32) / 255
        colours = _shrunk(patch, mask)
        self.lay(window, colours, share * np.float32(opacity), distance, hides=hides)

    def lay(
        self, window: tuple[slice, slice], colours: Floats, share: Floats, distance: float, *,
        hides: bool = True,
    ) -> None:  # fmt: skip
        """Blend colours over a window, by share, where nothing nearer stands."""
        free = self.depth[window] > distance
        share = share * free
        self.image[window] += (colours - self.image[window]) * share[..., None]
        if hides:
            self.depth[window][share > 0.5] = distance

    def shine(
        self, column: float, row: float, radius: float, colour: Floats, distance: float
    ) -> None:
        """Add a round glow."""
        reach = np.array([[column - radius, row - radius], [column + radius, row + radius]])
        window = self.window(reach)
        if window is None:
            return
        rows, columns = window
        down = np.arange(rows.start, rows.stop)[:, None] + 0.5 - row
        across = np.arange(columns.start, columns.stop)[None] + 0.5 - column
        share = np.clip(1 - np.hypot(down, across) / radius, 0, 1) ** 2 * (
            self.depth[window] > distance
        )
        self.image[window] += share.astype(np.float32)[..., None] * colour


def _shrunk(patch: Image.Image, mask: Image.Image) -> Floats:
    """Shrink colours without the black around them bleeding in."""
    solid = np.asarray(mask.reduce(_FINE), np.float32)[..., None] / 255
    return (
        np.asarray(patch.reduce(_FINE), np.float32) / 255 / np.maximum(solid, np.float32(1 / 255))
    )
