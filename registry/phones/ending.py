"""Deeds: end a sharing, whoever ends it, and take the phone off every list."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registry.audit.actors import Named, Shell
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.cameras.placing import place_now
from registry.feeds.models import Feed
from registry.phones.models import Invite
from registry.phones.refusals import UnknownInvite


@transaction.atomic
def end(
    invite_id: UUID,
    why: Invite.End,
    *,
    by: Named,
    incident: UUID | None = None,
    request_id: str = "",
    client: str = "",
) -> Invite:
    """End it; what has ended stays as it ended. incident: the call it must be of."""
    of = {} if incident is None else {"incident_id": incident}
    invite = Invite.objects.select_for_update(of=("self",)).filter(pk=invite_id, **of).first()
    if invite is None:
        raise UnknownInvite
    if invite.ended_at is None:
        _end(invite, why, by, request_id, client)
    return invite


def end_all(incident: UUID, *, by: Named, request_id: str = "", client: str = "") -> None:
    """End every invitation and sharing of a call, in the transaction that closes it."""
    open_ones = Invite.objects.select_for_update(of=("self",)).filter(
        incident=incident, ended_at=None
    )
    for invite in open_ones:
        _end(invite, Invite.End.CLOSED, by, request_id, client)


def end_overdue() -> None:
    """End what nobody else did: the time is over, and media was not there to say so."""
    now = timezone.now()
    with transaction.atomic():
        overdue = Invite.objects.select_for_update(of=("self",), skip_locked=True).filter(
            Q(ends_at__lte=now) | Q(consented_at=None, expires_at__lte=now), ended_at=None
        )
        for invite in overdue:
            _end(invite, Invite.End.TIME, Shell("centre"), "", "")


def _end(invite: Invite, why: Invite.End, by: Named, request_id: str, client: str) -> None:
    invite.ended_at, invite.ended_by = timezone.now(), why
    invite.save(update_fields=["ended_at", "ended_by"])
    if invite.camera_id:
        Camera.registry.filter(pk=invite.camera_id).update(status=Camera.Status.RETIRED)
        Feed.objects.filter(camera=invite.camera_id).delete()
        place_now([invite.camera_id])
    shared = invite.ended_at - invite.consented_at if invite.consented_at else None
    record(
        by,
        "phone_ended",
        "camera" if invite.camera_id else "phone_invite",
        invite.camera_id or invite.pk,
        incident=invite.incident_id,
        basis="consent",
        detail={"why": why.value, "seconds": shared and round(shared.total_seconds(), 1)},
        request_id=request_id,
        client=client,
    )
