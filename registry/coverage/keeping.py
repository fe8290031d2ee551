"""Keeping what each camera covers: whoever changed is measured again, and only its rows change."""

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
from django.db import connection, transaction

from geo.measuring import Measured
from geo.visibility import engine_ready
from registry.coverage.copying import write
from registry.coverage.measuring import measure_sights
from registry.coverage.sights import Placed, versions

BATCH = 250  # cameras held at a time: a fraction of a second, so that a killed worker loses little

# Every camera has a row to be held by; who was never measured was measured as of version 0. What
# flies or drives covers no place for long.
ENROL = """
    INSERT INTO cells_kept (camera_id, placement)
    SELECT p.camera_id, 0
    FROM placement p
    JOIN camera c ON c.id = p.camera_id AND c.form <> 'moving'
    WHERE p.valid_to IS NULL
      AND NOT EXISTS (SELECT FROM cells_kept k WHERE k.camera_id = p.camera_id)
    ON CONFLICT DO NOTHING
"""
# PostGIS sorts points along a Hilbert curve, so neighbours come together. Whom somebody else holds
# is being measured there.
CHANGED = """
    SELECT p.id
    FROM cells_kept k
    JOIN placement p ON p.camera_id = k.camera_id AND p.valid_to IS NULL
    WHERE k.placement <> p.id
    ORDER BY p.position
    LIMIT %s
    FOR UPDATE OF k SKIP LOCKED
"""
GONE = """
    WITH gone AS (
        DELETE FROM cells_kept k
        WHERE NOT EXISTS (
            SELECT FROM placement p
            JOIN camera c ON c.id = p.camera_id AND c.form <> 'moving'
            WHERE p.camera_id = k.camera_id AND p.valid_to IS NULL
        )
        RETURNING camera_id
    )
    DELETE FROM camera_cell c USING gone WHERE c.camera_id = gone.camera_id
"""
OLDER = """
    SELECT k.camera_id
    FROM cells_kept k
    JOIN unnest(%s::uuid[], %s::bigint[]) AS m (camera_id, placement) USING (camera_id)
    WHERE k.placement < m.placement
    ORDER BY k.camera_id
    FOR UPDATE OF k
"""
NOTE = """
    UPDATE cells_kept k SET placement = m.placement, at = clock_timestamp()
    FROM unnest(%s::uuid[], %s::bigint[]) AS m (camera_id, placement)
    WHERE k.camera_id = m.camera_id
"""


def keep() -> int:
    """Measure every camera that is placed otherwise than when it was measured; give their number.

    Each batch is one transaction, so that whoever is killed leaves the rest to the next; any number
    of workers may do it at once. While the engine is being compiled nobody is measured: what stands
    in for it draws arcs as chords, so that a cell at the edge might stay that is not seen.
    """
    if find_spec("numba") and not engine_ready():
        return 0
    enrol()
    done = 0
    while count := _keep_some():
        done += count
    return done


def enrol() -> None:
    """Give every camera that is placed a row to be held by, and drop what was kept of others."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        cursor.execute(ENROL)
        cursor.execute(GONE)


def store(sights: Sequence[Placed], found: Measured) -> int:
    """Keep what was measured elsewhere, in one transaction; give how many cameras' it still is.

    Of a camera that was measured as a younger version meanwhile, that one is kept.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")
            cursor.execute(OLDER, [[s.id for s in sights], [s.placement for s in sights]])
            wanted = {camera for (camera,) in cursor.fetchall()}
        of_them = np.array([each.id in wanted for each in sights], dtype=bool)
        row = np.cumsum(of_them) - 1
        some = found.only(of_them[found.camera])
        kept = [each for each in sights if each.id in wanted]
        _replace(kept, some._replace(camera=row[some.camera]))
    return len(kept)


def _keep_some() -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")
            cursor.execute(CHANGED, [BATCH])
            placements = [placement for (placement,) in cursor.fetchall()]
        sights = versions(placements)
        _replace(sights, measure_sights(sights))
    return len(placements)


def _replace(sights: Sequence[Placed], found: Measured) -> None:
    cameras = [each.id for each in sights]
    write(cameras, found)
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [cameras, [each.placement for each in sights]])
