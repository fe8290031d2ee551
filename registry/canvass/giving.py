"""The code shown at a door, and the files that come by it."""

import base64
import binascii
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from registry.canvass.models import Door, Handed, Walk
from registry.canvass.refusals import CodeOver
from registry.evidence import uploading
from registry.evidence.models import Upload

LASTS = timedelta(days=14)
ARRIVED = (Upload.State.CHECKING, Upload.State.DONE)
_signer = Signer(salt="canvass.door", sep=".")


def code(door: Door) -> str:
    """Make the code of a door; it is signed and not stored, so a walk has as many as it needs."""
    return _signer.sign(base64.urlsafe_b64encode(door.pk.bytes).decode().rstrip("="))


def behind(code: str) -> Door:
    """Find the door a code was shown at, as long as its walk goes on. Raises CodeOver."""
    try:
        pk = UUID(bytes=base64.urlsafe_b64decode(_signer.unsign(code) + "=="))
    except (BadSignature, binascii.Error, ValueError):
        raise CodeOver from None
    open_now = Door.objects.filter(walk__ended_at=None, walk__made_at__gt=timezone.now() - LASTS)
    door = open_now.select_related("walk__request__agency").filter(pk=pk).first()
    if door is None:
        raise CodeOver
    return door


@transaction.atomic
def begin(code: str, **described: Any) -> Upload:
    """Announce a file from a door; `key` of what comes back writes to it.

    Raises CodeOver and as uploading.begin.
    """
    door = behind(code)
    request = door.walk.request
    upload = uploading.begin(
        "request",
        request.pk,
        giver=f"at the door of {door.address}",
        keeper=request.made_by_id,
        incident=request.incident_id,
        agency=request.agency_id,
        **described,
    )
    Handed.objects.create(door=door, upload=upload.pk)
    return upload


def settle(walk: Walk) -> None:
    """Note at which doors files have arrived by now."""
    waiting = walk.doors.exclude(outcome=Door.Outcome.UPLOADED)
    handed = dict(Handed.objects.filter(door__in=waiting).values_list("upload", "door"))
    arrived = Upload.objects.filter(pk__in=handed, state__in=ARRIVED).values_list("pk", flat=True)
    doors = {handed[upload] for upload in arrived}
    if doors:
        walk.doors.filter(pk__in=doors).update(
            outcome=Door.Outcome.UPLOADED, marked_at=timezone.now()
        )
