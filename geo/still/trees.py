"""Trees and lamp posts: flat cut-outs that stand upright wherever they are seen from."""

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geo.still import grain
from geo.still.canvas import Canvas
from geo.still.layers import SIGHT
from geo.still.lens import Lens, project
from geo.still.light import Light
from geo.still.scene import Scene

Floats = NDArray[np.floating[Any]]
KINDS = 6
_TALL, _WIDE = 160, 128  # pixels of a cut-out
_LEAVES = np.array(
    [(74, 98, 50), (88, 108, 52), (64, 88, 48), (138, 102, 50), (120, 116, 56), (104, 78, 46)],
     np.float32
) / 255  # fmt: skip
_BARK, _POST = np.array((0.30, 0.25, 0.20), np.float32), (70, 74, 76)
POST_HEIGHT = 7.2


@cache
def cutout(kind: int) -> Image.Image:
    """Draw one kind of tree: crown of many clumps on a trunk, white light; alpha is its outline."""
    roll = np.random.default_rng(100 + kind)
    y, x = np.mgrid[0:_TALL, 0:_WIDE].astype(np.float32)
    crown = np.zeros((_TALL, _WIDE), np.float32)
    light = np.zeros_like(crown)
    for _ in range(26):
        turn, out = roll.uniform(0, 2 * math.pi), math.sqrt(roll.uniform(0, 1))
        cx, cy = 64 + 40 * out * math.cos(turn), 62 + 40 * out * math.sin(turn)
        size = roll.uniform(15, 24)
        clump = 1 - np.hypot((x - cx) / size, (y - cy) / (size * 0.9))
        nearer = clump > crown
        crown = np.maximum(crown, clump)
        shade = 0.66 + 0.34 * np.clip((cy + size * 0.6 - y) / (size * 1.7), 0, 1) - (cy - 62) / 260
        light = np.where(nearer & (clump > 0), shade, light)
    ragged = grain.tile()[:_TALL, :_WIDE] * 0.5 + roll.normal(0, 0.07, crown.shape)
    alpha = np.clip((crown + ragged * 0.3 - 0.1) * 7, 0, 1) * (crown > 0)
    colour = _LEAVES[kind] * (light * (1 + 0.35 * ragged))[..., None]
    trunk = (abs(x - 64) < 4.2 - (y - 90) / 90) & (y > 90) & (y < _TALL)
    bare = trunk & (alpha < 0.5)
    colour[bare] = _BARK
    alpha[bare] = 1
    return Image.fromarray(
        (np.clip(np.dstack([colour, alpha]), 0, 1) * 255).astype(np.uint8), "RGBA"
    )


def plant(
    canvas: Canvas, scene: Scene, lens: Lens, azimuth: float, eye: Floats, light: Light
) -> None:
    """Stand trees and lamp posts into a picture, the farthest first."""
    plants, lamps = scene.plants, scene.lamps
    foot = np.vstack([plants.at, lamps]) - eye[:2]
    count = len(plants.at)
    height = np.r_[plants.height, np.full(len(lamps), POST_HEIGHT)]
    distance = np.hypot(*foot.T)
    near = np.r_[plants.radius + 2.0, np.full(len(lamps), 2.5)]
    sight = np.r_[np.full(count, SIGHT * 0.8), np.full(len(lamps), 140.0)]
    some = np.flatnonzero((distance > near) & (distance < sight))
    low = project(lens, azimuth, np.column_stack([foot[some], np.full(len(some), -eye[2])]))
    high = project(lens, azimuth, np.column_stack([foot[some], height[some] - eye[2]]))
    shown = (low[:, 2] > 0.5) & (high[:, 2] > 0.5) & (abs(low[:, 0] - lens.width / 2) < lens.width)
    for n in np.flatnonzero(shown)[np.argsort(-distance[some][shown], kind="stable")]:
        i = int(some[n])
        if i < count:
            _tree(canvas, int(plants.kind[i]), low[n], high[n], float(distance[i]), light)
        else:
            _post(canvas, low[n], high[n], float(distance[i]), light, lens)


def _tree(
    canvas: Canvas, kind: int, low: Floats, high: Floats, distance: float,
    light: Light,
) -> None:  # fmt: skip
    tall = low[1] - high[1]
    if tall < 2:
        return
    wide = tall * _WIDE / _TALL
    left, top = round(high[0] - wide / 2), round(high[1])
    size = (max(round(wide), 1), max(round(tall), 1))
    window = canvas.window(np.array([[left + 1, top + 1], [left + size[0] - 1, top + size[1] - 1]]))
    if window is None or size[0] > 4 * canvas.depth.shape[1]:
        return
    rows, columns = window
    part = (columns.start - left, rows.start - top, columns.stop - left, rows.stop - top)
    scale = np.array([_WIDE / size[0], _TALL / size[1]] * 2)
    box = tuple(np.clip(np.array(part) * scale, 0, (_WIDE, _TALL, _WIDE, _TALL)))
    image = cutout(kind).resize(
        (part[2] - part[0], part[3] - part[1]), Image.Resampling.BILINEAR, box
    )
    pixels = np.asarray(image, np.float32) / 255
    haze = np.float32(1 - math.exp(-distance / 1400))
    lit = (
        light.sky * np.float32(1.1) + light.sun * np.float32(0.75) + light.lamps * np.float32(0.16)
    )
    colours = pixels[..., :3] * lit
    colours += (light.horizon * np.float32(0.94) - colours) * haze
    canvas.lay(window, colours, pixels[..., 3], distance)


def _post(
    canvas: Canvas, low: Floats, high: Floats, distance: float,
    light: Light,
    lens: Lens,
) -> None:  # fmt: skip
    half = max(0.07 * lens.focal[0] / high[2], 0.28)
    arm = 0.9 * lens.focal[0] / high[2]
    grey = tuple(int(level * float(light.sky.mean() * 1.3 + light.night * 0.1)) for level in _POST)
    colour = (grey[0], grey[1], grey[2])
    mast = np.array([(low[0] - half, low[1]), (low[0] + half, low[1]), (high[0] + half, high[1]),
                     (high[0] - half, high[1])])  # fmt: skip
    head = np.array([(high[0] - arm, high[1]), (high[0] + arm, high[1]), (high[0] + arm,
    high[1] + half * 1.6),
                     (high[0] - arm, high[1] + half * 1.6)])  # fmt: skip
    canvas.polygons([(mast, colour), (head, colour)], distance)
    if light.night > 0.2:
        for side in (-1, 1):
            glow = light.lamps * np.float32(0.9)
            radius = max(0.8 * lens.focal[0] / high[2], 1.5)
            canvas.shine(high[0] + side * arm * 0.8, high[1] + half, radius, glow, distance - 0.1)
