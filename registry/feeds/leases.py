"""Which media process pulls which camera: a lease for each, a fair share for every process."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

LASTS = 8.0  # seconds a holder is believed to live after its last word
AGAIN = 2.0  # seconds between two words
STOP = 6.5  # seconds after which one that was not heard stops by itself, before others begin

LIVE = """
    INSERT INTO feed_holder (id, address, until)
    VALUES (%(holder)s, %(address)s, now() + make_interval(secs => %(lasts)s))
    ON CONFLICT (id) DO UPDATE SET until = excluded.until
"""
# What is above a fair share goes to whoever has less.
GIVE = """
    DELETE FROM feed_lease WHERE camera_id IN (
        SELECT camera_id FROM feed_lease WHERE holder_id = %(holder)s
        ORDER BY camera_id
        OFFSET (
            SELECT ceil((SELECT count(*) FROM feed) / count(*)::float)
            FROM feed_holder WHERE until > now()
        )
    )
"""
# Rows that another process is taking are left to it; one it took meanwhile is live again, and is
# looked at once more as it is now.
TAKE = """
    INSERT INTO feed_lease AS l (camera_id, holder_id)
    SELECT f.camera_id, %(holder)s
    FROM feed f
    LEFT JOIN feed_lease had USING (camera_id)
    LEFT JOIN feed_holder h ON h.id = had.holder_id AND h.until > now()
    WHERE h.id IS NULL
    ORDER BY had.camera_id NULLS LAST
    LIMIT (
        SELECT greatest(0, ceil((SELECT count(*) FROM feed) / count(*)::float) - (
            SELECT count(*) FROM feed_lease WHERE holder_id = %(holder)s
        ))
        FROM feed_holder WHERE until > now()
    )
    FOR UPDATE OF f SKIP LOCKED
    ON CONFLICT (camera_id) DO UPDATE SET holder_id = excluded.holder_id
    WHERE NOT EXISTS (SELECT FROM feed_holder h WHERE h.id = l.holder_id AND h.until > now())
"""
FORGET = """
    DELETE FROM feed_holder h
    WHERE until < now() AND NOT EXISTS (SELECT FROM feed_lease WHERE holder_id = h.id)
"""
MINE = "SELECT camera_id FROM feed_lease WHERE holder_id = %(holder)s"
SIBLINGS = "SELECT id, address FROM feed_holder WHERE id <> %(holder)s AND until > now()"


@dataclass(frozen=True)
class Share:
    """The cameras one process holds, and where to find the others."""

    cameras: frozenset[UUID] = frozenset()
    siblings: tuple[tuple[UUID, str], ...] = ()


def renew(holder: UUID, address: str) -> Share:
    """Say that this process lives, give away what is too much, take what is free.

    Each statement is a transaction of its own: a process is known to live before it takes.
    """
    with connection.cursor() as cursor:
        words: dict[str, Any] = {"holder": holder, "address": address, "lasts": LASTS}
        for deed in (LIVE, GIVE, TAKE, FORGET):
            cursor.execute(deed, words)
        cursor.execute(MINE, words)
        cameras = frozenset(camera for (camera,) in cursor.fetchall())
        cursor.execute(SIBLINGS, words)
        return Share(cameras, tuple(sorted(cursor.fetchall())))


def bury(holder: UUID) -> None:
    """Let a process that is known to be gone hold nothing any more: its own last word, or ours."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE feed_holder SET until = now() WHERE id = %s", [holder])
