"""The public map as a file: what strangers see, drawn by the login that can read no more."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connections
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from registry.refusals import Refusal
from tiles.drawing import draw
from tiles.extent import Bounds, extent
from tiles.layers import Layer, named
from tiles.square import Square, squares_within
from tiles.tilejson import vector_layers

DOORS = ("base", "agg_public", "camera_public")
DEEPEST = 15  # every building is there; deeper a map stretches what it has

_ANCHORS = """
    SELECT ST_AsGeoJSON(ST_Transform(anchor_m, 4326), 6), kind, band
    FROM published_camera ORDER BY anchor_m, kind
"""


class NothingToExport(Refusal):
    """There is no town and no published camera: nothing to export."""


class UnknownFormat(Refusal):
    """Name a file that ends in .pmtiles or .geojson."""


def export(file: Path, *, attribution: str) -> int:
    """Write the public map; give how many tiles or anchors it has. A file half written is none."""
    writers = {".pmtiles": _pmtiles, ".geojson": _geojson}
    if file.suffix not in writers:
        raise UnknownFormat
    part = file.with_name(f".{file.name}.part")
    try:
        count = writers[file.suffix](part, attribution)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return count


def _geojson(file: Path, attribution: str) -> int:
    with connections["public"].cursor() as cursor:
        cursor.execute(_ANCHORS)
        anchors = [
            {
                "type": "Feature",
                "geometry": json.loads(geometry),
                "properties": {"kind": kind, "band": band},
            }
            for geometry, kind, band in cursor.fetchall()
        ]
    collection = {"type": "FeatureCollection", "attribution": attribution, "features": anchors}
    file.write_text(json.dumps(collection, ensure_ascii=False))
    return len(anchors)


def _pmtiles(file: Path, attribution: str) -> int:
    layers = named(DOORS)
    bounds = extent(layers)
    if bounds is None:
        raise NothingToExport
    count = 0
    with file.open("wb") as out:
        writer = Writer(out)
        for number, body in _tiles(layers, bounds):
            writer.write_tile(number, gzip.compress(body, mtime=0))
            count += 1
        if not count:
            raise NothingToExport
        writer.finalize(_header(bounds), _metadata(layers, attribution))
    return count


def _tiles(layers: list[Layer], bounds: Bounds) -> Iterator[tuple[int, bytes]]:
    """Draw every tile that shows something, in the order PMTiles keeps them."""
    for z in range(DEEPEST + 1):
        numbered = sorted((zxy_to_tileid(s.z, s.x, s.y), s) for s in squares_within(bounds, z))
        for number, square in numbered:
            if body := _body(layers, square):
                yield number, body


def _body(layers: list[Layer], square: Square) -> bytes:
    return b"".join(draw(layer, square).body for layer in layers if layer.shows_at(square.z))


def _header(bounds: Bounds) -> dict[str, Any]:
    west, south, east, north = (round(degrees * 10_000_000) for degrees in bounds)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 13,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def _metadata(layers: list[Layer], attribution: str) -> dict[str, Any]:
    return {
        "name": "Sightline: the public map",
        "attribution": attribution,
        "vector_layers": vector_layers(layers),
    }
