"""Where a camera would hang at every address: on the front of its house, facing its street."""

from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from geo.plane import Plane
from registry.coverage.models import Study

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]

FRONT = 40.0  # metres to the street: a house farther back shows none of it
OFF = 0.2  # metres a bracket stands off the wall
ADDRESSES = """
    SELECT ST_X(position), ST_Y(position), street FROM address
    WHERE position && %(area)s::geometry AND ST_Intersects(position, %(area)s::geometry)
    ORDER BY id
"""
BUILDINGS = """
    SELECT ST_AsBinary(footprint) FROM building WHERE footprint && %(area)s::geometry
"""
STREETS = """
    SELECT ST_AsBinary(line), name FROM street
    WHERE line && ST_Expand(%(area)s::geometry, 0.0005)
"""


@dataclass(frozen=True, eq=False)
class Fronts:
    """Fronts (D,) of houses: where a camera would hang, degrees; its street's bearing and name."""

    lnglat: Floats
    azimuth: Floats
    street: NDArray[np.str_]


def fronts_in(study: Study) -> Fronts:
    """Give the front of every address in the area of a study that is near its street."""
    middle = study.area.centroid
    plane = Plane(middle.x, middle.y)
    with connection.cursor() as cursor:
        cursor.execute(ADDRESSES, {"area": study.area.ewkt})
        rows = cursor.fetchall()
        cursor.execute(STREETS, {"area": study.area.ewkt})
        streets = cursor.fetchall()
        cursor.execute(BUILDINGS, {"area": study.area.ewkt})
        houses = shapely.from_wkb([bytes(each) for (each,) in cursor.fetchall()])
    if not rows or not streets:
        return Fronts(np.zeros((0, 2)), np.zeros(0), np.zeros(0, str))
    doors = plane.to_metres([(lng, lat) for lng, lat, _ in rows])
    lines = plane.geometry_to_metres(shapely.from_wkb([bytes(line) for line, _ in streets]))
    names = np.array([name for _, _, name in rows])
    door, line = _streets_of(doors, names, lines, np.array([name for _, name in streets]))
    spots, azimuth, free = _hung(doors[door], lines[line], plane.geometry_to_metres(houses))
    return Fronts(plane.to_degrees(spots), azimuth, names[door][free])


def _streets_of(
    doors: Floats, named: NDArray[np.str_], lines: Geometries, names: NDArray[np.str_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair doors with the street of their own name where that is near, else with the nearest."""
    points = np.asarray(shapely.points(doors), object)
    door, line = shapely.STRtree(lines).query(points, predicate="dwithin", distance=FRONT)
    away = shapely.distance(points[door], lines[line])
    order = np.lexsort([away, names[line] != named[door], door])
    _, first = np.unique(door[order], return_index=True)
    return door[order][first], line[order][first]


def _hung(
    doors: Floats, lines: Geometries, houses: Geometries
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Move each camera from its door straight to the front wall, and turn it to the street.

    The third says of which doors it could be done.
    """
    points = np.asarray(shapely.points(doors), object)
    ways = np.asarray(shapely.shortest_line(points, lines), object)
    inside, house = shapely.STRtree(houses).query(points, predicate="intersects")
    walls = shapely.buffer(houses[house], OFF, join_style="mitre")
    ways[inside] = shapely.difference(ways[inside], walls)
    ways = shapely.get_geometry(ways, -1)  # of a way through a court the last part counts
    free = ~shapely.is_empty(ways) & (shapely.length(ways) > 0)
    start = shapely.get_coordinates(shapely.get_point(ways[free], 0))
    end = shapely.get_coordinates(shapely.get_point(ways[free], -1))
    azimuth = np.degrees(np.arctan2(*(end - start).T)) % 360.0
    return start, azimuth, free
