"""A small map of the place as lines for an SVG: it needs no script, no WebGL and no tiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon

from geo.plane import Plane
from registry.footage.areas import drawn
from registry.places.models import Street

WIDTH = 640  # of the picture; its height follows from the area
NAMES = 10
MARGIN = 0.18
NEAR = 60


@dataclass(frozen=True)
class Label:
    """A street's name, where it is written."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Sketch:
    """Paths and points in the picture's own units, y down."""

    width: int
    height: int
    area: str
    streets: str
    labels: list[Label]
    cameras: list[Label]
    views: list[str]
    hundred: float  # how long a hundred metres are


def sketch(
    area: Polygon,
    cameras: Iterable[tuple[float, float, str]] = (),
    views: Iterable[shapely.Geometry] = (),
) -> Sketch:
    """Draw an area with the streets round it, cameras by name, and what was seen of it."""
    plane = Plane(area.centroid.x, area.centroid.y)
    outline = plane.geometry_to_metres(drawn(area))
    west, south, east, north = outline.bounds
    pad = MARGIN * max(east - west, north - south)
    frame = shapely.box(west - pad, south - pad, east + pad, north + pad)
    scale = WIDTH / (frame.bounds[2] - frame.bounds[0])
    left, top = frame.bounds[0], frame.bounds[3]

    def pixels(xy: Any) -> Any:
        return (np.asarray(xy) - (left, top)) * (scale, -scale)

    seen = plane.geometry_to_degrees(frame)
    here = Polygon(shapely.get_coordinates(seen.exterior), srid=4326)
    streets = list(Street.objects.filter(line__intersects=here).values_list("name", "line"))
    lines = [_within(plane, line, frame) for _, line in streets]
    spots = [(*pixels(plane.to_metres([(lng, lat)]))[0], name) for lng, lat, name in cameras]
    return Sketch(
        width=WIDTH,
        height=round((frame.bounds[3] - frame.bounds[1]) * scale),
        area=_path(pixels(outline.exterior.coords)) + "Z",
        streets="".join(_path(pixels(part.coords)) for line in lines for part in line),
        labels=_labels([name for name, _ in streets], lines, pixels),
        cameras=_apart(spots),
        views=[_filled(plane.geometry_to_metres(view), pixels) for view in views],
        hundred=round(100 * scale, 1),
    )


def _within(plane: Plane, line: Any, frame: shapely.Polygon) -> list[shapely.LineString]:
    metres = plane.geometry_to_metres(shapely.from_wkb(bytes(line.wkb)))
    cut = shapely.intersection(metres.simplify(2), frame)
    return [part for part in shapely.get_parts(cut) if isinstance(part, shapely.LineString)]


def _labels(names: list[str], lines: list[list[shapely.LineString]], pixels: Any) -> list[Label]:
    """Write the names of the longest streets, each once, at the middle of its longest piece."""
    longest: dict[str, shapely.LineString] = {}
    for name, parts in zip(names, lines, strict=True):
        for part in parts:
            if name and part.length > (longest[name].length if name in longest else 60.0):
                longest[name] = part
    first = sorted(longest.items(), key=lambda pair: -pair[1].length)[:NAMES]
    labels = []
    for name, part in first:
        middle = part.interpolate(0.5, normalized=True)
        x, y = pixels([(middle.x, middle.y)])[0]
        labels.append(Label(round(x, 1), round(y, 1), name))
    return labels


def _filled(view: shapely.Geometry, pixels: Any) -> str:
    parts = [part for part in shapely.get_parts(view) if isinstance(part, shapely.Polygon)]
    rings = [shapely.simplify(part.exterior, 1) for part in parts]
    return "".join(_path(pixels(shapely.get_coordinates(ring))) + "Z" for ring in rings)


def _apart(spots: list[tuple[float, float, str]]) -> list[Label]:
    """Name cameras once where several hang together: names over names are not read."""
    labels: list[Label] = []
    for x, y, name in spots:
        near = any(abs(x - each.x) < NEAR and abs(y - each.y) < NEAR for each in labels)
        labels.append(Label(round(x, 1), round(y, 1), "" if near else name))
    return labels


def _path(points: Any) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)
