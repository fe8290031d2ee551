"""A deed: make the grant of an accepted camera say what its owner's switch says."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from registry.audit.actors import Named
from registry.audit.recording import record
from registry.edge.models import BoxCamera
from registry.edge.terms import Terms
from registry.owners.models import Grant


def mirror(held: BoxCamera, *, by: Named) -> None:
    """End the version that held until now and begin another, in the caller's transaction.

    What holds is decided in the box; the grant is how everybody else knows of it.
    """
    agency = held.accepted_by.agency_id if held.accepted_by else None
    if held.camera_id is None or agency is None:
        return
    now = timezone.now()
    end(held.camera_id, now)
    terms = Terms.read(held.terms)
    grant = Grant.objects.create(
        owner_id=held.box.owner_id,
        camera_id=held.camera_id,
        agency_id=agency,
        capabilities=sorted(terms.capabilities),
        condition=terms.condition,
        priority_at_most=terms.priority_at_most,
        within=terms.within,
        from_hour=terms.from_hour,
        until_hour=terms.until_hour,
        valid_from=now,
        valid_to=terms.open_until if terms.condition == "always" else None,
        max_session_min=terms.max_session_min,
    )
    record(
        by, "grant_changed", "camera", held.camera_id,
        basis=f"grant {grant.pk}", detail={"box": str(held.box_id), "terms": held.terms},
    )  # fmt: skip


def end(camera: UUID, now: datetime) -> None:
    """End whatever holds for a camera now."""
    still_open = Q(valid_to=None) | Q(valid_to__gt=now)
    Grant.objects.filter(still_open, camera_id=camera).update(valid_to=now)
