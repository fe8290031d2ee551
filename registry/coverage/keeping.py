"""Keeping what each camera covers: whoever changed is measured again, and only its rows change."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from registry.coverage.copying import write
from registry.coverage.measuring import measure_sights
from registry.coverage.sights import versions

BATCH = 250  # cameras held at a time: a fraction of a second, so that a killed worker loses little

# Every camera has a row to be held by; what was measured of none is of version 0.
NEW = """
    INSERT INTO cells_kept (camera_id, placement)
    SELECT p.camera_id, 0 FROM placement p
    WHERE p.valid_to IS NULL
      AND NOT EXISTS (SELECT FROM cells_kept k WHERE k.camera_id = p.camera_id)
    ON CONFLICT DO NOTHING
"""
# PostGIS sorts points along a Hilbert curve, so neighbours come together. Whom somebody else holds
# is being measured there.
CHANGED = """
    SELECT k.camera_id, p.id
    FROM cells_kept k
    LEFT JOIN placement p ON p.camera_id = k.camera_id AND p.valid_to IS NULL
    WHERE k.placement IS DISTINCT FROM p.id
    ORDER BY p.position
    LIMIT %s
    FOR UPDATE OF k SKIP LOCKED
"""
FORGET = "DELETE FROM cells_kept WHERE camera_id = ANY(%s)"
NOTE = """
    UPDATE cells_kept k SET placement = measured.placement, at = clock_timestamp()
    FROM unnest(%s::uuid[], %s::bigint[]) AS measured (camera_id, placement)
    WHERE k.camera_id = measured.camera_id
"""


def keep() -> int:
    """Measure every camera that is placed otherwise than when it was measured; give their number.

    Each batch is one transaction, so that whoever is killed leaves the rest to the next; any number
    of workers may do it at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEW)
    done = 0
    while count := _keep_some():
        done += count
    return done


def _keep_some() -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")
            cursor.execute(CHANGED, [BATCH])
            claimed: list[tuple[UUID, int | None]] = cursor.fetchall()
        _measure([placement for _, placement in claimed if placement is not None])
        _forget([camera for camera, placement in claimed if placement is None])
    return len(claimed)


def _measure(placements: Sequence[int]) -> None:
    if not placements:
        return
    sights = versions(placements)
    write([each.id for each in sights], measure_sights(sights))
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [[s.id for s in sights], [s.placement for s in sights]])


def _forget(cameras: Sequence[UUID]) -> None:
    """Drop what was kept of cameras that are no more."""
    if cameras:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM camera_cell WHERE camera_id = ANY(%s)", [list(cameras)])
            cursor.execute(FORGET, [list(cameras)])
