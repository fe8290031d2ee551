"""Ways in sent to owners: who holds the mail may do one thing, for a time."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from registry.owners.models import Owner, OwnerLink
from registry.owners.refusals import UnknownLink


def make(
    owner: Owner, purpose: str, *, about: str = "", lasts: timedelta, once: bool = False
) -> str:
    """Make a token for one owner and one purpose; nobody can read it again."""
    token = secrets.token_urlsafe(32)
    OwnerLink.objects.create(
        digest=_digest(token),
        owner=owner,
        purpose=OwnerLink.Purpose(purpose),
        about=about,
        expires_at=timezone.now() + lasts,
        once=once,
    )
    return token


def read(token: str, purpose: str) -> OwnerLink:
    """Find what a token is good for, without using it. Raises UnknownLink."""
    link = (
        OwnerLink.objects.select_related("owner")
        .filter(digest=_digest(token), purpose=purpose, expires_at__gt=timezone.now())
        .filter(used_at=None, owner__left_at=None)
        .first()
    )
    if link is None:
        raise UnknownLink
    return link


def use(token: str, purpose: str) -> OwnerLink:
    """Use a token: of two who use one of a single use at once, one is refused.

    Raises UnknownLink.
    """
    link = read(token, purpose)
    if link.once:
        unused = OwnerLink.objects.filter(pk=link.pk, used_at=None)
        if not unused.update(used_at=timezone.now()):
            raise UnknownLink
    return link


def end(owner: Owner, *purposes: str) -> int:
    """Let an owner's links work no more, all or of these purposes; count them."""
    links = OwnerLink.objects.filter(owner=owner)
    ended, _ = (links.filter(purpose__in=purposes) if purposes else links).delete()
    return ended


def forget_expired() -> None:
    """Delete links whose time was over a day ago; until then one can say that it is."""
    OwnerLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()


def _digest(token: str) -> bytes:
    """Digest a token; 256 random bits need no slow hash."""
    return sha256(token.encode()).digest()
