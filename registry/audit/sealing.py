"""Chain what was written since the last seal, and tell the seal to a second place."""

import hmac
import json
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import httpcore
from django.conf import settings
from django.db import connection, transaction

from registry.audit.models import Entry, Seal

_SEALER = 0x5EA1  # the advisory lock: one sealer at a time, on whichever machine
_TIMEOUT = {"connect": 2.0, "read": 5.0, "write": 5.0, "pool": 1.0}


def seal() -> Seal | None:
    """Seal every finished entry that no seal holds; nothing new needs no seal."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALER])
        if cursor.fetchone() == (False,):
            return None
        cursor.execute("DELETE FROM audit_unsealed RETURNING entry_id")
        entries = sorted(entry for (entry,) in cursor.fetchall())
        if not entries:
            return None
        hashes = Entry.objects.filter(id__in=entries).order_by("id").values_list("hash", flat=True)
        last = Seal.objects.order_by("-id").first()
        # Past what is known outside too: a restored database must not use a number twice.
        number = max(last.id if last else 0, told()) + 1
        return Seal.objects.create(
            id=number,
            entries=entries,
            hash=link(bytes(last.hash) if last else b"", number, entries, map(bytes, hashes)),
        )


def link(before: bytes, number: int, entries: list[int], hashes: Iterable[bytes]) -> bytes:
    """Make a seal's hash, keyed: whoever rewrites rows cannot rewrite seals without the key."""
    mac = hmac.new(settings.SEAL_KEY.encode(), before, sha256)
    mac.update(json.dumps([number, entries]).encode())
    for row in hashes:
        mac.update(row)
    return mac.digest()


def tell() -> int:
    """Tell the second place every seal it does not have; count them."""
    later = Seal.objects.filter(id__gt=told()).order_by("id")
    lines = [_line(seal) for seal in later]
    if not lines:
        return 0
    if settings.SEAL_URL:
        _post(settings.SEAL_URL, "".join(lines).encode())
    _append("".join(lines))
    return len(lines)


def outside() -> dict[int, str]:
    """Read the seals as the second place has them: number to hash."""
    if not seals_log().exists():
        return {}
    lines = map(json.loads, seals_log().read_text().splitlines())
    return {line["seal"]: line["hash"] for line in lines}


def seals_log() -> Path:
    """Name the file beside the database; copy it elsewhere, or set SEAL_URL."""
    return Path(settings.VAR_DIR) / "seals.log"


def told() -> int:
    """Give the last seal the second place has; asked each second, so only the end is read."""
    if not seals_log().exists():
        return 0
    with seals_log().open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - 4096))
        lines = log.read().splitlines()
    return int(json.loads(lines[-1])["seal"]) if lines else 0


def _line(seal: Seal) -> str:
    told = {
        "seal": seal.id,
        "at": seal.at.isoformat(),
        "rows": len(seal.entries),
        "hash": bytes(seal.hash).hex(),
    }
    return json.dumps(told) + "\n"


def _append(lines: str) -> None:
    handle = os.open(seals_log(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(lines)
        out.flush()
        os.fsync(out.fileno())


def _post(url: str, body: bytes) -> None:
    """Send seals away; settings let through https, or http on this machine."""
    headers = [("Content-Type", "application/x-ndjson"), ("Host", urlsplit(url).netloc)]
    with httpcore.ConnectionPool(retries=0) as pool:
        answer = pool.request(
            "POST", url, content=body, headers=headers, extensions={"timeout": _TIMEOUT}
        )
    if not 200 <= answer.status < 300:
        raise SecondPlaceRefused(url, answer.status)


class SecondPlaceRefused(ConnectionError):
    """The second place did not take the seal; the next round sends it again."""

    def __init__(self, url: str, status: int) -> None:
        super().__init__(f"{urlsplit(url).hostname} answered {status}")
