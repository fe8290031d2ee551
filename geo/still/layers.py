"""Which prism each pixel meets first, found from the tops of the prisms along its ray."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.still.casting import FULL, Crossings, Fan, Walls, cross
from geo.still.lens import Lens, rays
from geo.still.scene import Scene
from geo.visibility import Poses

Floats = NDArray[np.floating[Any]]
SIGHT = 420.0  # metres; buildings farther off are lost in the haze
SKY, GROUND, WALL, ROOF = 0, 1, 2, 3
_PROFILE = np.linspace(0, 1, 5)  # where along its way through a house a ray compares with the roof


@dataclass(frozen=True)
class Seen:
    """What every pixel shows, (H, W) each: a kind, metres along the ground, the crossing met."""

    kind: NDArray[np.uint8]
    distance: Floats
    met: NDArray[np.intp]  # row of `crossings`; -1 where no prism is met
    bearing: Floats  # radians
    slope: Floats
    crossings: Crossings
    eye: Floats  # east, north, up

    def points(self, chosen: NDArray[np.bool_]) -> Floats:
        """Give the ground positions (N, 2) of chosen pixels."""
        bearing, distance = self.bearing[chosen], self.distance[chosen]
        xy = np.column_stack([np.sin(bearing) * distance, np.cos(bearing) * distance])
        return np.asarray(xy + self.eye[:2].astype(np.float32))


def look(scene: Scene, pose: Poses, lens: Lens) -> Seen:
    """Find what each pixel shows first."""
    turn, slope = rays(lens)
    azimuth = math.radians(float(pose.azimuth[0]))
    fan, ray = _fan(turn, azimuth, lens)
    eye = np.array([pose.x[0], pose.y[0], pose.height[0]])
    near = scene.near(float(eye[0]), float(eye[1]), SIGHT)
    crossings = cross(scene.walls, scene.walls.of_parts(near), eye[:2], fan)
    tops, rows = _stack(scene, crossings, float(eye[2]), fan.count)
    met = _first(tops, rows, ray, slope)
    return _classify(scene, crossings, met, slope, azimuth + turn, eye)


def _fan(turn: Floats, azimuth: float, lens: Lens) -> tuple[Fan, NDArray[np.intp]]:
    """Spread enough rays for the image and say which one is each pixel's."""
    low, high = float(turn.min()), float(turn.max())
    if lens.bent or high - low > math.pi:
        count = max(2 * lens.width, 720)
        fan = Fan(azimuth - math.pi, FULL / count, count)
        return fan, np.rint((turn + math.pi) / fan.step).astype(np.intp) % count
    count = lens.width * 3 // 2
    step = (high - low) / (count - 1)
    return Fan(azimuth + low, step, count), np.rint((turn - low) / step).astype(np.intp)


def _tops(scene: Scene, c: Crossings, eye: float) -> Floats:
    """Give the slope over each crossing's highest visible point."""
    height, eave = scene.occluders.heights[c.part], scene.eaves[c.part]
    flat = np.maximum((height - eye) / c.enter, (height - eye) / c.leave)
    pitched = eave < height
    if not pitched.any():
        return np.asarray(flat)
    inside = (c.leave - c.enter)[pitched, None]
    far_in, far_out = inside * _PROFILE, inside * (1 - _PROFILE)
    inset = np.minimum(far_in * c.steep_in[pitched, None], far_out * c.steep_out[pitched, None])
    roof = np.minimum(eave[pitched, None] + scene.pitch * inset, height[pitched, None])
    flat[pitched] = ((roof - eye) / (c.enter[pitched, None] + far_in)).max(axis=1)
    return np.asarray(flat)


def _stack(scene: Scene, c: Crossings, eye: float, count: int) -> tuple[Floats, NDArray[np.intp]]:
    """Give, ray by ray, the tops that rise above all nearer ones, ascending, and whose they are.

    Both (rays, layers + 1), ended by an endless top that is nobody's (-1).
    """
    order = np.lexsort((c.enter, c.ray))
    ray, top = c.ray[order], _tops(scene, c, eye)[order]
    place = _place(ray)
    deep = int(place.max()) + 1 if len(place) else 0
    table = np.full((count, deep + 1), -np.inf)
    table[ray, place] = top
    before = np.maximum.accumulate(table, axis=1)
    shows = (place == 0) | (top > before[ray, place - 1])
    order, ray, top = order[shows], ray[shows], top[shows]
    place = _place(ray)
    deep = int(place.max()) + 1 if len(place) else 0
    tops, rows = np.full((count, deep + 1), np.inf), np.full((count, deep + 1), -1, np.intp)
    tops[ray, place], rows[ray, place] = top, order
    return tops, rows


def _place(ray: NDArray[np.intp]) -> NDArray[np.intp]:
    """Number the rows of each ray, rows being sorted by ray."""
    begin = np.flatnonzero(np.r_[True, ray[1:] != ray[:-1]]) if len(ray) else np.zeros(0, np.intp)
    size = np.diff(np.r_[begin, len(ray)])
    return np.arange(len(ray)) - np.repeat(begin, size)


def _first(
    tops: Floats, rows: NDArray[np.intp], ray: NDArray[np.intp], slope: Floats
) -> NDArray[np.intp]:
    """Give the row of the first crossing whose top reaches a pixel's slope."""
    passed = np.zeros(ray.shape, np.intp)
    narrow = tops.astype(np.float32)
    for layer in range(tops.shape[1] - 1):
        passed += np.ascontiguousarray(narrow[:, layer])[ray] < slope
    return np.asarray(rows.ravel()[ray * tops.shape[1] + passed])


def _classify(
    scene: Scene, c: Crossings, met: NDArray[np.intp], slope: Floats, bearing: Floats,
    eye: Floats,
) -> Seen:  # fmt: skip
    with np.errstate(divide="ignore", invalid="ignore"):
        ground = np.where(slope < 0, np.float32(-eye[2]) / slope, np.float32(np.inf))
    enter = np.append(c.enter, np.inf).astype(np.float32)[met]
    kind = np.where(np.isfinite(ground), np.uint8(GROUND), np.uint8(SKY))
    distance = ground.astype(np.float32)
    prism = enter < ground
    eave = np.append(scene.eaves[c.part], 0).astype(np.float32)[met]
    rise = eye[2] + slope * enter
    wall = prism & (rise <= eave)
    roof = prism & ~wall
    kind[wall], kind[roof] = WALL, ROOF
    distance[wall] = enter[wall]
    distance[roof] = _on_the_roof(scene, c, met[roof], slope[roof], eye[2])
    return Seen(kind, distance, np.where(prism, met, -1), bearing, slope, c, eye)


def _on_the_roof(
    scene: Scene, c: Crossings, met: NDArray[np.intp], slope: Floats, eye: float
) -> Floats:
    """Give where the ray comes down on a roof: on the flat, or about where a pitch meets it."""
    height, eave = scene.occluders.heights[c.part[met]], scene.eaves[c.part[met]]
    enter, leave = c.enter[met], c.leave[met]
    rise = scene.pitch * c.steep_in[met]
    safe = np.where(slope < -1e-6, slope, -1e-6)
    flat = (height - eye) / safe
    pitched = (eave - eye - rise * enter) / (slope - rise)
    return np.clip(np.where(eave < height, pitched, flat), enter, leave).astype(np.float32)


__all__ = ["GROUND", "ROOF", "SIGHT", "SKY", "WALL", "Seen", "Walls", "look"]
