"""Which owner asks, which of their cameras they mean, and what the log has of it."""

from typing import Any
from uuid import UUID

from django.http import Http404

from frontend.gate.asking import Asking
from registry.models import Camera, Owner
from registry.ownership import reading


def find_owner(request: Asking) -> Owner | None:
    """Find the owner who is signed in; an account may be nobody's yet."""
    own = request.actor.owner_id
    return Owner.objects.filter(pk=own, left_at=None).first() if own else None


def camera_of(request: Asking, camera_id: UUID) -> Camera:
    """Find one of their own cameras; another's looks as if it were not there."""
    camera = reading.camera_of(find_owner(request), camera_id)
    if camera is None:
        raise Http404
    return camera


def asked(request: Asking) -> dict[str, Any]:
    """Name the request for the log, which is for good: from where an owner asks is not in it."""
    return {"request_id": request.request_id}
