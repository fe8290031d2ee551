"""The area a request asks about: read from what people paste, or drawn round a point."""

import json
import math

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from pyproj import Geod
from shapely.errors import ShapelyError

from geo.plane import Plane
from registry.footage.refusals import CannotAsk
from registry.refusals import Fault

CORNERS = 200  # more than anybody draws by hand
LONGEST = 20_000  # characters
_GLOBE = Geod(ellps="WGS84")


def read(text: str) -> shapely.Polygon:
    """Read one polygon, lng lat, from WKT or GeoJSON. Raises CannotAsk."""
    if len(text) > LONGEST:
        raise _unfit(f"This is too long: an area has at most {CORNERS} corners.")
    try:
        with np.errstate(all="ignore"):  # of what is no number it warns; we refuse it below
            shape = _geojson(text) if text.lstrip().startswith("{") else shapely.from_wkt(text)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, ShapelyError):
        raise _unfit("This is neither WKT nor GeoJSON.") from None
    return _fit(shape)


def around(lng: float, lat: float, radius: float) -> shapely.Polygon:
    """Draw a circle of metres round a point. Raises CannotAsk."""
    if not all(map(math.isfinite, (lng, lat, radius))) or abs(lng) > 180 or abs(lat) > 85:
        raise _unfit("Give the point as longitude and latitude, in degrees.")
    if not 0 < radius <= 5000:
        raise _unfit("Give the radius in metres, up to 5000.")
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = Plane(lng, lat).to_degrees(radius * np.column_stack([np.sin(turn), np.cos(turn)]))
    return _fit(shapely.Polygon(ring))


def stored(area: shapely.Polygon) -> Polygon:
    """Give it as the database keeps it."""
    return Polygon(*(shapely.get_coordinates(ring) for ring in _rings(area)), srid=4326)


def square_metres(area: shapely.Polygon) -> float:
    """Measure it on the ellipsoid."""
    measured, _ = _GLOBE.geometry_area_perimeter(area)
    return abs(float(measured))


def drawn(area: Polygon) -> shapely.Polygon:
    """Give it as it is measured."""
    return shapely.Polygon(area[0].coords, [ring.coords for ring in area[1:]])


def _rings(area: shapely.Polygon) -> list[shapely.LinearRing]:
    return [area.exterior, *area.interiors]


def _geojson(text: str) -> object:
    told = json.loads(text)
    for _ in range(2):  # a Feature in a collection of one is an area too
        if told.get("type") == "FeatureCollection" and len(told["features"]) == 1:
            told = told["features"][0]
        if told.get("type") == "Feature":
            told = told["geometry"]
    return shapely.from_geojson(json.dumps(told))


def _fit(shape: object) -> shapely.Polygon:
    if not isinstance(shape, shapely.Polygon) or shape.is_empty:
        raise _unfit("Give one polygon.")
    if shapely.get_num_coordinates(shape) > CORNERS + 1:
        raise _unfit(f"An area has at most {CORNERS} corners.")
    flat = shapely.force_2d(shape)
    lng, lat = shapely.get_coordinates(flat).T
    if not (np.isfinite(lng).all() and np.isfinite(lat).all()):
        raise _unfit("Its corners need to be numbers.")
    if np.abs(lng).max() > 180 or np.abs(lat).max() > 85:
        raise _unfit("Its corners need to be longitude and latitude, in degrees.")
    if not flat.is_valid:
        raise _unfit("The outline crosses itself.")
    return flat


def _unfit(why: str) -> CannotAsk:
    return CannotAsk(errors=[Fault("area", why)])
