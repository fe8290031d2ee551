"""The rectangle of paper a map is drawn on: from degrees to paper and from shapes to SVG paths."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.plane import Plane

WIDTH = 3600  # twentieths of a millimetre on A4: finer than a printer's dots can show
LOW, HIGH = 3150, 3300  # what page one has room for
MARGIN = 0.04
MM = 20
FINE = 2.5  # an eighth of a millimetre: what is dropped of an outline unseen


@dataclass(frozen=True)
class Sheet:
    """How a piece of the town lies on paper; x runs right and y down, in whole units."""

    plane: Plane
    west: float
    north: float
    metres: float
    height: int

    @classmethod
    def over(cls, area: shapely.Geometry) -> Self:
        """Fit an area, in degrees, with a little around it."""
        plane = Plane(*shapely.get_coordinates(shapely.centroid(area))[0].tolist())
        west, south, east, north = shapely.bounds(plane.geometry_to_metres(area))
        wide, tall = max(east - west, 1.0), max(north - south, 1.0)
        room = 1 - 2 * MARGIN
        height = int(np.clip(tall / wide * WIDTH, LOW, HIGH))
        metres = max(wide / (WIDTH * room), tall / (height * room))
        return cls(
            plane=plane,
            west=float((west + east - WIDTH * metres) / 2),
            north=float((south + north + height * metres) / 2),
            metres=float(metres),
            height=height,
        )

    @cached_property
    def frame(self) -> shapely.Polygon:
        """The sheet's own outline, on paper."""
        return shapely.box(0, 0, WIDTH, self.height)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """What of the world it shows: west, south, east, north in degrees."""
        corners = [(0, 0), (WIDTH, 0), (WIDTH, self.height), (0, self.height)]
        lng, lat = self.plane.to_degrees(
            [(self.west + x * self.metres, self.north - y * self.metres) for x, y in corners]
        ).T
        return float(lng.min()), float(lat.min()), float(lng.max()), float(lat.max())

    @property
    def scale(self) -> float:
        """One to how many, printed on A4."""
        return self.metres * MM * 1000

    def points(self, lnglat: Any) -> NDArray[np.float64]:
        """Put points, (N, 2) degrees, on paper."""
        metres = self.plane.to_metres(lnglat)
        return np.round((metres - (self.west, self.north)) / (self.metres, -self.metres))

    def shapes(self, geometries: Any) -> Any:
        """Put shapes in degrees on paper, on whole units so that neighbours still share corners."""
        return shapely.transform(geometries, self.points)

    def within(self, shapes: Any) -> NDArray[np.object_]:
        """Cut shapes on paper at its edges and drop those beyond."""
        cut = shapely.intersection(shapely.make_valid(np.asarray(shapes)), self.frame)
        return np.asarray(cut[~shapely.is_empty(cut)])


def path(shapes: Any) -> str:
    """Write shapes on paper as one path of relative steps."""
    return "".join(_step(line) for line in _lines(shapely.get_parts(np.atleast_1d(shapes))))


def _lines(parts: NDArray[np.object_]) -> Iterator[tuple[NDArray[np.float64], bool]]:
    for part in parts:
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                yield shapely.get_coordinates(ring)[:-1], True
        elif part.geom_type == "LineString":
            yield shapely.get_coordinates(part), False
        elif part.geom_type.startswith(("Multi", "Geometry")):
            yield from _lines(shapely.get_parts(part))


def _step(line: tuple[NDArray[np.float64], bool]) -> str:
    corners = np.rint(line[0]).astype(np.int64)
    steps = np.diff(corners, axis=0)
    steps = steps[steps.any(axis=1)]
    if not len(steps):
        return ""
    x, y = corners[0]
    moves = "l" + " ".join(map(str, steps.ravel().tolist())).replace(" -", "-")
    return f"M{x} {y}{moves}{'z' if line[1] else ''}"
