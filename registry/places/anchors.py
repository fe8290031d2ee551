"""Street anchors: where private cameras are shown, each shared by twenty doors or more."""

from pathlib import Path

from django.contrib.gis.geos import Point
from django.db import connection, transaction

SHARED_BY = 20
DRAW = Path(__file__).with_suffix(".sql").read_text()


def draw_anchors() -> int:
    """Give every address its anchor, or none; count the anchors. What has one keeps it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('draw_anchors'))")
        cursor.execute(DRAW, {"shared_by": SHARED_BY})
        cursor.execute("SELECT count(*) FROM anchor")
        return int(cursor.fetchone()[0])


def anchor_of(point: Point) -> Point | None:
    """Give the anchor (lng, lat) of the address to which a camera here belongs, if it has one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_X(a), ST_Y(a) FROM anchor_at(%s::geometry) AS a", [point.ewkt])
        lng, lat = cursor.fetchone()
    return None if lng is None else Point(lng, lat, srid=4326)
