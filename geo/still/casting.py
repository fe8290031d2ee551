"""Casting a fan of rays among prisms: which wall each ray meets, how far, in which order."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.visibility import Occluders

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]
FULL = 2 * math.pi
_CLOSE = 0.05  # metres; nearer walls are the one the camera hangs on


@dataclass(frozen=True)
class Walls:
    """Every wall of some occluders: from, to (M, 2 each, outside on the right), and whose it is."""

    start: Floats
    end: Floats
    part: Indices
    length: Floats
    first: Indices  # walls of part p: first[p]:first[p + 1]

    @classmethod
    def of(cls, occluders: Occluders) -> "Walls":
        """Take the rings of all parts apart."""
        rings, whose = shapely.get_rings(occluders.parts, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        joined = ring[:-1] == ring[1:]
        start, end = points[:-1][joined], points[1:][joined]
        part = whose[ring[:-1][joined]]
        first = np.searchsorted(part, np.arange(len(occluders) + 1))
        return cls(start, end, part, np.hypot(*(end - start).T), first)

    def of_parts(self, parts: Indices) -> Indices:
        """Give the indices of these parts' walls."""
        count = self.first[parts + 1] - self.first[parts]
        offset = np.repeat(np.cumsum(count) - count, count)
        rows = np.repeat(self.first[parts], count) + np.arange(count.sum()) - offset
        return np.asarray(rows, np.intp)


@dataclass(frozen=True)
class Fan:
    """Rays from one point: bearings in radians, evenly `step` apart from `begin`."""

    begin: float
    step: float
    count: int

    @property
    def bearings(self) -> Floats:
        """Give each ray's compass bearing in radians."""
        return self.begin + self.step * np.arange(self.count)


@dataclass(frozen=True)
class Crossings:
    """Where rays pass through prisms: one row for each ray and prism, unordered."""

    ray: Indices
    part: Indices
    wall: Indices
    enter: Floats
    leave: Floats
    along: Floats  # metres along the wall where the ray enters
    steep_in: Floats  # how squarely it meets the wall it enters by, 0..1, and the one it leaves by
    steep_out: Floats


def cross(walls: Walls, chosen: Indices, eye: Floats, fan: Fan) -> Crossings:
    """Send every ray through the chosen walls and pair where it enters with where it leaves."""
    a, b = walls.start[chosen] - eye, walls.end[chosen] - eye
    wall, ray = _pairs(a, b, fan)
    bearing = fan.bearings[ray]
    east, north = np.sin(bearing), np.cos(bearing)
    way = (b - a)[wall]
    at = a[wall]
    slant = east * way[:, 1] - north * way[:, 0]
    distance = (at[:, 0] * way[:, 1] - at[:, 1] * way[:, 0]) / np.where(slant == 0, np.inf, slant)
    part = walls.part[chosen][wall]
    order = np.lexsort((distance, part, ray))
    wall, ray, part, distance = wall[order], ray[order], part[order], distance[order]
    steep = np.abs(slant[order]) / walls.length[chosen][wall]
    enters = _entries(ray, part)
    leaves = enters + 1
    kept = distance[enters] > _CLOSE
    enters, leaves = enters[kept], leaves[kept]
    hit = np.column_stack([east, north])[order][enters] * distance[enters, None]
    return Crossings(
        ray=ray[enters],
        part=part[enters],
        wall=chosen[wall[enters]],
        enter=distance[enters],
        leave=distance[leaves],
        along=np.hypot(*(hit - a[wall[enters]]).T),
        steep_in=steep[enters],
        steep_out=steep[leaves],
    )


def _pairs(a: Floats, b: Floats, fan: Fan) -> tuple[Indices, Indices]:
    """Give every wall and ray that meet, from the angles at which the walls begin and end."""
    first, last = np.arctan2(a[:, 0], a[:, 1]), np.arctan2(b[:, 0], b[:, 1])
    turn = (last - first + math.pi) % FULL - math.pi
    begin = (np.where(turn > 0, first, last) - fan.begin) % FULL
    begin = np.concatenate([begin, begin - FULL])
    span = np.tile(np.abs(turn), 2)
    low = np.maximum(np.ceil(begin / fan.step), 0).astype(np.intp)
    high = np.minimum(np.floor((begin + span) / fan.step), fan.count - 1).astype(np.intp)
    count = np.maximum(high - low + 1, 0)
    entry = np.repeat(np.arange(len(count)), count)
    ray = low[entry] + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return entry % max(len(a), 1), ray


def _entries(ray: Indices, part: Indices) -> Indices:
    """Give the index of each entry among crossings sorted by ray, part and distance.

    From inside a footprint the first crossing leaves it: an odd one is skipped.
    """
    if not len(ray):
        return np.zeros(0, np.intp)
    fresh = np.r_[True, (ray[1:] != ray[:-1]) | (part[1:] != part[:-1])]
    begin = np.flatnonzero(fresh)
    size = np.diff(np.r_[begin, len(ray)])
    group = np.cumsum(fresh) - 1
    place = np.arange(len(ray)) - begin[group] - (size % 2)[group]
    return np.flatnonzero((place >= 0) & (place % 2 == 0))


__all__ = ["Crossings", "Fan", "Walls", "cross"]
