"""The public map as a file: what strangers see, drawn by the login that can read no more."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

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
    points = anchors()
    file.write_bytes(collection(points, attribution))
    return len(points)


def anchors() -> list[dict[str, Any]]:
    """Give every published point as a GeoJSON feature: its kind and the band of its number."""
    with connections["public"].cursor() as cursor:
        cursor.execute(_ANCHORS)
        return [
            {
                "type": "Feature",
                "geometry": json.loads(geometry),
                "properties": {"kind": kind, "band": band},
            }
            for geometry, kind, band in cursor.fetchall()
        ]


def collection(features: list[dict[str, Any]], attribution: str) -> bytes:
    """Write features as one GeoJSON document."""
    whole = {"type": "FeatureCollection", "attribution": attribution, "features": features}
    return json.dumps(whole, ensure_ascii=False).encode()


def _pmtiles(file: Path, attribution: str) -> int:
    layers = named(DOORS)
    bounds = extent(layers)
    if bounds is None:
        raise NothingToExport
    every = (square for z in range(DEEPEST + 1) for square in squares_within(bounds, z))
    with file.open("wb") as out:
        count = archive(out, layers, every, bounds, attribution)
    if not count:
        raise NothingToExport
    return count


def archive(
    out: IO[bytes],
    layers: list[Layer],
    squares: Iterable[Square],
    bounds: Bounds,
    attribution: str,
) -> int:
    """Write the squares that show something as PMTiles; give how many."""
    count = 0
    writer = Writer(out)
    # in the order PMTiles keeps them
    for number, square in sorted((zxy_to_tileid(s.z, s.x, s.y), s) for s in squares):
        if body := _body(layers, square):
            writer.write_tile(number, gzip.compress(body, mtime=0))
            count += 1
    if count:
        writer.finalize(_header(bounds), _metadata(layers, attribution))
    return count


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
