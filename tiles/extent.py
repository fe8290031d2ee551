"""How far the data reaches: what a map needs to know before it asks for tiles."""

from collections.abc import Iterable

from django.db import connections

from tiles.layers import Layer

Bounds = tuple[float, float, float, float]

# By table: where its rows are, in degrees.
_WHERE = {
    "ground": "SELECT ST_Extent(area) AS box FROM ground",
    "district": "SELECT ST_Extent(area) AS box FROM district",
    "street": "SELECT ST_Extent(line) AS box FROM street",
    "building": "SELECT ST_Extent(footprint) AS box FROM building",
    "landmark": "SELECT ST_Extent(position) AS box FROM landmark",
}


def extent(layers: Iterable[Layer]) -> Bounds | None:
    """Measure west, south, east, north of all that these layers draw; None where there is nothing."""
    tables = sorted({table for layer in layers for table in layer.reads} & _WHERE.keys())
    if not tables:
        return None
    boxes = " UNION ALL ".join(_WHERE[table] for table in tables)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b)"
            f" FROM (SELECT ST_Extent(box::geometry) AS b FROM ({boxes}) AS each) AS whole"
        )
        west, south, east, north = cursor.fetchone()
    return None if west is None else (west, south, east, north)
