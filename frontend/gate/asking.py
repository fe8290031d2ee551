"""A request as the gate lets it through."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from registry.access.facts import Actor
from registry.accounts.digests import digest


class Asking(HttpRequest):
    """What every view may rely on, and what the log needs."""

    actor: Actor
    request_id: str
    client: str


def client_of(environ: Mapping[str, Any]) -> str:
    """Name the address that asks: our own proxies' word for it, nobody else's."""
    if settings.PROXIES and (forwarded := environ.get("HTTP_X_FORWARDED_FOR")):
        hops = str(forwarded).split(",")
        return hops[-min(settings.PROXIES, len(hops))].strip()[:64]
    return str(environ.get("REMOTE_ADDR", ""))[:64]


def session_of(request: HttpRequest) -> str:
    """Name the session to media, which ends what was begun in it."""
    return digest(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))


def traces(request: Asking) -> dict[str, Any]:
    """Give what audit.record wants to know of the request."""
    return {"request_id": request.request_id, "client": request.client}
