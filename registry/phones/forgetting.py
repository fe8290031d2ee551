"""Forget the links callers were sent, and the addresses they were sent to; the log keeps a count.

That somebody shared, for which call and how long, stays in the log, which names no caller.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry.audit.actors import Shell
from registry.audit.recording import record
from registry.notices.forgetting import forget_kind
from registry.phones.models import Invite

INVITES_KEPT = timedelta(days=30)  # from their end
ADDRESSES_KEPT = timedelta(days=1)  # from when the mail was sent, or given up
_WORKER = Shell(name="centre", role="centre")


@transaction.atomic
def forget() -> None:
    """Delete what is older than that; where there was something, the log says how much."""
    now = timezone.now()
    invites, _ = Invite.objects.filter(ended_at__lt=now - INVITES_KEPT).delete()
    addresses = forget_kind("phone_link", now - ADDRESSES_KEPT)
    if invites or addresses:
        record(
            _WORKER,
            "phones_forgotten",
            "phone_invite",
            "",
            incident=None,
            detail={"invites": invites, "addresses": addresses},
        )
