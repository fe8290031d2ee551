"""Outlines made of ways, closed and mended where that can be done."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import shapely

from registry.places.refusals import Unmendable


class Corner(NamedTuple):
    """One node of a way; its place is NaN where the file names it but does not hold it."""

    ref: int
    lng: float
    lat: float

    @property
    def known(self) -> bool:
        """Tell whether the file holds the node itself."""
        return not math.isnan(self.lng)


Way = Sequence[Corner]


class Mended(NamedTuple):
    """A valid shape and what had to be done to make it one; nothing is the rule."""

    shape: shapely.Geometry
    how: str = ""


def area(outers: Sequence[Way], inners: Sequence[Way] = ()) -> Mended:
    """Make the area these ways enclose; Unmendable where nothing is left of it."""
    outside = [_filled(ring) for ring in join(outers)]
    inside = [_filled(ring) for ring in join(inners) if _corners(ring) > 2]
    shape = outside[0].shape if len(outside) == 1 else shapely.union_all([o.shape for o in outside])
    if inside:
        shape = shapely.difference(shape, shapely.union_all([i.shape for i in inside]))
    if not shapely.area(shape):
        raise Unmendable("Its holes leave nothing of it.")
    return Mended(shape, "; ".join(dict.fromkeys(o.how for o in [*outside, *inside] if o.how)))


def line(way: Way) -> Mended:
    """Make the line a way draws, broken where the file lacks its nodes."""
    runs: list[list[tuple[float, float]]] = [[]]
    for corner in way:
        if corner.known:
            runs[-1].append((corner.lng, corner.lat))
        elif runs[-1]:
            runs.append([])
    drawn = [run for run in runs if len(set(run)) > 1]
    if not drawn:
        raise Unmendable(f"{_corners(way)} of its {len(way)} points are in the file: no line.")
    missing = sum(not corner.known for corner in way)
    how = f"{missing} of {len(way)} points are not in the file" if missing else ""
    return Mended(shapely.MultiLineString(drawn), how)


def join(ways: Iterable[Way]) -> list[list[Corner]]:
    """Join ways end to end into rings; what does not close stays an open chain."""
    rest = {i: list(way) for i, way in enumerate(ways) if len(way)}
    ends: dict[int, list[int]] = defaultdict(list)
    for i, way in rest.items():
        ends[way[0].ref].append(i)
        ends[way[-1].ref].append(i)
    rings = []
    while rest:
        ring = rest.pop(next(iter(rest)))
        _extend(ring, rest, ends)
        if ring[0].ref != ring[-1].ref:
            ring.reverse()
            _extend(ring, rest, ends)
        rings.append(ring)
    return rings


def _extend(ring: list[Corner], rest: dict[int, list[Corner]], ends: dict[int, list[int]]) -> None:
    while ring[0].ref != ring[-1].ref:
        following = next((i for i in ends[ring[-1].ref] if i in rest), None)
        if following is None:
            return
        way = rest.pop(following)
        ring.extend(way[1:] if way[0].ref == ring[-1].ref else way[-2::-1])


def _corners(way: Way) -> int:
    return len({(corner.lng, corner.lat) for corner in way if corner.known})


def _filled(ring: Way) -> Mended:
    """Fill one ring: closed straight across what is missing, untangled where it crosses itself."""
    open_ended = ring[0].ref != ring[-1].ref
    named = len(ring) - (not open_ended)
    missing = len({corner.ref for corner in ring if not corner.known})
    corners = _corners(ring)
    if corners < 3:
        raise Unmendable(f"{corners} of its {named} corners are in the file: no area.")
    shape: shapely.Geometry = shapely.Polygon(
        [(corner.lng, corner.lat) for corner in ring if corner.known]
    )
    how = []
    if missing:
        how.append(f"closed without {missing} of its {named} corners, which are not in the file")
    elif open_ended:
        how.append("closed: it ended where it had not begun")
    if not shapely.is_valid(shape):
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        how.append("untangled: it crossed itself")
    if not shapely.area(shape):
        raise Unmendable("Its corners lie on one line: no area.")
    return Mended(shape, ", ".join(how))
