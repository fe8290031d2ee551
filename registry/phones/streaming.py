"""What media asks and writes down while a caller's phone sends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry.audit.recording import record
from registry.phones.callers import Caller
from registry.phones.models import Invite
from registry.phones.refusals import InviteOver, UnknownInvite


@dataclass(frozen=True)
class Sharing:
    """A sharing that goes on."""

    invite: UUID
    incident: UUID
    camera: UUID
    ends_at: datetime


def begin(invite_id: UUID, camera: UUID, *, request_id: str = "") -> Sharing:
    """Check that it goes on and write the opening row; a phone that comes back writes another."""
    with transaction.atomic():
        sharing = going_on(invite_id)
        if sharing.camera != camera:
            raise UnknownInvite
        record(
            Caller(),
            "phone_started",
            "camera",
            sharing.camera,
            incident=sharing.incident,
            basis="consent",
            request_id=request_id,
        )
    return sharing


def going_on(invite_id: UUID) -> Sharing:
    """Say what is shared and until when. Raises UnknownInvite or InviteOver."""
    invite = Invite.objects.select_related("incident").filter(pk=invite_id).first()
    if invite is None:
        raise UnknownInvite
    over = invite.state != Invite.State.SHARING or invite.incident.state != "open"
    if over or invite.camera_id is None or invite.ends_at is None:
        raise InviteOver(invite.get_ended_by_display() or "")
    return Sharing(invite.pk, invite.incident_id, invite.camera_id, invite.ends_at)
