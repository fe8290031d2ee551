"""Who asks: one query, whether by session or by token.

The session's row names the person in a column (see registry/accounts/sessions.py), so that one
prepared lookup answers who, as what, for whom, and whether all of it still holds: Django's own way
reads and decodes the session, then fetches the user. A signed cookie would save the query and
lose what matters more: a revoked session ends at the next request.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from registry.access.facts import MACHINE, Actor
from registry.models import Machine, Role, User

_BEARER = "Bearer "


class Asker(NamedTuple):
    """A reader, and whether how they proved it is enough."""

    actor: Actor
    proven: bool


UNKNOWN = Asker(Actor.STRANGER, proven=True)


def asker(request: HttpRequest, *, unattended: bool = False) -> Asker | None:
    """Find who asks; None says that what was shown is no longer good."""
    bearer = request.META.get("HTTP_AUTHORIZATION", "")
    if bearer.startswith(_BEARER):
        return _machine(bearer[len(_BEARER) :].strip())
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return UNKNOWN
    return _person(key, alive=not unattended and "HTTP_X_BACKGROUND" not in request.META)


def digest(token: str) -> bytes:
    """Digest a token; 256 random bits need no slow hash."""
    return sha256(token.encode()).digest()


def _person(key: str, *, alive: bool) -> Asker | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM session_reader(%s, %s, %s)", [key, settings.SESSION_IDLE, alive]
        )
        row = cursor.fetchone()
    return None if row is None else person_of(row)


def person_of(row: tuple[Any, ...]) -> Asker | None:
    """Read what session_reader found; None says that the password has changed since."""
    user_id, uid, name, role, agency_id, agency, owner_id, password, credential, proven = row
    if user_id is None:
        return UNKNOWN
    if not constant_time_compare(_credential(password), credential):
        return None
    actor = Actor(
        role=role,
        id=str(uid),
        name=name,
        user_id=user_id,
        agency_id=agency_id,
        agency=agency,
        owner_id=owner_id,
    )
    return Asker(actor, proven or settings.DEMO or role == Role.OWNER)


@lru_cache(maxsize=1024)
def _credential(password: str) -> str:
    """Derive what a session holds of the password's hash: it ends when the password changes."""
    return User(password=password).get_session_auth_hash()


def _machine(token: str) -> Asker | None:
    machine = (
        Machine.objects.filter(token_digest=digest(token), revoked_at__isnull=True)
        .select_related("agency")
        .first()
    )
    if machine is None:
        return None
    actor = Actor(
        role=MACHINE,
        id=str(machine.id),
        name=machine.name,
        agency_id=machine.agency_id,
        agency=machine.agency.name if machine.agency else "",
        scopes=frozenset(machine.scopes),
    )
    return Asker(actor, proven=True)
