"""Draw one layer of one square."""

from typing import NamedTuple

from django.db import connections

from tiles.layers import Layer
from tiles.square import Square


class Blob(NamedTuple):
    """A drawn layer: its bytes and the snapshot of the database they were drawn under."""

    body: bytes
    snapshot: str


def draw(layer: Layer, square: Square) -> Blob:
    """Draw a layer as Mapbox Vector Tile bytes; empty where it shows nothing."""
    with connections[layer.login].cursor() as cursor:
        cursor.execute(
            f"SELECT ({layer.sql}), pg_current_snapshot()::text",  # noqa: S608  our own file
            {"z": square.z, "x": square.x, "y": square.y},
        )
        body, snapshot = cursor.fetchone()
    return Blob(bytes(body), snapshot)
