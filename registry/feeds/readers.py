"""The reader behind a pass, made anew from the accounts as they are now."""

from registry.access.facts import Actor
from registry.accounts import sessions
from registry.accounts.models import User
from registry.feeds.passes import Pass
from registry.feeds.refusals import PassRefused
from registry.owners.models import Owner


def reader(user: User) -> Actor:
    """Say who this is, as the policy asks."""
    owner = Owner.objects.filter(user=user).values_list("id", flat=True).first()
    return Actor(
        role=user.role,
        id=str(user.uid),
        name=user.get_username(),
        user_id=user.pk,
        agency_id=user.agency_id,
        agency=user.agency.name if user.agency else "",
        owner_id=owner,
    )


def bearer(given: Pass) -> Actor:
    """Say who shows this pass. Raises PassRefused when account or session have ended."""
    user = User.objects.filter(pk=given.user, is_active=True).select_related("agency").first()
    if user is None or (given.session and not sessions.lives(user, given.session)):
        raise PassRefused
    return reader(user)
