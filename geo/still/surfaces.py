"""Colouring what pixels show: ground, walls with their windows, roofs, the sky."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.still import grain
from geo.still.ground import COLOURS, ROUGH, Ground, Material
from geo.still.layers import GROUND, ROOF, SKY, WALL, Seen
from geo.still.light import Light
from geo.still.scene import Scene

Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
_KNEE, _FADED = np.float32(0.7), np.float32(0.2)
_HAZE = 1400.0  # metres after which two thirds of a colour are lost by day


def paint(scene: Scene, seen: Seen, light: Light, hour: int) -> Floats:
    """Colour every pixel, (H, W, 3), sRGB 0..1. `hour` chooses which windows are lit."""
    image = np.empty((*seen.kind.shape, 3), np.float32)
    sky, ground = seen.kind == SKY, seen.kind == GROUND
    image[sky] = _sky(seen.bearing[sky], seen.slope[sky], light)
    image[ground] = _ground(scene, seen, ground, light)
    for kind, colour in ((WALL, _walls), (ROOF, _roofs)):
        shown = seen.kind == kind
        if shown.any():
            image[shown] = colour(scene, seen, shown, light, hour)
    share = 1 - np.exp(seen.distance * np.float32(-1 / _HAZE))
    share[sky] = 0
    image += (light.horizon * np.float32(0.94) - image) * share[..., None]
    return _exposed(image)


def _exposed(image: Floats) -> Floats:
    """Develop as a sensor does: softer colours, and whites that keep their windows in the sun."""
    grey = image @ np.array((0.3, 0.55, 0.15), np.float32)
    image += (grey[..., None] - image) * _FADED
    over = np.maximum(image - _KNEE, 0)
    shoulder = (1 - _KNEE) * (1 - np.exp(over * (-1 / (1 - _KNEE))))
    return np.asarray(np.minimum(image, _KNEE) + shoulder)


def _sky(bearing: Floats, slope: Floats, light: Light) -> Floats:
    rise = np.clip(slope, 0, None)
    high = (1 - np.exp(-rise * np.float32(2.6)))[:, None]
    colour = light.horizon + (light.zenith - light.horizon) * high
    # Clouds on a plane overhead: they crowd towards the horizon as real ones do.
    over = 1 / (rise + np.float32(0.12))
    cloud = grain.at(np.sin(bearing) * over, np.cos(bearing) * over, 9.0)
    cloud = cloud + np.float32(0.5) * grain.at(np.sin(bearing) * over, np.cos(bearing) * over, 2.3)
    thick = (
        np.clip(cloud * np.float32(1.6) - np.float32(0.18), 0, 0.75) * np.minimum(rise * 9, 1)
    )[:, None]
    white = (
        light.horizon * np.float32(0.55)
        + light.sky * np.float32(0.55)
        + light.sun * np.float32(0.18)
    )
    colour = colour + (white - colour) * thick
    east, north, up = light.towards_sun
    near = (np.sin(bearing) * east + np.cos(bearing) * north + slope * up) / np.sqrt(1 + slope**2)
    glow = np.clip(near, 0, 1) ** 14
    return np.asarray(np.clip(colour + light.sun * (glow * np.float32(0.45))[:, None], 0, 1))


def _ground(scene: Scene, seen: Seen, shown: Mask, light: Light) -> Floats:
    xy = seen.points(shown)
    ground = scene.ground or Ground(())
    material, glow, sun = ground.at(xy)
    colour = COLOURS[material]
    fine, broad = grain.at(xy[:, 0], xy[:, 1], 14.0), grain.at(xy[:, 0], xy[:, 1], 90.0)
    # Small spots blur with distance: a lawn at 100 m is one green.
    close = np.clip(1.2 - seen.distance[shown] / 60, 0.15, 1)
    mottled = ROUGH[material] * (fine * close * np.float32(0.8) + broad * np.float32(0.5))
    lit = _lit(light, light.towards_sun[2], sun, glow)
    colour = colour * (1 + mottled)[:, None] * lit
    water = material == Material.WATER
    if water.any():
        colour[water] = _water(xy[water], seen.slope[shown][water], light)
    return colour


def _lit(light: Light, towards: float | Floats, sun: Floats, glow: Floats) -> Floats:
    """Give the light that falls on surfaces, (N, 3): from the sky, from the sun, from lamps."""
    direct = np.clip(towards, 0, 1).astype(np.float32) * sun * np.float32(1.25)
    lit = direct[:, None] * light.sun
    lit += light.sky * np.float32(1.15)
    if light.night > 0:
        lit += (glow * np.float32(1.05))[:, None] * light.lamps
    return lit


def _water(xy: Floats, slope: Floats, light: Light) -> Floats:
    ripple = grain.at(xy[:, 0] * 0.6, xy[:, 1] * 1.6, 11.0) * np.float32(0.1)
    mirror = np.clip(0.25 + np.exp(slope * 5) * 0.6 + ripple, 0, 1)[:, None].astype(np.float32)
    deep = (
        np.array((0.16, 0.22, 0.20), np.float32) * (light.sky + light.sun * np.float32(0.4)) * 1.5
    )
    return np.asarray(deep + (light.horizon * np.float32(0.85) - deep) * mirror)


@dataclass(frozen=True)
class _Spot:
    """Where on a wall each pixel falls."""

    part: NDArray[np.intp]
    along: Floats
    length: Floats
    rise: Floats
    row: NDArray[np.intp]
    wall: NDArray[np.intp]


def _spot(scene: Scene, seen: Seen, shown: Mask) -> _Spot:
    row = seen.met[shown]
    c = seen.crossings
    wall = c.wall[row]
    rise = seen.eye[2] + seen.slope[shown] * c.enter[row]
    length = scene.walls.length[wall].astype(np.float32)
    return _Spot(
        c.part[row], c.along[row].astype(np.float32), length, rise.astype(np.float32), row, wall
    )


def _outward(scene: Scene, wall: NDArray[np.intp]) -> Floats:
    way = (scene.walls.end - scene.walls.start)[wall] / scene.walls.length[wall, None]
    return np.column_stack([way[:, 1], -way[:, 0]])


def _walls(scene: Scene, seen: Seen, shown: Mask, light: Light, hour: int) -> Floats:
    spot = _spot(scene, seen, shown)
    looks = scene.dressed
    out = _outward(scene, spot.wall)
    foot = seen.points(shown) + out * 1.5
    _, glow, sun = (scene.ground or Ground(())).at(foot)
    east, north, _ = light.towards_sun
    towards = (out[:, 0] * east + out[:, 1] * north).astype(np.float32)
    # Lamps hang at seven metres and the foot of a wall lies in its own gloom.
    glow = glow * np.clip(1.15 - spot.rise / 11, 0.12, 1)
    sun = np.clip(sun + np.clip((spot.rise - 4) / 6, 0, 1), 0, 1)
    gloom = np.clip(np.float32(0.8) + spot.rise * np.float32(0.1), 0, 1)
    lit = _lit(light, towards, sun, glow) * (gloom * (1 + towards * np.float32(0.08)))[:, None]
    colour = _skin(spot, looks.wall[spot.part], looks.brick[spot.part])
    colour, shine = _openings(scene, spot, colour, light, hour)
    return np.asarray(colour * lit + shine)


def _skin(spot: _Spot, base: Floats, brick: Mask) -> Floats:
    """Weather a plain colour; lay it in courses."""
    stain = grain.at(spot.along + spot.part * 7, spot.rise * 0.6, 12.0) * np.float32(0.09)
    course = np.where(brick, (spot.rise * 4) % 1 < 0.22, (spot.rise * 3.2) % 1 < 0.12)
    return np.asarray(base * (1 + stain - course * np.float32(0.045))[:, None], np.float32)


def _openings(
    scene: Scene, spot: _Spot, colour: Floats, light: Light, hour: int
) -> tuple[Floats, Floats]:
    """Cut windows, shop fronts and cornices into walls; give colours and what shines by itself."""
    looks, part = scene.dressed, spot.part
    storey, height = looks.storey[part], scene.occluders.heights[part].astype(np.float32)
    floor = np.floor(spot.rise / storey)
    up = spot.rise / storey - floor
    bays = np.maximum(np.rint(spot.length / looks.bay[part]), 1)
    bay = np.clip(spot.along / spot.length, 0, 0.9999) * bays
    across = bay % 1 - np.float32(0.5)
    front = looks.shop[part] & (floor == 0)
    half = np.where(front, np.float32(0.44), looks.glazing[part] / 2)
    low, high = np.where(front, 0.14, 0.30), np.where(front, 0.68, 0.80)
    room = (spot.rise < scene.eaves[part] - 0.45) & (spot.length > 2.2) & (looks.glazing[part] > 0)
    margin = np.float32(0.055)
    framed = room & (abs(across) < half + margin) & (up > low - 0.05) & (up < high + 0.04)
    glass = room & (abs(across) < half) & (up > low) & (up < high)
    glass &= (abs(across) > 0.012) | front  # the middle bar
    colour = np.where((framed & ~glass)[:, None], looks.trim[part], colour)
    sign = front & (up >= 0.74) & (up < 0.96)
    colour = np.where(sign[:, None], looks.accent[part], colour)
    cornice = (height - spot.rise < 0.5) & ~looks.pitched[part]
    colour = np.where(cornice[:, None], looks.trim[part] * np.float32(0.95), colour)
    key = (looks.seed[part], spot.wall, floor, np.floor(bay))
    return _glazed(colour, glass, front, up, grain.scatter(*key, hour), light)


def _glazed(
    colour: Floats, glass: Mask, front: Mask, up: Floats, chance: Floats, light: Light
) -> tuple[Floats, Floats]:
    """Fill panes: by day they mirror the sky, after dusk some are lit from within."""
    pane = np.float32(0.22) + np.float32(0.3) * up + chance * np.float32(0.14)
    mirror = (light.zenith * np.float32(0.5) + light.horizon * np.float32(0.5))[None] * pane[
        :, None
    ]
    colour = np.where(glass[:, None], np.float32(0.12), colour)
    shine = np.where(glass[:, None], mirror * np.float32(1 - 0.6 * light.night), 0).astype(
        np.float32
    )
    at_home = glass & (chance < np.where(front, 0.75, 0.3))
    warm = (
        np.array((1.0, 0.80, 0.48), np.float32)
        * (np.float32(0.5) + chance * np.float32(1.2))[:, None]
    )
    shine += np.where(at_home[:, None], warm * np.float32(light.night * 0.85), 0)
    return colour, shine


def _roofs(scene: Scene, seen: Seen, shown: Mask, light: Light, hour: int) -> Floats:
    spot = _spot(scene, seen, shown)
    looks = scene.dressed
    pitched = looks.pitched[spot.part]
    xy = seen.points(shown)
    out = _outward(scene, spot.wall)
    east, north, up = light.towards_sun
    slant = np.arctan(scene.pitch)
    leaning = (out[:, 0] * east + out[:, 1] * north) * np.sin(slant) + up * np.cos(slant)
    towards = np.where(pitched, leaning, up).astype(np.float32)
    ones = np.ones(len(towards), np.float32)
    lit = _lit(light, towards, ones, ones * np.float32(0.12))
    course = grain.at(spot.along, seen.distance[shown] * 3, 10.0) * np.float32(0.12)
    gravel = (
        np.array((0.58, 0.57, 0.55), np.float32)
        * (1 + grain.at(xy[:, 0], xy[:, 1], 22.0) * 0.12)[:, None]
    )
    shingle = looks.roof[spot.part] * (1 + course)[:, None]
    return np.clip(np.where(pitched[:, None], shingle, gravel) * lit, 0, 1)
