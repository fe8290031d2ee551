"""Two small drawings for the registration, as SVG paths in metres: for pages without a script."""

from typing import Any, NamedTuple

import shapely
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from shapely.geometry.base import BaseGeometry

from geo.plane import Plane
from registry.cameras.previewing import Described, Preview, buildings_near
from registry.models import Street
from registry.places.anchors import anchor_of

LEAST = 25.0  # metres from the middle to the edge
STREETS = 120.0


class Picture(NamedTuple):
    """What is drawn, each as one path; north is up."""

    half: float
    houses: str
    lines: str = ""
    wedge: str = ""
    sees: str = ""
    spot: tuple[float, float] | None = (0.0, 0.0)

    @property
    def box(self) -> str:
        """Give the viewBox."""
        return f"{-self.half:.0f} {-self.half:.0f} {2 * self.half:.0f} {2 * self.half:.0f}"


def of_view(described: Described, seen: Preview) -> Picture:
    """Draw the houses, what the camera would see without them, and what it sees."""
    plane = Plane(seen.lng, seen.lat)
    return Picture(
        half=max(LEAST, described.sight().range * 1.15),
        houses=_paths(plane, buildings_near(seen.lng, seen.lat)),
        wedge=_paths(plane, [seen.wedge or seen.reach]),
        sees=_paths(plane, [seen.sees]),
    )


def for_public(lng: float, lat: float) -> Picture:
    """Draw what the public map shows: the streets, and the anchor if there is one."""
    here = Point(lng, lat, srid=4326)
    anchor = anchor_of(here)
    middle = anchor or here
    plane = Plane(middle.x, middle.y)
    near = Street.objects.filter(line__dwithin=(middle, STREETS / 50_000))
    near = near.filter(line__distance_lte=(middle, D(m=2 * STREETS)))
    streets = [shapely.from_wkb(bytes(street.line.wkb)) for street in near[:60]]
    return Picture(
        half=STREETS,
        houses="",
        lines=_paths(plane, streets),
        spot=(0.0, 0.0) if anchor else None,
    )


def _paths(plane: Plane, shapes: list[Any]) -> str:
    drawn = [plane.geometry_to_metres(shape) for shape in shapes if shape is not None]
    return "".join(_path(part) for shape in drawn for part in shapely.get_parts(shape))


def _path(shape: BaseGeometry) -> str:
    lines = [shape.exterior, *shape.interiors] if isinstance(shape, shapely.Polygon) else [shape]
    closed = "Z" if isinstance(shape, shapely.Polygon) else ""
    return "".join(
        "M" + "L".join(f"{x:.1f} {-y:.1f}" for x, y in shapely.get_coordinates(line)) + closed
        for line in lines
    )
