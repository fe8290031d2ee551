"""Tokens for systems that report or fetch: a secret shown once, kept as a digest."""

import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from registry.accounts.models import Agency, Machine, User

if TYPE_CHECKING:
    from registry.cameras.models import Camera

PREFIX = "sightline_"  # so that a scanner of leaked secrets can tell what it has found


@transaction.atomic
def make(
    name: str,
    *,
    scopes: list[str],
    cameras: Iterable["Camera"] = (),
    agency: Agency | None = None,
    by: User | None = None,
) -> str:
    """Enter a machine, with the cameras it moves, and give its token: nobody can read it again."""
    token = PREFIX + secrets.token_urlsafe(32)
    machine = Machine.objects.create(
        name=name, scopes=scopes, agency=agency, created_by=by, token_digest=digest(token)
    )
    machine.cameras.add(*cameras)
    return token


def digest(token: str) -> bytes:
    """Digest a token; 256 random bits need no slow hash."""
    return sha256(token.encode()).digest()
