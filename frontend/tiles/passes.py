"""The short pass with which a signed-in reader's tiles skip the session: a role, for a minute."""

import time

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

COOKIE = "tiles"
SECONDS = 60


def give(response: HttpResponse, role: str) -> None:
    """Hand a reader the pass of this role."""
    response.set_cookie(
        COOKIE,
        _signer().sign(f"{role}.{int(time.time())}"),
        max_age=SECONDS,
        path="/tiles/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def role(cookie: str, *, not_before: float) -> str | None:
    """Read the role from a pass that is ours, young enough and given after `not_before`."""
    try:
        named, given_at = _signer().unsign(cookie).split(".")
    except (signing.BadSignature, ValueError):
        return None
    now = time.time()
    if not max(now - SECONDS, not_before) < int(given_at) <= now:
        return None
    return named


def _signer() -> signing.Signer:
    return signing.Signer(salt="sightline.tiles")
