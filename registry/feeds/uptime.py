"""How often cameras are there when somebody asks for them."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

# Asked is a camera that media tried of late: a private one only while somebody may look, and does.
# Where media itself rests nobody is asked, and nobody's fault is counted.
# Every worker counts; the first in a minute does so for all.
COUNT = """
    INSERT INTO uptime_day AS u (camera_id, day, asked, answered, counted_at)
    SELECT camera_id, (now() AT TIME ZONE %(zone)s)::date, 1,
        (state = 'live' AND captured_at > now() - interval '5 minutes')::int, now()
    FROM frame
    WHERE tried_at > now() - interval '3 minutes'
    ORDER BY camera_id
    ON CONFLICT (camera_id, day) DO UPDATE SET
        asked = u.asked + 1, answered = u.answered + excluded.answered, counted_at = now()
    WHERE u.counted_at <= now() - interval '50 seconds'
"""
SHARE = """
    SELECT camera_id, sum(answered)::float8 / sum(asked)
    FROM uptime_day
    WHERE camera_id = ANY(%s) AND day > %s AND day <= %s
    GROUP BY camera_id
    HAVING sum(asked) > 0
"""


def count() -> int:
    """Write down of every camera that is asked whether it answers; give how many were counted."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"zone": settings.TIME_ZONE})
        return int(cursor.rowcount)


def share(
    cameras: Collection[UUID], days: int = 28, *, until: date | None = None
) -> dict[UUID, float]:
    """Give the share of the asking each answered in the days up to today or `until`, 0..1.

    Of a camera that nobody asked in that time there is nothing to say, and it is left out.
    """
    last = until or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(SHARE, [list(cameras), last - timedelta(days=days), last])
        return dict(cursor.fetchall())
