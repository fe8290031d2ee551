"""A deed: put a box out of service. Whoever looks through it is cut at once."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.cameras.queueing import request_placing
from registry.edge.mirroring import end
from registry.edge.models import Box
from registry.edge.refusals import UnknownBox
from registry.feeds.models import Feed


@transaction.atomic
def revoke(box_id: UUID, *, by: Actor, request_id: str = "", client: str = "") -> Box:
    """Revoke it for good; its cameras stay registered at Level One."""
    traces: dict[str, Any] = {"request_id": request_id, "client": client}
    box = Box.objects.select_for_update().filter(pk=box_id).first()
    if box is None:
        raise UnknownBox
    if box.revoked_at is None:
        box.revoked_at = timezone.now()
        box.save(update_fields=["revoked_at"])
        record(by, "box_revoked", "box", box.pk, **traces)
        for held in box.cameras.exclude(camera=None).select_related("camera"):
            if held.camera:
                end(held.camera.pk, box.revoked_at)
                Feed.objects.filter(camera=held.camera, source="edge").delete()
                _lower(held.camera)
                record(
                    by, "camera_changed", "camera", held.camera.pk,
                    detail={"before": {"level": 2}, "after": {"level": 1}}, **traces,
                )  # fmt: skip
            held.camera = None
            held.save(update_fields=["camera"])
    return box


def _lower(camera: Camera) -> None:
    """Keep it registered, without pictures: the map draws it anew."""
    camera.level, camera.placed_at = Camera.Level.ONE, None
    camera.save(update_fields=["level", "placed_at"])
    request_placing()
