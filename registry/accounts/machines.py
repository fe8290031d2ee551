"""Tokens for systems that report or fetch: a secret shown once, kept as a digest."""

import secrets
from hashlib import sha256

from registry.accounts.models import Agency, Machine, User

PREFIX = "sightline_"  # so that a scanner of leaked secrets can tell what it has found


def make(
    name: str, *, scopes: list[str], agency: Agency | None = None, by: User | None = None
) -> str:
    """Enter a machine and give its token, which nobody can read again."""
    token = PREFIX + secrets.token_urlsafe(32)
    Machine.objects.create(
        name=name, scopes=scopes, agency=agency, created_by=by, token_digest=digest(token)
    )
    return token


def digest(token: str) -> bytes:
    """Digest a token; 256 random bits need no slow hash."""
    return sha256(token.encode()).digest()
