"""The cameras of an owner, as they alone may ask for them."""

from uuid import UUID

from django.db.models import QuerySet

from registry.cameras.models import Camera
from registry.owners.models import Owner


def cameras_of(owner: Owner) -> QuerySet[Camera]:
    """Give their cameras, without those they removed."""
    there = Camera.registry.filter(owner=owner).exclude(status=Camera.Status.RETIRED)
    return there.select_related("owner__user").order_by("number")


def camera_of(owner: Owner | None, camera_id: UUID) -> Camera | None:
    """Give one of them; nobody's and another's are none."""
    return cameras_of(owner).filter(pk=camera_id).first() if owner else None
