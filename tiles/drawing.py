"""Draw one layer of one square."""

import time
from typing import NamedTuple

from django.db import connections

from tiles.layers import Layer
from tiles.snapshot import Snapshot
from tiles.square import Square


class Blob(NamedTuple):
    """A drawn layer: its bytes, and the snapshot of the database and the moment they are from."""

    body: bytes
    snapshot: Snapshot
    drawn_at: float


def draw(layer: Layer, square: Square) -> Blob:
    """Draw a layer as Mapbox Vector Tile bytes; empty where it shows nothing."""
    drawn_at = time.time()
    with connections[layer.login].cursor() as cursor:
        cursor.execute(
            f"SELECT ({layer.sql}), pg_current_snapshot()::text",
            {"z": square.z, "x": square.x, "y": square.y},
        )
        body, snapshot = cursor.fetchone()
    return Blob(bytes(body), Snapshot.read(snapshot), drawn_at)
