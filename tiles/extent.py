"""How far the data reaches: what a map needs to know before it asks for tiles."""

from collections.abc import Iterable

from django.db import connections

from tiles.layers import Layer

Bounds = tuple[float, float, float, float]

# The town is the frame of every map: a call or a camera that comes later lies in it too.
_TOWN = """
    SELECT ST_Extent(area)::geometry AS box FROM ground
    UNION ALL SELECT ST_Extent(area)::geometry FROM district
    UNION ALL SELECT ST_Extent(line)::geometry FROM street
    UNION ALL SELECT ST_Extent(footprint)::geometry FROM building
"""
# Cameras by the cells of the sums: quick with a million of them, and no finer than a kilometre.
_CELLS = """
    SELECT ST_Transform(ST_MakeEnvelope(
      min(gx) * 1222.9924525628144 - 20037508.342789244,
      20037508.342789244 - (max(gy) + 1) * 1222.9924525628144,
      (max(gx) + 1) * 1222.9924525628144 - 20037508.342789244,
      20037508.342789244 - min(gy) * 1222.9924525628144, 3857), 4326)
    FROM {table} WHERE z = 11 AND {condition}
"""
_PUBLISHED = _CELLS.format(table="published_aggregate", condition="anchors >= 3")
_AGENCY = _CELLS.format(table="camera_aggregate", condition="cameras > private")
_PRIVATE = _CELLS.format(table="camera_aggregate", condition="private > 0")

_WHOLE = """
    SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b)
    FROM (SELECT ST_Extent(box) AS b FROM ({boxes}) AS boxes) AS whole
"""

_BEYOND = {
    "camera_public": [_PUBLISHED],
    "agg_public": [_PUBLISHED],
    "camera_agency": [_AGENCY],
    "fov_agency": [_AGENCY],
    "camera_private": [_PRIVATE],
    "agg_all": [_AGENCY, _PRIVATE],
}


def extent(layers: Iterable[Layer]) -> Bounds | None:
    """Measure west, south, east, north of what these layers draw; None where there is nothing."""
    layers = list(layers)
    login = "public" if all(layer.public for layer in layers) else "default"
    beyond = sorted({part for layer in layers for part in _BEYOND.get(layer.name, [])})
    boxes = " UNION ALL ".join([_TOWN, *beyond])
    with connections[login].cursor() as cursor:
        cursor.execute(_WHOLE.format(boxes=boxes))
        west, south, east, north = cursor.fetchone()
    return None if west is None else (west, south, east, north)
