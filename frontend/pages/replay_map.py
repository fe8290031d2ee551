"""A small map of past calls round a camera, drawn by the server: streets, squares, the camera."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sqrt

from django.contrib.gis.geos import Polygon

from registry.incidents.replaying import SQUARE, Told
from registry.models import Street

DEGREE = 111_000.0  # metres of latitude
LEAST, MOST = 400.0, 2200.0  # metres to each side


@dataclass(frozen=True)
class Dot:
    """Calls of one square, in metres east and south of the camera."""

    x: float
    y: float
    radius: float
    calls: int


@dataclass(frozen=True)
class Map:
    """Half its side in metres, the streets as one path, and the squares' dots."""

    reach: float
    streets: str
    dots: tuple[Dot, ...]

    @property
    def box(self) -> str:
        """Give the view box."""
        side = f"{self.reach:.0f}"
        return f"-{side} -{side} {2 * self.reach:.0f} {2 * self.reach:.0f}"

    @property
    def spot(self) -> str:
        """Give the radius of the camera's own point."""
        return f"{self.reach / 40:.0f}"


def draw(lng: float, lat: float, told: Iterable[Told]) -> Map:
    """Draw it; nothing on it is closer to a call than the square it happened in."""
    east = DEGREE * cos(radians(lat))
    counted = Counter((each.lng, each.lat) for each in told)
    dots = tuple(
        Dot((x - lng) * east, (lat - y) * DEGREE, SQUARE / 4 * min(sqrt(calls), 2.0), calls)
        for (x, y), calls in counted.items()
    )
    far = max((max(abs(dot.x), abs(dot.y)) for dot in dots), default=0.0)
    reach = min(max(far + SQUARE, LEAST), MOST)
    return Map(reach, _streets(lng, lat, reach, east), dots)


def _streets(lng: float, lat: float, reach: float, east: float) -> str:
    dx, dy = reach / east, reach / DEGREE
    window = Polygon.from_bbox((lng - dx, lat - dy, lng + dx, lat + dy))
    window.srid = 4326
    lines = Street.objects.filter(line__intersects=window).values_list("line", flat=True)[:600]
    paths = []
    for line in lines:
        for part in line.coords:
            points = (f"{(x - lng) * east:.0f},{(lat - y) * DEGREE:.0f}" for x, y in part)
            paths.append("M" + "L".join(points))
    return "".join(paths)
