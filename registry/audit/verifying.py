"""Find the first thing in the log that is not as it was written."""

import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from registry.audit.models import Entry, Seal
from registry.audit.restoring import RESTORED
from registry.audit.sealing import link, outside

_TEXTS = (
    "action", "actor_id", "actor_name", "agency", "basis", "client", "incident_id", "purpose",
    "request_id", "result", "role", "subject_id", "subject_type",
)  # fmt: skip
_ROWS = """
    SELECT id, hash, (extract(epoch FROM at) * 1000000)::bigint, xid, detail::text,
        action, actor_id, actor_name, agency, basis, client, incident_id::text, purpose,
        request_id, result, role, subject_id, subject_type
    FROM audit_entry WHERE id = ANY (%s) ORDER BY id
"""
GRACE = timedelta(minutes=1)  # a row older than this that no seal holds was kept from the sealer


def first_fault() -> str:
    """Name the first bad batch or row; an empty string is a log as it was written."""
    told, excused, before, last = outside(), _lost_by_restores(), b"", 0
    for seal in Seal.objects.order_by("id").iterator(chunk_size=100):
        if missing := set(range(last + 1, seal.id)) - excused:
            return f"seal {min(missing)} is missing"
        hashes = {}
        for row in rows(seal.entries):
            if sha256(canonical(row)).digest() != row["hash"]:
                return f"seal {seal.id}: entry {row['id']} is not as it was written"
            hashes[row["id"]] = row["hash"]
        if gone := sorted(set(seal.entries) - hashes.keys()):
            return f"seal {seal.id}: entry {gone[0]} is gone"
        expected = link(before, seal.id, seal.entries, hashes.values())
        if expected != bytes(seal.hash):
            return f"seal {seal.id} does not fit its {len(seal.entries)} entries"
        if told.get(seal.id, expected.hex()) != expected.hex():
            return f"seal {seal.id} is not the one told to the second place"
        before, last = expected, seal.id
    if (known := max(told.keys() - excused, default=0)) > last:
        return f"the log ends at seal {last}; the second place knows {known}"
    return _unsealed()


def _lost_by_restores() -> set[int]:
    """Number the seals that a restore, which is itself in the log, took out of the database."""
    lost = Entry.objects.filter(action=RESTORED).values_list("detail__first", "detail__last")
    return {number for first, last in lost for number in range(first, last + 1)}


def canonical(row: dict[str, Any]) -> bytes:
    """Write a row as it was hashed: keys sorted, times as UTC microseconds."""
    parts = []
    for name in sorted([*_TEXTS, "id", "at", "xid", "detail"]):
        value = row[name] if name == "detail" else json.dumps(row[name], ensure_ascii=False)
        parts.append(f'"{name}":{value}')
    return ("{" + ",".join(parts) + "}").encode()


def rows(entries: list[int]) -> Iterator[dict[str, Any]]:
    """Read entries as they were hashed."""
    names = ("id", "hash", "at", "xid", "detail", *_TEXTS)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [entries])
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            yield row | {"hash": bytes(row["hash"])}


def _unsealed() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT min(id) FROM audit_entry
            WHERE at < clock_timestamp() - make_interval(secs => %s)
                AND id NOT IN (SELECT unnest(entries) FROM audit_seal)""",
            [GRACE.total_seconds()],
        )
        (late,) = cursor.fetchone()
    return f"entry {late} was never sealed: does the worker run?" if late else ""
