"""A deed: make the link by which one caller may show what they see, for one call."""

import secrets
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.phones.models import GOOD_FOR, Invite
from registry.phones.refusals import CallNotOpen, TooManyInvites

AT_ONCE = 10


class Invited(NamedTuple):
    """The row, and the secret of its link: only whoever asked ever holds that."""

    invite: Invite
    secret: str


@transaction.atomic
def invite(
    incident: UUID, *, by: Actor, mailed: bool = False, request_id: str = "", client: str = ""
) -> Invited:
    """Invite the caller of this call, which the inviter was found to read."""
    if by.user_id is None:
        raise CallNotOpen
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    made = Invite(
        incident_id=incident,
        digest=digest(secret),
        made_by_id=by.user_id,
        made_at=now,
        expires_at=now + GOOD_FOR,
    )
    if made.incident.state != "open" or made.incident.position is None:
        raise CallNotOpen
    waiting = Invite.objects.filter(incident=incident, ended_at=None, expires_at__gt=now)
    if waiting.filter(consented_at=None).count() >= AT_ONCE:
        raise TooManyInvites
    made.save(force_insert=True)
    record(
        by,
        "phone_invited",
        "phone_invite",
        made.pk,
        incident=incident,
        basis="consent",
        detail={"by": "mail" if mailed else "link"},
        request_id=request_id,
        client=client,
    )
    return Invited(made, secret)


def digest(secret: str) -> bytes:
    """Digest a secret: 256 random bits need no slow hash."""
    return sha256(secret.encode()).digest()
