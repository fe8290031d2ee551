"""What a reader may know of boxes: the registry's people of all, an owner of their own."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.edge.models import Box, BoxCamera
from registry.edge.outages import connected
from registry.edge.terms import Terms
from registry.owners.models import Owner

KEEPERS = {"registrar", "supervisor", "administrator", "auditor"}


@dataclass(frozen=True)
class ShownCamera:
    """One of its cameras, and in words what its owner opens."""

    held: BoxCamera
    opens: str


@dataclass(frozen=True)
class Shown:
    """A box as its page shows it."""

    box: Box
    health: str
    cameras: list[ShownCamera]
    registered: list[Camera]


def boxes_of(reader: Actor) -> QuerySet[Box]:
    """Keep the boxes this reader may know of."""
    if reader.role in KEEPERS:
        return Box.objects.all()
    return Box.objects.filter(owner=reader.owner_id) if reader.owner_id else Box.objects.none()


@transaction.atomic
def read(reader: Actor, *, request_id: str = "", client: str = "") -> list[Shown]:
    """List them, newest first, and write down that they were read."""
    held = Prefetch("cameras", BoxCamera.objects.select_related("camera").order_by("name"))
    boxes = list(
        boxes_of(reader).select_related("owner").prefetch_related(held).order_by("-enrolled_at")
    )
    record(reader, "boxes_read", detail={"boxes": len(boxes)}, request_id=request_id, client=client)
    return [_shown(box) for box in boxes]


def owners_for(reader: Actor) -> QuerySet[Owner]:
    """Name the owners this reader may make a code for."""
    owners = Owner.objects.exclude(kind=Owner.Kind.CALLER).order_by("name")
    if reader.role == "registrar":
        return owners
    return owners.filter(pk=reader.owner_id) if reader.owner_id else owners.none()


def health(box: Box, now: datetime) -> str:
    """Say in one word how a box is."""
    if box.revoked_at:
        return "revoked"
    if box.heard_at is None:
        return "never heard"
    return "connected" if connected(box, now) else "down"


def _shown(box: Box) -> Shown:
    registered = Camera.registry.filter(owner=box.owner_id, level__gt=0, box_camera=None)
    cameras = [ShownCamera(held, Terms.read(held.terms).words()) for held in box.cameras.all()]
    return Shown(box, health(box, timezone.now()), cameras, list(registered.order_by("number")))
