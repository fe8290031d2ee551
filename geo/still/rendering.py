"""The picture a camera would give, from what hides the ground and where the camera looks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geo.still import things, trees
from geo.still.canvas import Canvas
from geo.still.layers import GROUND, Seen, look
from geo.still.lens import Lens, project
from geo.still.light import Light, light_of
from geo.still.scene import Box, Scene
from geo.still.surfaces import paint
from geo.visibility import Poses

SIZE = (320, 180)
_LONGEST = 6.0  # metres from a thing's middle to the end of it, shadow included
Floats = NDArray[np.floating[Any]]
NOON = light_of(160.0, 48.0)


@dataclass(frozen=True)
class Still:
    """A rendered picture, and what each of its pixels (H, W) shows."""

    canvas: Canvas
    seen: Seen
    lens: Lens
    azimuth: float
    light: Light

    @property
    def shows_ground(self) -> NDArray[np.bool_]:
        """Tell which pixels show the ground, things that stand on it left out of account."""
        return np.asarray(self.seen.kind == GROUND)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """Give the picture, (H, W, 3) sRGB."""
        return (np.clip(self.canvas.image, 0, 1) * np.float32(255.99)).astype(np.uint8)

    @property
    def image(self) -> Image.Image:
        """Give the picture."""
        return Image.fromarray(self.pixels)

    def backdrop(self, size: tuple[int, int] | None = None) -> "Backdrop":
        """Keep what drawing things over this picture needs, at this size or a smaller one."""
        width, height = size or (self.lens.width, self.lens.height)
        image = self.image.resize((width, height), Image.Resampling.BOX)
        down = (np.arange(height) + 0.5) * self.lens.height / height
        across = (np.arange(width) + 0.5) * self.lens.width / width
        depth = self.canvas.depth[np.ix_(down.astype(np.intp), across.astype(np.intp))]
        lens = replace(self.lens, width=width, height=height)
        return Backdrop(
            np.asarray(image), depth.astype(np.float16), lens, self.azimuth, self.seen.eye,
            self.light,
        )  # fmt: skip

    def with_things(self, boxes: Iterable[Box]) -> "Still":
        """Give the same picture with things in it; what is behind a wall stays behind it."""
        canvas = self.canvas.copy()
        here = self.seen.eye[:2]
        far_first = sorted(
            boxes, key=lambda box: -float(np.hypot(box.x - here[0], box.y - here[1]))
        )
        for box in far_first:
            things.draw(canvas, self.lens, self.azimuth, self.seen.eye, box, self.light)
        return Still(canvas, self.seen, self.lens, self.azimuth, self.light)


@dataclass(frozen=True)
class Backdrop:
    """A still kept small, in bytes and half precision, for what moves in front of it."""

    colours: NDArray[np.uint8]
    depth: NDArray[np.float16]
    lens: Lens
    azimuth: float
    eye: Floats
    light: Light

    def with_things(self, boxes: Iterable[Box]) -> NDArray[np.uint8]:
        """Give the picture (H, W, 3) with things in it."""
        canvas = Canvas(
            self.colours.astype(np.float32) / np.float32(255), self.depth.astype(np.float32)
        )
        _stand(canvas, boxes, self.lens, self.azimuth, self.eye, self.light)
        return (np.clip(canvas.image, 0, 1) * np.float32(255.99)).astype(np.uint8)


def render(
    scene: Scene,
    pose: Poses,
    *,
    size: tuple[int, int] = SIZE,
    light: Light = NOON,
    hour: int = 12,
    boxes: Iterable[Box] = (),
) -> Still:
    """Render what one camera (a Poses of length 1) sees, `size` in pixels.

    The scene's prisms and the pose are those geo.visibility takes, so the ground that shows is the
    ground it calls seen, with a target height of 0. `hour` chooses which windows are lit at night.
    """
    lens = Lens.of(pose, size)
    azimuth = float(pose.azimuth[0])
    seen = look(scene, pose, lens)
    canvas = Canvas.of(paint(scene, seen, light, hour), seen)
    trees.plant(canvas, scene, lens, azimuth, seen.eye, light)
    still = Still(canvas, seen, lens, azimuth, light)
    return still.with_things(boxes) if boxes else still


def _stand(
    canvas: Canvas,
    boxes: Iterable[Box],
    lens: Lens,
    azimuth: float,
    eye: Floats,
    light: Light,
) -> None:
    """Draw things, the farthest first, leaving out what lies beside or behind the picture."""
    listed = list(boxes)
    if not listed:
        return
    ahead = np.array([(box.x - eye[0], box.y - eye[1], 0.8 - eye[2]) for box in listed])
    column, _, depth = project(lens, azimuth, ahead).T
    margin = lens.focal[0] * _LONGEST / np.maximum(depth, 0.5)
    shown = (depth > 0) & (abs(column - lens.width / 2) < lens.width / 2 + margin)
    far_first = np.argsort(-np.hypot(ahead[:, 0], ahead[:, 1]), kind="stable")
    for i in far_first[shown[far_first]]:
        things.draw(canvas, lens, azimuth, eye, listed[i], light)
