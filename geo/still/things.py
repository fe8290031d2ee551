"""Cars, vans and people as solid little models, drawn face by face."""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.still.canvas import Canvas
from geo.still.lens import Lens, project
from geo.still.light import Light
from geo.still.scene import Box

Floats = NDArray[np.floating[Any]]
Colour = NDArray[np.floating[Any]]
_GLASS, _TYRE = np.array((0.13, 0.16, 0.19), np.float32), np.array((0.07, 0.07, 0.08), np.float32)
_HEAD, _TAIL = np.array((1.0, 0.95, 0.82), np.float32), np.array((0.75, 0.06, 0.05), np.float32)
_SKIN, _TROUSERS = (
    np.array((0.62, 0.46, 0.36), np.float32),
    np.array((0.17, 0.19, 0.26), np.float32),
)


@dataclass(frozen=True)
class Face:
    """A flat side (N, 3: right, ahead, up in metres), its colour, and the way it faces."""

    corners: Floats
    colour: Colour
    normal: tuple[float, float, float]


@dataclass(frozen=True)
class Model:
    """A thing's faces, one after the other, ready to be turned and coloured all at once."""

    corners: Floats
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    colours: Floats
    normals: Floats

    @classmethod
    def of(cls, faces: list[Face]) -> "Model":
        """Lay faces out."""
        last = np.cumsum([len(face.corners) for face in faces])
        return cls(
            np.vstack([face.corners for face in faces]),
            np.r_[0, last[:-1]],
            last,
            np.array([face.colour for face in faces], np.float32),
            np.array([face.normal for face in faces]),
        )


def draw(canvas: Canvas, lens: Lens, azimuth: float, eye: Floats, box: Box, light: Light) -> None:
    """Draw one thing with its shadow, where nothing nearer stands."""
    offset = np.array([box.x, box.y]) - eye[:2]
    distance = float(np.hypot(*offset))
    if distance < 1.5:
        return
    turn = math.radians(box.heading)
    if box.shape == "person":
        turn = math.atan2(offset[0], offset[1])  # a person is as broad from every side
    view = _View(lens, azimuth, eye, offset, turn, box)
    if (view.image(_corners(box))[:, 2] < 0.6).any():
        return
    near = max(distance - box.length / 2, 0.3)
    shade = view.image(_shadow(box, light, turn))
    if (shade[:, 2] > 0.3).all():  # what falls behind the lens cannot be drawn
        canvas.polygons([(shade[:, :2], (18, 19, 24))], near, 0.42, hides=False)
    model = _model(box.shape, box.colour, box.width, box.length, box.height)
    canvas.polygons(view.shapes(model, light), near)
    if light.night > 0.25 and box.shape != "person" and box.moving:
        _lamps(canvas, view, box, light, near)


@dataclass(frozen=True)
class _View:
    lens: Lens
    azimuth: float
    eye: Floats
    offset: Floats
    turn: float
    box: Box

    def image(self, corners: Floats) -> Floats:
        """Project a model's points."""
        return self._columns(project(self.lens, self.azimuth, self._ahead(corners)))

    def _columns(self, points: Floats) -> Floats:
        if self.lens.bent:  # keep in one piece what stands where a round image is cut open
            whole = 2 * math.pi * self.lens.focal[0]
            points[:, 0] -= whole * np.rint((points[:, 0] - self._middle) / whole)
        return points

    @cached_property
    def _middle(self) -> float:
        ahead = np.array([[*self.offset, -self.eye[2]]])
        return float(project(self.lens, self.azimuth, ahead)[0, 0])

    def shapes(self, model: Model, light: Light) -> list[tuple[Floats, tuple[int, int, int]]]:
        """Give the outlines on the image of the faces turned to the camera, and their colours."""
        ahead = self._ahead(model.corners)
        points = self._columns(project(self.lens, self.azimuth, ahead))[:, :2]
        normals = self._turned(model.normals.T).T
        towards = (normals * ahead[model.first]).sum(axis=1) < 0
        if self.box.shape == "person":
            towards[:] = True
        shown = np.flatnonzero(towards)
        sun = np.maximum(normals[shown] @ np.array(light.towards_sun), 0.0)
        colours = _coloured(model.colours[shown], model.normals[shown, 2], sun, light)
        return [
            (points[model.first[i] : model.last[i]], (red, green, blue))
            for i, (red, green, blue) in zip(shown, colours.tolist(), strict=True)
        ]

    def _ahead(self, corners: Floats) -> Floats:
        way = self._turned(corners.T).T
        return np.asarray(way + np.array([self.offset[0], self.offset[1], -self.eye[2]]))

    def _turned(self, model: Floats) -> Floats:
        right, ahead, up = model
        sin, cos = math.sin(self.turn), math.cos(self.turn)
        return np.array([right * cos + ahead * sin, -right * sin + ahead * cos, up])


