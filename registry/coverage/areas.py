"""The area of a study: districts by their numbers, a drawn outline, or a file somebody has."""

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from pyproj import Geod
from shapely.errors import ShapelyError

from registry.coverage.refusals import BadStudy, UnreadableArea
from registry.places import geodata
from registry.places.models import District
from registry.places.refusals import UnknownCoordinates, UnreadableFile
from registry.refusals import Fault

CORNERS = 10_000  # more than any boundary that was surveyed for a plan
MOST_CELLS = 1_000_000
CELL_M2 = 43.87  # of an H3 cell at resolution 13, on average; local ones differ by a fifth
SMALLEST = 50.0  # square metres: less holds no cell's centre for sure
_GLOBE = Geod(ellps="WGS84")
_CROSSING = re.compile(r"\[(-?[\d.]+) (-?[\d.]+)\]")
# By what a file begins with: GDAL itself would open whatever the bytes ask it to, also other files.
_KINDS = (
    (re.compile(rb"\s*\{"), ".geojson"),
    (re.compile(rb"SQLite format 3\0"), ".gpkg"),
    (re.compile(rb"\s*(<\?xml[^>]*\?>)?\s*(<!--.*?-->\s*)*<kml[\s>]", re.DOTALL), ".kml"),
)


def of_districts(ids: Sequence[int]) -> shapely.Geometry:
    """Join districts into one area. Raises BadStudy where one is not known."""
    known = {each.pk: each for each in District.objects.filter(pk__in=ids)}
    if missing := sorted(set(ids) - known.keys()):
        raise _unfit("districts", f"There is no district {missing[0]}.")
    shapes = shapely.from_wkb([bytes(each.area.wkb) for each in known.values()])
    return _polygons(shapely.union_all(shapely.make_valid(shapes)))


def drawn(told: dict[str, Any]) -> shapely.Geometry:
    """Read an outline from GeoJSON: a geometry, a feature or several. Raises BadStudy."""
    try:
        with np.errstate(all="ignore"):  # of what is no number it warns; we refuse it below
            shapes = [
                shapely.from_geojson(json.dumps(geometry), on_invalid="raise")
                for geometry in _geometries(told)
            ]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, ShapelyError):
        raise _unfit("area", "This is no GeoJSON.") from None
    return fit(shapes)


def uploaded(content: bytes) -> shapely.Geometry:
    """Read the polygons of a GeoJSON, GeoPackage or KML file. Raises UnreadableArea, BadStudy."""
    suffix = next((ending for mark, ending in _KINDS if mark.match(content)), None)
    if suffix is None:
        raise UnreadableArea("Give a GeoJSON, GeoPackage or KML file.")
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(content)
        file.flush()
        try:
            rows = list(geodata.read(Path(file.name)))
        except (UnreadableFile, UnknownCoordinates, ValueError, ShapelyError):
            raise UnreadableArea from None
    areas = [row.shape for row in rows if row.shape is not None and _is_area(row.shape)]
    if not areas:
        raise UnreadableArea("There are no polygons in this file.")
    return fit(areas)


def fit(shapes: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Make one area of outlines a person gave. Raises BadStudy, and says where it cannot be."""
    flat = [shapely.force_2d(shape) for shape in shapes]
    if not flat or shapely.is_empty(flat).all():
        raise _unfit("area", "The area is empty.")
    if not all(map(_is_area, flat)):
        raise _unfit("area", "An area is made of polygons.")
    corners = int(shapely.get_num_coordinates(flat).sum())
    if corners > CORNERS + len(flat):
        raise _unfit("area", f"It has {corners:,} corners; an area has at most {CORNERS:,}.")
    for shape in flat:
        _refuse_off_the_map(shape)
        if not shapely.is_valid(shape):
            raise _unfit("area", _where(shapely.is_valid_reason(shape)))
    return _polygons(shapely.union_all(flat))


def refuse_too_large(area: shapely.Geometry) -> None:
    """Refuse what would be more cells than are measured at once, or none. Raises BadStudy."""
    size = square_metres(area)
    if size < SMALLEST:
        raise _unfit("area", "The area is empty.")
    if size / CELL_M2 > MOST_CELLS:
        raise _unfit(
            "area",
            f"The area is {size / 1e6:,.0f} km². At most {MOST_CELLS * CELL_M2 / 1e6:,.0f} km²,"
            " a million cells, are studied at once: choose fewer districts.",
        )


def square_metres(area: shapely.Geometry) -> float:
    """Measure it on the ellipsoid."""
    measured, _ = _GLOBE.geometry_area_perimeter(shapely.orient_polygons(area))
    return abs(float(measured))


def stored(area: shapely.Geometry) -> MultiPolygon:
    """Give it as the database keeps it."""
    geos = GEOSGeometry(memoryview(shapely.to_wkb(area)), srid=4326)
    return geos if isinstance(geos, MultiPolygon) else MultiPolygon(geos, srid=4326)


def shape_of(area: MultiPolygon) -> shapely.Geometry:
    """Give it as it is measured."""
    shape: shapely.Geometry = shapely.from_wkb(bytes(area.wkb))
    return shape


def _geometries(told: dict[str, Any]) -> list[dict[str, Any]]:
    match told.get("type"):
        case "FeatureCollection":
            return [each for feature in told["features"] for each in _geometries(feature)]
        case "Feature":
            return _geometries(told["geometry"])
        case "GeometryCollection":
            return list(told["geometries"])
    return [told]


def _is_area(shape: shapely.Geometry) -> bool:
    return isinstance(shape, shapely.Polygon | shapely.MultiPolygon)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep what has an area: a union may leave lines where two outlines touch."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons(
        [part for part in parts if isinstance(part, shapely.Polygon) and part.area > 0]
    )


def _refuse_off_the_map(shape: shapely.Geometry) -> None:
    if shapely.is_empty(shape):
        return
    lng, lat = shapely.get_coordinates(shape).T
    if not (np.isfinite(lng).all() and np.isfinite(lat).all()):
        raise _unfit("area", "Its corners need to be numbers.")
    if np.abs(lng).max() > 180 or np.abs(lat).max() > 85:
        raise _unfit("area", "Its corners need to be longitude and latitude, in degrees.")


def _where(reason: str) -> str:
    found = _CROSSING.search(reason)
    if found is None:
        return f"The outline is not valid: {reason}."
    lng, lat = map(float, found.groups())
    what = "crosses itself" if "ntersection" in reason else f"is not valid ({reason.split('[')[0]})"
    return f"The outline {what} at {lng:.5f}, {lat:.5f}."


def _unfit(field: str, why: str) -> BadStudy:
    return BadStudy(errors=[Fault(field, why)])
