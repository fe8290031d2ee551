"""Settings that cannot work together, said at the start and not at the first burglary."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


def logins(**_: Any) -> Iterator[CheckMessage]:
    """Ask for three logins: an owner of its tables can grant itself the audit log back."""
    known = ("default", "public", *(["owner"] if settings.OWNER_KNOWN else []))
    users = {settings.DATABASES[alias]["USER"] for alias in known}
    if not settings.DEMO and len(users) < len(known):
        yield Error(
            "The database's owner, the web and the public share a login.",
            hint="Set DATABASE_OWNER_URL, DATABASE_URL and DATABASE_PUBLIC_URL to three logins.",
            id="sightline.E001",
        )


def keys(**_: Any) -> Iterator[CheckMessage]:
    """Ask for keys that are long, and not one key for everything."""
    known = [settings.SECRET_KEY, settings.SEAL_KEY, *settings.CREDENTIAL_KEYS]
    if len(set(known)) < len(known):
        yield Error(
            "Two keys are the same: whoever learns one has the other.",
            hint="Give SECRET_KEY, SEAL_KEY and CREDENTIAL_KEYS a value each, or unset them.",
            id="sightline.E002",
        )
    if min(map(len, known)) < 32:
        yield Error(
            "A key is shorter than 32 characters.",
            hint="Unset it, and one is made in VAR_DIR/keys.",
            id="sightline.E003",
        )


def addresses(**_: Any) -> Iterator[CheckMessage]:
    """Ask for https and for what it needs."""
    if settings.DEMO:
        return
    if settings.PUBLIC_ADDRESS and not settings.PUBLIC_ADDRESS.startswith("https://"):
        yield Error(
            f"PUBLIC_ADDRESS={settings.PUBLIC_ADDRESS}: a centre is reached by https.",
            hint="Put nginx in front (frontend/deploy), or set DEMO=1 on this machine alone.",
            id="sightline.E004",
        )
    if settings.SEAL_URL and not settings.SEAL_URL.startswith("https://"):
        yield Error(
            "SEAL_URL is not https: whoever listens could answer in its place.",
            hint="Say https://…, or unset it: VAR_DIR/seals.log is written in any case.",
            id="sightline.E005",
        )


def directory(**_: Any) -> Iterator[CheckMessage]:
    """Ask for what an agency's directory wants to know of us."""
    apps: list[dict[str, str]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]  # type: ignore[assignment]
    if any(not (app["client_id"] and app["secret"]) for app in apps):
        yield Error(
            "OPENID_URL is set without OPENID_CLIENT and OPENID_SECRET.",
            hint="Register this centre with the directory and set both.",
            id="sightline.E006",
        )


def service(**_: Any) -> Iterator[CheckMessage]:
    """Ask, before going into service, for what the demo does without."""
    if settings.DEMO:
        yield Warning("DEMO=1", hint="Unset it: the demo asks nobody for a second factor.")
        return
    if not settings.PUBLIC_ADDRESS:
        yield Warning(
            "PUBLIC_ADDRESS is not set: sign-in links cannot name this centre.",
            hint="Say https://… as people type it.",
            id="sightline.W001",
        )
    if not settings.PROXIES:
        yield Warning(
            "PROXIES=0: behind a proxy that ends TLS every request is sent to https forever.",
            hint="Say how many of your own proxies stand in front.",
            id="sightline.W002",
        )
    if not settings.MEDIA_ADDRESS:
        yield Warning(
            "MEDIA_ADDRESS is not set: browsers may load no picture.",
            hint="Say host:port as browsers reach media.",
            id="sightline.W003",
        )


def register_all() -> None:
    """Have Django run them."""
    for check in (logins, keys, addresses, directory):
        register(_listed(check), Tags.security)
    register(_listed(service), Tags.security, deploy=True)


def _listed(check: Callable[..., Iterator[CheckMessage]]) -> Callable[..., list[CheckMessage]]:
    """Give Django the list it insists on."""
    return lambda **kwargs: list(check(**kwargs))
