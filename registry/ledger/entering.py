"""A deed: enter closed calls, with what was covered where and when each was reported."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from geo.optics import SCHEMES
from registry.ledger.models import LedgerEntry

SLICE = 250  # calls at a time, so that a list of years holds nothing up
LATE = timedelta(minutes=10)  # a slow transaction's rows show after newer ones
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('ledger'))"

# An entry is of one closing: closed again, or told anew by an import, the call is entered anew.
_WAITING = """
    SELECT i.id
    FROM incident i
    LEFT JOIN ledger_entry e ON e.incident_id = i.id
    WHERE i.state = 'closed'
        AND (e.incident_id IS NULL OR e.changed_at <> i.changed_at)
        AND (%(since)s::timestamptz IS NULL OR i.changed_at > %(since)s)
    ORDER BY i.changed_at
    LIMIT %(most)s
"""
_ENTER = """
    INSERT INTO ledger_entry (
        incident_id, seen, level, px_per_m, cameras, private, looked, closed_at, changed_at)
    SELECT c.incident_id, c.seen, c.level, c.px_per_m, c.cameras, c.private, c.looked,
        i.closed_at, i.changed_at
    FROM ledger_coverage(%(calls)s::uuid[], %(levels)s::text[], %(bounds)s::float8[]) AS c
    JOIN incident i ON i.id = c.incident_id AND i.state = 'closed'
    ON CONFLICT (incident_id) DO UPDATE SET
        seen = EXCLUDED.seen, level = EXCLUDED.level, px_per_m = EXCLUDED.px_per_m,
        cameras = EXCLUDED.cameras, private = EXCLUDED.private, looked = EXCLUDED.looked,
        closed_at = EXCLUDED.closed_at, changed_at = EXCLUDED.changed_at, entered_at = now()
"""
# What was said of a closing that was taken back was said too early.
_OPENED = """
    WITH opened AS (
        SELECT i.id FROM incident i
        WHERE i.state <> 'closed' AND (%(since)s::timestamptz IS NULL OR i.changed_at > %(since)s)
    ), unsaid AS (
        DELETE FROM call_outcome o USING opened WHERE o.incident_id = opened.id
    )
    DELETE FROM ledger_entry e USING opened WHERE e.incident_id = opened.id
"""


def enter_closed() -> int:
    """Enter the next slice of calls closed since the newest entry; give how many."""
    newest = LedgerEntry.objects.aggregate(at=Max("changed_at"))["at"]
    return _enter(newest - LATE if newest else None)


def enter_missed() -> int:
    """Look through all calls for those without an entry: brought in by a very slow import, say."""
    entered = 0
    while taken := _enter(None):
        entered += taken
    return entered


def _enter(since: datetime | None) -> int:
    """Enter one slice, oldest change first: whatever stops it, the next begins where it ended."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ALONE)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_OPENED, {"since": since})
        cursor.execute(_WAITING, {"since": since, "most": SLICE})
        calls = [row[0] for row in cursor.fetchall()]
        if calls:
            rising = sorted(SCHEMES[settings.DENSITY_SCHEME.lower()].items(), key=lambda it: it[1])
            levels, bounds = ([*each] for each in zip(*rising, strict=True))
            cursor.execute(_ENTER, {"calls": calls, "levels": levels, "bounds": bounds})
    return len(calls)
