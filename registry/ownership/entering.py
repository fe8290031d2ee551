"""Deeds: mail an owner a way in, and let in whoever comes by it."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.accounts.models import Role, User
from registry.notices import sending
from registry.owners import links
from registry.owners.models import Owner, OwnerLink
from registry.owners.refusals import UnknownLink

GOOD_FOR = timedelta(hours=1)
MOST_AN_HOUR = 3  # to one address: nobody fills another's letterbox


def ask(address: str, *, language: str) -> None:
    """Mail a link to whoever has cameras under this address.

    For an address that is nobody's the same is written and taken back, so that the time the
    answer takes does not tell.
    """
    known = Owner.objects.filter(email__iexact=address, left_at=None).select_related("user")
    owners = [owner for owner in known[:MOST_AN_HOUR] if _by_mail(owner)]
    with transaction.atomic():
        for owner in owners:
            _send(owner, owner.email, language)
        if not owners:
            nobody = Owner.objects.create(kind=Owner.Kind.RESIDENT, name="", email=address)
            _send(nobody, address, language)
            transaction.set_rollback(True)


@transaction.atomic
def enter(token: str) -> User:
    """Use a link: give the account it opens, made on the first visit. Raises UnknownLink."""
    owner = links.use(token, OwnerLink.Purpose.OWNER).owner
    if not _by_mail(owner):
        raise UnknownLink
    if owner.user is None:
        owner.user = _account()
    if owner.email_confirmed_at is None:
        owner.email_confirmed_at = timezone.now()
    owner.save(update_fields=["user", "email_confirmed_at"])
    return owner.user


def _by_mail(owner: Owner) -> bool:
    """Tell whether a mail may open the account: staff who own a camera sign in as staff do."""
    return owner.user is None or (owner.user.is_active and owner.user.role == Role.OWNER)


def _send(owner: Owner, address: str, language: str) -> None:
    recent = owner.links.filter(purpose="owner", made_at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MOST_AN_HOUR:
        return
    token = links.make(owner, OwnerLink.Purpose.OWNER, lasts=GOOD_FOR, once=True)
    sending.enqueue(
        "owner_link",
        to=address,
        language=language,
        values={
            "centre": settings.CENTRE_NAME,
            "link": f"{settings.PUBLIC_ADDRESS}/owner/enter/{token}",
        },
        about=("owner", str(owner.pk)),
    )


def _account() -> User:
    """Make one that says nothing of the person: its name stands in the log for good."""
    user = User(username=f"owner-{secrets.token_hex(6)}", role=Role.OWNER)
    user.set_unusable_password()
    user.save()
    return user
