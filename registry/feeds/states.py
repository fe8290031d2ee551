"""Write down how fresh each camera's picture is; the picture itself stays with media."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from registry.feeds.frames import Frame

WRITE = """
    INSERT INTO frame (camera_id, version, captured_at, state, reason, tried_at)
    SELECT row.* FROM unnest(
        %s::uuid[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::timestamptz[]
    ) AS row (camera_id, version, captured_at, state, reason, tried_at)
    JOIN camera ON camera.id = row.camera_id
    ORDER BY row.camera_id
    ON CONFLICT (camera_id) DO UPDATE SET
        version = excluded.version, captured_at = excluded.captured_at,
        state = excluded.state, reason = excluded.reason, tried_at = excluded.tried_at
"""


def write(frames: Mapping[UUID, Frame]) -> None:
    """Write many frames' states in one statement."""
    rows = [
        (
            camera,
            f.version,
            _time(f.captured_at),
            f.state,
            f.reason[:200],
            _time(f.tried_at or None),
        )
        for camera, f in sorted(frames.items())
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
