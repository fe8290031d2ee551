"""A deed: the caller agrees, once, and their phone becomes a camera of the call."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from registry.audit.recording import record
from registry.cameras.editing import next_number
from registry.cameras.models import Camera
from registry.feeds.models import Feed
from registry.phones.callers import Caller, callers
from registry.phones.inviting import digest
from registry.phones.models import SHARES_FOR, Invite
from registry.phones.refusals import InviteOver, InviteUsed, UnknownInvite

# What a phone held up sees, as far as anybody knows: a wide lens at the height of a chest.
HEIGHT, HFOV, RANGE, WIDTH = 1.5, 65.0, 60.0, 640
COMPASS_SD, NO_FIX_SD = 15.0, 1000.0


def behind(secret: str) -> Invite:
    """Find what a link stands for, whatever has become of it. Raises UnknownInvite."""
    invite = _held().select_related("made_by__agency").filter(digest=digest(secret)).first()
    if invite is None:
        raise UnknownInvite
    return invite


@transaction.atomic
def consent(secret: str, *, request_id: str = "", client: str = "") -> Invite:
    """Spend the link: two who open it at once are one who shares and one who is refused."""
    invite = _held().select_for_update(of=("self",)).filter(digest=digest(secret)).first()
    if invite is None:
        raise UnknownInvite
    _still_good(invite)
    invite.consented_at = timezone.now()
    invite.ends_at = invite.consented_at + SHARES_FOR
    invite.camera = _camera(invite)
    invite.save(update_fields=["consented_at", "ends_at", "camera"])
    record(
        Caller(),
        "phone_consented",
        "camera",
        invite.camera.pk,
        incident=invite.incident_id,
        basis="consent",
        detail={"invite": str(invite.pk), "until": invite.ends_at.isoformat()},
        request_id=request_id,
        client=client,
    )
    return invite


def _held() -> QuerySet[Invite]:
    return Invite.objects.select_related("incident")


def _still_good(invite: Invite) -> None:
    if invite.state in (Invite.State.SHARING, Invite.State.ENDED):
        raise InviteUsed
    if invite.state != Invite.State.SENT or invite.incident.state != "open":
        raise InviteOver


def _camera(invite: Invite) -> Camera:
    """Enter it without a view: until the phone says where it is, it stands on no map."""
    number, place = next_number(), invite.incident.position
    if place is None:
        raise InviteOver
    camera = Camera.registry.create(
        number=number,
        name=f"Caller's phone {number}",
        kind=Camera.Kind.PHONE,
        form=Camera.Form.MOVING,
        level=Camera.Level.TWO,
        owner=callers(),
        call=invite.incident,
        position=place,
        surveyed_position=place,
        position_sd=NO_FIX_SD,
        height=HEIGHT,
        hfov=HFOV,
        range=RANGE,
        width_px=WIDTH,
        azimuth_sd=COMPASS_SD,
        fov_source=Camera.Source.COMPASS,
        placed_at=timezone.now(),
    )
    Feed.objects.create(camera=camera, source=Feed.Source.PHONE, refresh=1.0)
    return camera