def _coloured(colours: Floats, up: Floats, sun: Floats, light: Light) -> NDArray[np.intp]:
    lit = light.sky * np.float32(1.2) + light.sun * (sun[:, None] * 1.1).astype(np.float32)
    lit = lit * (1 + 0.12 * up[:, None]).astype(np.float32) + light.lamps * np.float32(0.3)
    return np.minimum(colours * lit * 255, 255).astype(np.intp)


def _corners(box: Box) -> Floats:
    w, h = box.width / 2, box.length / 2
    return np.array([(x, y, z) for x in (-w, w) for y in (-h, h) for z in (0.0, box.height)])


def _shadow(box: Box, light: Light, turn: float) -> Floats:
    """Give the dark ground under a thing, drawn out away from the sun."""
    w, h = box.width / 2 * 1.06, box.length / 2 * 1.03
    east, north, up = light.towards_sun
    long = box.height / max(up, 0.45) if light.night < 0.5 else 0.0
    sin, cos = math.sin(turn), math.cos(turn)
    right, ahead = -(east * cos - north * sin) * long, -(east * sin + north * cos) * long
    foot = np.array([(-w, -h), (w, -h), (w, h), (-w, h)])
    both = np.vstack([foot, foot * 0.8 + (right, ahead)])
    hull = _hull(both)
    return np.column_stack([hull, np.full(len(hull), 0.02)])


def _hull(points: Floats) -> Floats:
    order = points[np.lexsort((points[:, 1], points[:, 0]))]
    halves = []
    for way in (order, order[::-1]):
        chain: list[Floats] = []
        for p in way:
            while len(chain) > 1 and _left(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        halves.extend(chain[:-1])
    return np.array(halves)


def _left(a: Floats, b: Floats, c: Floats) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


@lru_cache(maxsize=1024)
def _model(
    shape: str, colour: tuple[int, int, int], width: float, length: float, height: float
) -> Model:
    make = _person if shape == "person" else _vehicle
    return Model.of(make(Box(0.0, 0.0, 0.0, length, width, height, colour, shape)))


def _vehicle(box: Box) -> list[Face]:
    paint = np.array(box.colour, np.float32) / 255
    w, h, top = box.width / 2, box.length / 2, box.height
    belt = top * (0.56 if box.shape == "car" else 0.5)
    back, rear, front, fore = (
        (-0.44, -0.30, 0.12, 0.26) if box.shape == "car" else (-0.5, -0.49, 0.30, 0.42)
    )
    low = 0.24
    faces = _block((-w, w), (-h, h), (low, belt), paint)
    for side in (-1, 1):
        faces += [_wheel(side * (w + 0.01), y * box.length, side) for y in (-0.31, 0.31)]
    faces += _lights(w, h, belt)
    y = np.array([back, rear, front, fore]) * box.length
    inset = w * (0.86 if box.shape == "car" else 0.97)
    return faces + _cabin(w * 0.98, inset, y, belt, top, paint, box.shape)


def _block(
    x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], colour: Colour
) -> list[Face]:
    (l, r), (b, f), (d, u) = x, y, z  # noqa: E741  left
    return [
        Face(np.array([(l, b, d), (l, f, d), (l, f, u), (l, b, u)]), colour, (-1, 0, 0)),
        Face(np.array([(r, b, d), (r, f, d), (r, f, u), (r, b, u)]), colour, (1, 0, 0)),
        Face(np.array([(l, b, d), (r, b, d), (r, b, u), (l, b, u)]), colour, (0, -1, 0)),
        Face(np.array([(l, f, d), (r, f, d), (r, f, u), (l, f, u)]), colour, (0, 1, 0)),
        Face(np.array([(l, b, u), (r, b, u), (r, f, u), (l, f, u)]), colour, (0, 0, 1)),
    ]


