"""Where cameras could be put up: lamps, crossings, corners of buildings, places somebody named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from django.contrib.gis.geos import MultiPolygon
from django.db import connection
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT
from geo.plane import Plane
from geo.siting.corners import corners_of
from registry.places.models import Landmark

MOST = 2000  # places looked at; more are thinned out evenly
APART = 12  # resolution: of the corners in one such cell, 20 m across, one is enough
SMALLEST = 60.0  # square metres of a building that carries a camera; less is a shed
TALLEST_NEEDED = 3.0  # metres: lower walls carry none
NEAR_STREET = 0.0003  # degrees, some 30 m: a camera in the back yard shows no street
BUILDINGS = """
    SELECT ST_AsBinary(b.footprint), b.name
    FROM building AS b
    WHERE b.footprint && %(area)s::geometry
      AND ST_Intersects(b.footprint, %(area)s::geometry)
      AND b.height >= %(lowest)s
      AND ST_Area(b.footprint::geography) >= %(smallest)s
      AND EXISTS (
        SELECT FROM street AS s WHERE s.line && ST_Expand(b.footprint, %(near)s)
          AND ST_DWithin(s.line, b.footprint, %(near)s)
      )
    ORDER BY b.id
"""


class Source(StrEnum):
    """What carries a camera."""

    LAMP = "lamp"
    CROSSING = "crossing"
    CORNER = "corner"
    POINT = "point"


_LANDMARKS = {Source.LAMP: "street_lamp", Source.CROSSING: "crossing"}


@dataclass(frozen=True, kw_only=True)
class Pole:
    """A place for a camera, degrees; `outward` is the bearing away from the wall it hangs on."""

    lng: float
    lat: float
    source: Source
    name: str = ""
    outward: float | None = None


def poles_in(
    area: MultiPolygon, sources: Iterable[Source], named: Sequence[Pole] = ()
) -> list[Pole]:
    """Give every place of these sources in an area (degrees)."""
    shape = shapely.from_wkb(bytes(area.wkb))
    wanted = set(sources)
    found = list(named) if Source.POINT in wanted else []
    for source in wanted & _LANDMARKS.keys():
        found += _landmarks(area, source)
    if Source.CORNER in wanted:
        found += _corners(area)
    if not found:
        return []
    inside = shapely.contains_xy(shape, [(pole.lng, pole.lat) for pole in found])
    return [pole for pole, here in zip(found, inside.tolist(), strict=True) if here]


def thinned(poles: Sequence[Pole], most: int = MOST) -> list[Pole]:
    """Keep at most so many, evenly over the ground, and those somebody named before all others."""
    if len(poles) <= most:
        return list(poles)
    named = [pole for pole in poles if pole.source is Source.POINT][:most]
    others = [pole for pole in poles if pole.source is not Source.POINT]
    # H3 ids follow a curve through the ground, so every n-th in order leaves no hole
    order = np.argsort(_cells(others, UNIT_OF_ACCOUNT), kind="stable")
    kept = np.linspace(0, len(others) - 1, most - len(named)).astype(int)
    return named + [others[i] for i in order[kept].tolist()]


def _landmarks(area: MultiPolygon, source: Source) -> list[Pole]:
    found = Landmark.objects.filter(kind=_LANDMARKS[source], position__intersects=area)
    return [
        Pole(lng=place.position.x, lat=place.position.y, source=source, name=place.name)
        for place in found.order_by("pk")
    ]


def _corners(area: MultiPolygon) -> list[Pole]:
    with connection.cursor() as cursor:
        cursor.execute(
            BUILDINGS,
            {
                "area": area.ewkt,
                "lowest": TALLEST_NEEDED,
                "smallest": SMALLEST,
                "near": NEAR_STREET,
            },
        )
        rows = cursor.fetchall()
    middle = area.centroid
    plane = Plane(middle.x, middle.y)
    footprints = np.asarray(shapely.from_wkb([bytes(each) for each, _ in rows]), object)
    corners = corners_of(np.asarray(plane.geometry_to_metres(footprints), object))
    spots = plane.to_degrees(corners.spots)
    poles = [
        Pole(lng=lng, lat=lat, source=Source.CORNER, name=rows[row][1], outward=outward)
        for (lng, lat), outward, row in zip(
            spots.tolist(), corners.outward.tolist(), corners.shape.tolist(), strict=True
        )
    ]
    _, first = np.unique(_cells(poles, APART), return_index=True)
    return [poles[i] for i in np.sort(first).tolist()]


def _cells(poles: Sequence[Pole], resolution: int) -> NDArray[np.uint64]:
    if not poles:
        return np.zeros(0, np.uint64)
    lng, lat = np.array([(pole.lng, pole.lat) for pole in poles]).T
    return np.asarray(coordinates_to_cells(lat, lng, resolution), np.uint64)
