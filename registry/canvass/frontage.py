"""Which doors could have seen a place: those from which a camera at the front would have."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from django.db import connection
from numpy.typing import NDArray

from geo.plane import Plane
from geo.visibility import Occluders, Poses, fields_of_view, step_out

Floats = NDArray[np.float64]

REACH = 25.0  # metres a camera at a door sees somebody by the porch light
OPENING = 180.0  # degrees: nobody knows yet where it looks, but not into its own house
HEIGHT = 1.5  # metres
LEAST = 1.0  # square metres of the place
LOOKED_AT = 5000  # addresses; beyond, the area is a district
ASK = Path(__file__).with_name("addresses.sql").read_text()
BUILDINGS = """
    SELECT ST_AsBinary(footprint), height FROM building
    WHERE footprint && ST_Expand(%s::geometry, %s)
"""
METRES_PER_DEGREE = 111_000.0  # a little less than the least


@dataclass(frozen=True, kw_only=True)
class Frontage:
    """A door: its address, where it is, and the point of the street in front, if one is near."""

    number: str
    street: str
    lng: float
    lat: float
    front: tuple[float, float] | None


def facing(area: Polygon) -> list[Frontage]:
    """Give the doors whose front, as far as their walls let it, meets an area (degrees)."""
    middle = area.centroid
    plane = Plane(middle.x, middle.y)
    reach = REACH / (METRES_PER_DEGREE * math.cos(math.radians(abs(middle.y))))
    doors = _addresses(area, 2 * reach)
    if not doors:
        return []
    occluders = _houses(area, 3 * reach, plane)
    place = plane.geometry_to_metres(shapely.from_wkb(bytes(area.wkb)))
    here = plane.to_metres([(door.lng, door.lat) for door in doors])
    fronts = plane.to_metres([door.front or (door.lng, door.lat) for door in doors])
    seen = fields_of_view(occluders, _poses(here, fronts - here, occluders))
    met = shapely.area(shapely.intersection(seen, place)) >= LEAST
    # Of a house on no street nobody knows the front: whoever is near enough is asked.
    near = shapely.distance(shapely.points(here), place) <= REACH
    return [
        door
        for door, sees, may in zip(doors, met, near, strict=True)
        if (sees if door.front else may)
    ]


def _addresses(area: Polygon, reach: float) -> list[Frontage]:
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"area": area.ewkt, "reach": reach, "most": LOOKED_AT})
        return [
            Frontage(number=number, street=street, lng=lng, lat=lat, front=front)
            for _, number, street, lng, lat, *at in cursor.fetchall()
            for front in [(at[0], at[1]) if at[0] is not None else None]
        ]


def _houses(area: Polygon, reach: float, plane: Plane) -> Occluders:
    with connection.cursor() as cursor:
        cursor.execute(BUILDINGS, [area.ewkt, reach])
        rows = cursor.fetchall()
    footprints = np.asarray(shapely.from_wkb([bytes(each) for each, _ in rows]), dtype=object)
    return Occluders(plane.geometry_to_metres(footprints), np.array([h for _, h in rows], float))


def _poses(here: Floats, ahead: Floats, occluders: Occluders) -> Poses:
    """Hang a camera at each door, metres, looking at the street ahead of it."""
    azimuth = np.degrees(np.arctan2(*ahead.T)) % 360
    spots = [
        step_out((x, y), facing, occluders)
        for (x, y), facing in zip(here.tolist(), azimuth.tolist(), strict=True)
    ]
    return Poses(
        x=[spot.x for spot in spots],
        y=[spot.y for spot in spots],
        height=HEIGHT,
        azimuth=azimuth,
        hfov=OPENING,
        range=REACH,
    )
