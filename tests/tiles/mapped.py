"""Cameras as the map has them, put anywhere in the world, and tiles as a reader decodes them."""

import itertools
import math
from typing import Any

import mapbox_vector_tile
from django.contrib.gis.geos import MultiPolygon, Point
from django.db import connection
from django.utils import timezone

from registry.accounts.models import Agency
from registry.cameras.models import Camera, TileCamera
from registry.cameras.packing import pack
from registry.owners.models import Owner
from tiles.drawing import draw
from tiles.layers import LAYERS
from tiles.square import Square

EXTENT = 4096
_numbers = itertools.count(1)


def owner(level: int) -> Owner:
    """Give an owner whose cameras have this level."""
    if level:
        return Owner.objects.get_or_create(kind="resident", name="a resident")[0]
    agency = Agency.objects.get_or_create(name="Lexington")[0]
    return Owner.objects.get_or_create(kind="agency", name="the city", agency=agency)[0]


def mapped(
    lng: float,
    lat: float,
    *,
    level: int = 0,
    anchor: tuple[float, float] | None = None,
    published: bool = False,
    sees: MultiPolygon | None = None,
    **facts: Any,
) -> Camera:
    """Put a camera on the map with its tile row, as placing does."""
    number = next(_numbers)
    at = Point(lng, lat, srid=4326)
    facts = {"kind": "resident" if level else "traffic", "form": "fixed"} | facts
    made = Camera.registry.create(
        number=number, name=f"Camera {number}", level=level, owner=owner(level),
        position=at, surveyed_position=at, azimuth=90.0,
        public_anchor=Point(*anchor, srid=4326) if anchor else None,
        public_at=timezone.now() if published else None, **facts,
    )  # fmt: skip
    TileCamera.objects.create(
        number=number,
        camera=made,
        attr=pack(made.kind, made.form, level, indoor=False, published=published),
        heading=90, fov_deg=80, range_m=60, private=level > 0,
        geom_m=in_metres(at), anchor_m=in_metres(made.public_anchor), sees_m=in_metres(sees),
    )  # fmt: skip
    return made


def in_metres(shape: Any) -> Any:
    """Turn degrees into Web Mercator metres; nothing stays nothing."""
    return shape.transform(3857, clone=True) if shape else None


def fold() -> bool:
    """Bring the sums of far zooms up to date, as the listener does every other second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_deltas()")
        return bool(cursor.fetchone()[0])


def square_of(lng: float, lat: float, z: int) -> Square:
    """Find the square of a zoom that holds a point."""
    side = 1 << z
    x = int((lng + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)
    return Square(z, min(x, side - 1), min(y, side - 1))


def decode(body: bytes) -> dict[str, Any]:
    """Read a tile, y downwards as it is written."""
    return dict(mapbox_vector_tile.decode(body, default_options={"y_coord_down": True}))


def features(name: str, square: Square) -> list[dict[str, Any]]:
    """Draw one layer of a square and give its features."""
    layer = LAYERS[name]
    if not layer.shows_at(square.z):
        return []
    found = decode(draw(layer, square).body)
    assert set(found) <= {name}
    return list(found[name]["features"]) if found else []


def places(feature: dict[str, Any], square: Square) -> list[tuple[float, float]]:
    """Give every corner of a feature as lng, lat."""
    side = 1 << square.z
    return [
        (
            (square.x + x / EXTENT) / side * 360 - 180,
            math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (square.y + y / EXTENT) / side)))),
        )
        for x, y in _pairs(feature["geometry"]["coordinates"])
    ]


def _pairs(coordinates: Any) -> list[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        return [tuple(coordinates)]
    return [pair for part in coordinates for pair in _pairs(part)]
