"""The public map as files to take along: made again as soon as what is published has changed."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from io import BytesIO
from typing import NamedTuple

from django.db import connection, connections, transaction

from tiles.credit import credit
from tiles.exporting import anchors, archive, collection
from tiles.extent import extent
from tiles.layers import named
from tiles.square import Square, squares_within

DOORS = ("agg_public", "camera_public")
NEAREST, FARTHEST_POINT = 15, 12
# What the worker has not looked at for longer may show who has opted out since.
TRUSTED_SECONDS = 30

_READS = """
    SELECT clock_timestamp(), md5(concat(
        (SELECT string_agg(concat(anchor_m::text, kind, band), ',' ORDER BY anchor_m, kind)
         FROM published_camera),
        (SELECT string_agg(concat(z, ' ', gx, ' ', gy, ' ', anchors, ' ', sum_x, ' ', sum_y), ','
                           ORDER BY z, gx, gy)
         FROM published_aggregate)))
"""
_SAME = "UPDATE published_file SET checked_at = %s WHERE reads = %s"
_KEEP = """
    INSERT INTO published_file (name, body, etag, reads, checked_at)
    VALUES (%(name)s, %(body)s, %(etag)s, %(reads)s, %(at)s)
    ON CONFLICT (name) DO UPDATE SET body = excluded.body, etag = excluded.etag,
        reads = excluded.reads, checked_at = excluded.checked_at
"""
_FETCH = """
    SELECT body, etag FROM published_file
    WHERE name = %s AND checked_at > clock_timestamp() - make_interval(secs => %s)
"""


class File(NamedTuple):
    """A file as it is handed out, and the name of its bytes."""

    body: bytes
    etag: str


def offer() -> None:
    """Make the files again if anything was published or taken off; one worker does it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('published_file'))")
        if cursor.fetchone() == (False,):
            return
        credits = credit()
        at, reads = _reads(credits)
        cursor.execute(_SAME, [at, reads])
        if cursor.rowcount:
            return
        points = anchors()
        made = {
            "cameras.geojson": collection(points, credits),
            "cameras.pmtiles": _pmtiles([p["geometry"]["coordinates"] for p in points], credits),
        }
        if _reads(credits)[1] != reads:
            return  # something was written meanwhile; the next round is soon
        for name, body in made.items():
            etag = blake2b(body, digest_size=12).hexdigest()
            row: dict[str, str | bytes | datetime] = {
                "name": name, "body": body, "etag": etag, "reads": reads, "at": at,
            }  # fmt: skip
            cursor.execute(_KEEP, row)


def fetch(name: str) -> File | None:
    """Bring a file that is true to what is published now, or was half a minute ago."""
    with connections["public"].cursor() as cursor:
        cursor.execute(_FETCH, [name, TRUSTED_SECONDS])
        row = cursor.fetchone()
    return File(bytes(row[0]), f'"{row[1]}"') if row else None


def _reads(credits: str) -> tuple[datetime, str]:
    with connections["public"].cursor() as cursor:
        cursor.execute(_READS)
        at, reads = cursor.fetchone()
    return at, f"{reads} {credits}"


def _pmtiles(points: list[list[float]], credits: str) -> bytes:
    """Draw the squares that hold a point, and those far out; no bytes where there is none."""
    layers, out = named(DOORS), BytesIO()
    bounds = extent(layers)
    if not points or bounds is None:
        return b""
    far = (square for z in range(FARTHEST_POINT) for square in squares_within(bounds, z))
    archive(out, layers, {*far, *_around(points)}, bounds, credits)
    return out.getvalue()


def _around(points: list[list[float]]) -> Iterator[Square]:
    for z in range(FARTHEST_POINT, NEAREST + 1):
        margin = 360 / (1 << z) * Square.MARGIN
        for lng, lat in points:
            box = (lng - margin, max(-85, lat - margin), lng + margin, min(85, lat + margin))
            yield from squares_within(box, z)
