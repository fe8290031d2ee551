"""Deeds: an owner lets another agency look, on the same conditions, or takes it all back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registry.access.facts import Actor
from registry.accounts.models import Agency
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.owners.models import Grant
from registry.ownership.refusals import NotShared


@dataclass(frozen=True)
class TakenBack:
    """When it was taken back, and how many grants that ended."""

    at: datetime
    grants: int


def standing(camera: Camera) -> list[Grant]:
    """List what its owner has said for now and later, agency by agency."""
    now = timezone.now()
    still = Grant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=now), camera=camera, owner=camera.owner_id
    )
    return list(still.select_related("agency").order_by("agency__name", "valid_from"))


@transaction.atomic
def share(camera: Camera, agency_id: UUID, *, like: UUID, by: Actor, **traces: Any) -> None:
    """Let an agency look as another one may. Raises NotShared."""
    agency = Agency.objects.filter(pk=agency_id).first()
    held = standing(camera)
    model = [grant for grant in held if grant.agency_id == like]
    if agency is None or not model:
        raise NotShared
    if any(grant.agency_id == agency.pk for grant in held):
        raise NotShared("It is shared with this agency already.")
    now = timezone.now()
    for grant in model:
        grant.pk, grant._state.adding = uuid4(), True
        grant.agency = agency
        grant.valid_from = max(now, grant.valid_from)
        grant.save(force_insert=True)
        record(
            by, "camera_shared", "camera", camera.pk, basis=f"grant {grant.pk}",
            detail={"agency": agency.name}, **traces,
        )  # fmt: skip


@transaction.atomic
def take_back(
    camera: Camera, agency_id: UUID | None = None, *, by: Actor, **traces: Any
) -> TakenBack:
    """End what one agency, or every one, may do; the database tells media, which cuts who looks."""
    now = timezone.now()
    grants = Grant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=now), camera=camera, owner=camera.owner_id
    )
    if agency_id:
        grants = grants.filter(agency=agency_id)
    grants.filter(valid_from__gt=now).delete()  # never in force: after a pause, say
    ended = grants.update(valid_to=now)
    detail = {"agency": str(agency_id or ""), "grants": ended}
    record(by, "camera_taken_back", "camera", camera.pk, detail=detail, **traces)
    return TakenBack(now, ended)
