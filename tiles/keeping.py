"""The drawn layers all workers share: a table, and the rule by which a blob in it is stale."""

import gzip
from collections.abc import Iterable

from django.db import connections

from tiles.drawing import Blob
from tiles.layers import Layer
from tiles.snapshot import Snapshot
from tiles.square import Square

# From here out a square holds so much that it is drawn again every few seconds, not at each write.
FAR = 11
FAR_SECONDS = 5.0
# Deeper squares are many and small: to draw one takes no longer than to fetch and keep it.
DEEPEST_KEPT = 15

# A touch that a blob's snapshot did not see makes it stale, whenever either was written.
_FETCH = """
    SELECT c.layer, c.body, c.snapshot::text, extract(epoch FROM c.drawn_at)
    FROM tile_cache c
    WHERE c.layer = ANY(%(layers)s) AND c.z = %(z)s AND c.x = %(x)s AND c.y = %(y)s
      AND NOT EXISTS (
        SELECT FROM tile_touch t
        WHERE t.source = ANY(c.reads) AND t.area && c.area
          AND NOT pg_visible_in_snapshot(t.xid, c.snapshot)
          AND (c.z > %(far)s OR c.drawn_at < now() - make_interval(secs => %(far_seconds)s))
      )
"""
# sweep_tiles() leans on the half minute: who was held up longer throws the blob away.
_KEEP = """
    INSERT INTO tile_cache (layer, z, x, y, area, reads, body, snapshot, drawn_at)
    SELECT %(layer)s, %(z)s, %(x)s, %(y)s,
      box(point(%(west)s, %(north)s), point(%(east)s, %(south)s)),
      %(reads)s, %(body)s, %(snapshot)s::pg_snapshot, to_timestamp(%(drawn_at)s)
    WHERE to_timestamp(%(drawn_at)s) > clock_timestamp() - interval '30 seconds'
    ON CONFLICT (layer, z, x, y) DO UPDATE SET
      body = excluded.body, snapshot = excluded.snapshot, drawn_at = excluded.drawn_at,
      reads = excluded.reads
"""


def fetch(layers: Iterable[Layer], square: Square) -> dict[str, Blob]:
    """Bring the blobs of a square that are still good, by layer."""
    wanted = [layer.name for layer in layers if layer.kept]
    if not wanted or square.z > DEEPEST_KEPT:
        return {}
    with connections["default"].cursor() as cursor:
        cursor.execute(
            _FETCH,
            {
                "layers": wanted,
                "z": square.z,
                "x": square.x,
                "y": square.y,
                "far": FAR,
                "far_seconds": FAR_SECONDS,
            },
        )
        return {
            name: Blob(gzip.decompress(body), Snapshot.read(snapshot), float(drawn_at))
            for name, body, snapshot, drawn_at in cursor.fetchall()
        }


def keep(layer: Layer, square: Square, blob: Blob) -> None:
    """Leave a blob for the next who asks, whichever worker answers."""
    if not layer.kept or square.z > DEEPEST_KEPT:
        return
    west, north, east, south = square.reach
    with connections["default"].cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "layer": layer.name,
                "z": square.z,
                "x": square.x,
                "y": square.y,
                "west": west,
                "north": north,
                "east": east,
                "south": south,
                "reads": sorted(layer.reads),
                "body": gzip.compress(blob.body, 6, mtime=0),
                "snapshot": str(blob.snapshot),
                "drawn_at": blob.drawn_at,
            },
        )
