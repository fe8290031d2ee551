"""One-time ways in, made at the shell: whoever holds the shell needs no password."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from registry.accounts.models import SigninLink, User

GOOD_FOR = timedelta(minutes=10)


def make(user: User) -> str:
    """Make a token that signs this person in once; only its digest is kept."""
    token = secrets.token_urlsafe(32)
    SigninLink.objects.create(
        digest=_digest(token), user=user, expires_at=timezone.now() + GOOD_FOR
    )
    return token


@transaction.atomic
def use(token: str) -> User | None:
    """Spend a token: two who use it at once are one who signs in and one who does not."""
    now = timezone.now()
    fresh = SigninLink.objects.filter(
        digest=_digest(token), used_at=None, expires_at__gt=now, user__is_active=True
    )
    if not fresh.update(used_at=now):
        return None
    return SigninLink.objects.select_related("user").get(digest=_digest(token)).user


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
