"""A moment of a machine's work, instead of a riddle and without a third party."""

from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
from django.utils import timezone
from django.utils.crypto import salted_hmac

from registry.accounts.limiting import first

LASTS = timedelta(hours=1)
# A key that begins with one certain byte takes 256 tries in the middle: under a second on a phone.
ALGORITHM, COST = "PBKDF2/SHA-256", 1500
LONGEST = 4000  # characters


def challenge() -> dict[str, Any]:
    """Set a task, signed, so that nothing of it need be kept."""
    set_task = altcha.create_challenge(
        ALGORITHM, COST, expires_at=int((timezone.now() + LASTS).timestamp()), hmac_secret=_secret()
    )
    return set_task.to_dict()


def proven(payload: str) -> bool:
    """Tell whether a task of ours was solved in time, and is not shown a second time."""
    if not payload or len(payload) > LONGEST:
        return False
    if not altcha.verify_solution(payload, hmac_secret=_secret()).verified:
        return False
    task = altcha.Payload.from_base64(payload).challenge.parameters
    until = datetime.fromtimestamp(task.expires_at or 0, UTC)
    # by what was signed: of the signature itself there may be two spellings
    return first("proof", task.nonce + task.salt, until=until)


def _secret() -> bytes:
    return salted_hmac("altcha", "challenge", algorithm="sha256").digest()
