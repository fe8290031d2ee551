"""The reader behind a pass, made anew from the accounts as they are now."""

from registry.access.facts import Actor
from registry.accounts.models import User
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