def _cabin(
    low: float, high: float, y: Floats, belt: float, top: float, paint: Colour, shape: str
) -> list[Face]:
    back, rear, front, fore = y
    glass = _GLASS if shape == "car" else paint * np.float32(0.94)
    roof = np.array(
        [(-high, rear, top), (high, rear, top), (high, front, top), (-high, front, top)]
    )
    faces = [
        Face(
            np.array([(-low, back, belt), (low, back, belt), roof[1], roof[0]]),
            glass,
            (0, -0.8, 0.6),
        ),
        Face(
            np.array([(-low, fore, belt), (low, fore, belt), roof[2], roof[3]]),
            _GLASS,
            (0, 0.7, 0.7),
        ),
        Face(
            np.array([(-low, back, belt), (-low, fore, belt), roof[3], roof[0]]),
            glass,
            (-0.95, 0, 0.3),
        ),
        Face(
            np.array([(low, back, belt), (low, fore, belt), roof[2], roof[1]]),
            glass,
            (0.95, 0, 0.3),
        ),
    ]
    return [*faces, Face(roof, paint, (0, 0, 1))]


def _wheel(x: float, y: float, side: int) -> Face:
    turn = np.linspace(0, 2 * math.pi, 10, endpoint=False)
    rim = np.column_stack([np.full(10, x), y + 0.33 * np.cos(turn), 0.33 + 0.33 * np.sin(turn)])
    return Face(rim, _TYRE, (float(side), 0, 0))


def _lights(w: float, h: float, belt: float) -> list[Face]:
    faces = []
    for end, colour in ((1, _HEAD), (-1, _TAIL)):
        for side in (-1, 1):
            x = (side * w * 0.94, side * w * 0.55)
            y = end * (h + 0.01)
            corners = [
                (x[0], y, belt - 0.28),
                (x[1], y, belt - 0.28),
                (x[1], y, belt - 0.1),
                (x[0], y, belt - 0.1),
            ]
            faces.append(Face(np.array(corners), colour, (0, float(end), 0)))
    return faces


def _person(box: Box) -> list[Face]:
    coat, tall = np.array(box.colour, np.float32) / 255, box.height
    w = box.width / 2

    def slab(width: float, low: float, high: float, colour: Colour) -> Face:
        corners = [
            (-width, 0, low * tall),
            (width, 0, low * tall),
            (width, 0, high * tall),
            (-width, 0, high * tall),
        ]
        return Face(np.array(corners), colour, (0, -1, 0))

    turn = np.linspace(0, 2 * math.pi, 10, endpoint=False)
    head = np.column_stack([0.12 * np.cos(turn), 0 * turn, tall * 0.92 + 0.14 * np.sin(turn)])
    return [
        slab(w * 0.62, 0.0, 0.5, _TROUSERS),
        slab(w, 0.45, 0.84, coat),
        Face(head, _SKIN, (0, -1, 0)),
    ]


def _lamps(canvas: Canvas, view: _View, box: Box, light: Light, near: float) -> None:
    w, h = box.width / 2, box.length / 2
    beam = view.image(
        np.array([(-w, h, 0), (w, h, 0), (w * 3.2, h + 11, 0), (-w * 3.2, h + 11, 0)])
    )
    if (beam[:, 2] > 0.5).all():
        canvas.polygons([(beam[:, :2], (255, 240, 205))], near, 0.08 * light.night, hides=False)
    for end, colour, size in ((1, _HEAD, 0.75), (-1, _TAIL, 0.4)):
        bulbs = np.array([(-w * 0.75, end * h, 0.62), (w * 0.75, end * h, 0.62)])
        ahead = view._ahead(bulbs)
        to_us = -float(
            np.dot(
                ahead[0] / np.linalg.norm(ahead[0]), view._turned(np.array((0.0, float(end), 0.0)))
            )
        )
        if to_us < 0.05:
            continue
        for column, row, depth in view.image(bulbs):
            radius = max(size * view.lens.focal[0] / depth, 1.2)
            glow = colour * np.float32(light.night * (0.35 + 0.65 * to_us))
            canvas.shine(column, row, radius, glow, near - 0.5)
