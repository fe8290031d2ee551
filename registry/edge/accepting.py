"""A deed: the agency takes a box's camera, which becomes Level Two on its owner's terms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.editing import save_camera
from registry.cameras.models import Camera
from registry.cameras.refusals import UnknownCamera
from registry.edge.mirroring import mirror
from registry.edge.models import BoxCamera
from registry.edge.refusals import AlreadyAccepted, BoxRevoked, NoAgency, UnknownBox
from registry.feeds.models import Feed
from registry.owners.models import Owner

KINDS = {
    Owner.Kind.AGENCY: Camera.Kind.BUILDING,
    Owner.Kind.SCHOOL: Camera.Kind.SCHOOL,
    Owner.Kind.BUSINESS: Camera.Kind.BUSINESS,
    Owner.Kind.RESIDENT: Camera.Kind.RESIDENT,
}


@transaction.atomic
def accept(
    held_id: UUID,
    *,
    by: Actor,
    camera: UUID | None = None,
    values: Mapping[str, Any] | None = None,
    request_id: str = "",
    client: str = "",
) -> Camera:
    """Make it a camera of the registry: one its owner registered before, or one at a new place.

    Raises UnknownBox, BoxRevoked, AlreadyAccepted, NoAgency, UnknownCamera or InvalidCamera.
    """
    traces: dict[str, Any] = {"request_id": request_id, "client": client}
    held = (
        BoxCamera.objects.select_for_update(of=("self",))
        .select_related("box__owner")
        .filter(pk=held_id)
        .first()
    )
    if held is None:
        raise UnknownBox
    if held.box.revoked_at:
        raise BoxRevoked
    if held.camera_id:
        raise AlreadyAccepted
    if by.agency_id is None or by.user_id is None:
        raise NoAgency
    owner = held.box.owner
    if camera is None:
        facts = {"name": held.name, "kind": KINDS[Owner.Kind(owner.kind)]} | dict(values or {})
        taken = save_camera(by, facts | {"level": 2, "owner": str(owner.pk)}, **traces)
    else:
        registered = Camera.registry.filter(pk=camera, owner=owner, level__gt=0).first()
        if registered is None:
            raise UnknownCamera
        taken = save_camera(by, {"level": 2}, registered, **traces)
    Feed.objects.update_or_create(
        camera=taken,
        defaults={"source": "edge", "url": "", "still_url": "", "credential": None},
    )
    held.camera, held.accepted_at, held.accepted_by_id = taken, timezone.now(), by.user_id
    held.save(update_fields=["camera", "accepted_at", "accepted_by"])
    record(
        by, "box_camera_accepted", "camera", taken.pk, detail={"box": str(held.box_id)}, **traces
    )
    mirror(held, by=by)
    return taken
