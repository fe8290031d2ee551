"""The short pass with which a reader's tiles skip the session: the layers opened, for a minute."""

import time

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

COOKIE = "tiles"
SECONDS = 60
NOTHING: frozenset[str] = frozenset()


def give(response: HttpResponse, layers: frozenset[str]) -> None:
    """Hand a reader the pass for these layers."""
    response.set_cookie(
        COOKIE,
        write(layers, time.time()),
        max_age=SECONDS,
        path="/tiles/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def write(layers: frozenset[str], given_at: float) -> str:
    """Write a pass."""
    return _signer().sign(f"{'+'.join(sorted(layers))}.{int(given_at)}")


def read(cookie: str, *, not_before: float) -> frozenset[str]:
    """Read the layers from a pass that is ours, young enough and given after `not_before`."""
    try:
        layers, given_at = _signer().unsign(cookie).split(".")
    except (signing.BadSignature, ValueError):
        return NOTHING
    now = time.time()
    if not max(now - SECONDS, not_before) < int(given_at) <= now:
        return NOTHING
    return frozenset(layers.split("+"))


def _signer() -> signing.Signer:
    return signing.Signer(salt="sightline.tiles")
