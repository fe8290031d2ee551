"""A deed: a machine says where a camera of its own is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from registry.access.facts import MACHINE, Actor
from registry.accounts.models import Machine
from registry.audit.recent import written
from registry.audit.recording import record
from registry.cameras.moving import Word, record_pose
from registry.cameras.refusals import UnknownCamera

ACTION = "camera_posed"
SELDOM = timedelta(minutes=1)  # a drone speaks every second; its trail has every word


@transaction.atomic
def report_pose(
    camera: UUID,
    at: datetime,
    lng: object,
    lat: object,
    values: Mapping[str, object],
    *,
    by: Actor,
    request_id: str = "",
    client: str = "",
) -> Word:
    """Move it, and write that down once a minute; what is not this machine's is not there."""
    if by.role != MACHINE or not Machine.objects.filter(pk=by.id, cameras=camera).exists():
        raise UnknownCamera
    word = record_pose(camera, at, lng, lat, values)
    of = {"subject_type": "camera", "subject_id": str(camera)}
    if not written(by, ACTION, within=SELDOM, **of):
        record(
            by,
            ACTION,
            "camera",
            camera,
            detail={"at": at.isoformat(), "position": [lng, lat], "outcome": word},
            request_id=request_id,
            client=client,
        )
    return word
