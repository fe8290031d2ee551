"""On the public map, or off it: a consent of its own, given and withdrawn apart from all others."""

from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from registry.audit.actors import Named
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.cameras.queueing import request_placing
from registry.cameras.refusals import NotPublishable, UnknownCamera
from registry.places.anchors import anchor_of


@transaction.atomic
def publish(camera: Camera, by: Named, **traces: Any) -> Camera:
    """Show an accepted camera to anybody: a private one at its street anchor, never where it is.

    It is there with the commit; NotPublishable says what is missing.
    """
    camera = Camera.registry.select_for_update(no_key=True, of=("self",)).get(pk=camera.pk)
    if camera.public_at is not None:
        return camera
    camera.public_anchor = _shown_at(camera)
    camera.public_at = timezone.now()
    _save(camera)
    record(by, "camera_published", "camera", camera.pk, basis="consent", **traces)
    return camera


@transaction.atomic
def unpublish(camera: Camera, by: Named, **traces: Any) -> Camera:
    """Take a camera off the public map; within a minute no answer to a stranger has it."""
    camera = Camera.registry.select_for_update(no_key=True, of=("self",)).get(pk=camera.pk)
    if camera.public_at is None:
        return camera
    camera.public_at = None
    _save(camera)
    record(by, "camera_unpublished", "camera", camera.pk, basis="consent", **traces)
    return camera


def show(by: Named, camera_id: UUID, *, public: bool, **traces: Any) -> Camera:
    """Publish an agency's own camera or take it off. Raises UnknownCamera, NotPublishable."""
    camera = Camera.registry.filter(pk=camera_id).first()
    if camera is None:
        raise UnknownCamera
    if camera.level != Camera.Level.AGENCY:
        raise NotPublishable(gettext("Whether a private camera is shown is its owner's to say."))
    return (publish if public else unpublish)(camera, by, **traces)


def _shown_at(camera: Camera) -> Point:
    if camera.status != Camera.Status.APPROVED:
        raise NotPublishable(gettext("This camera has not been accepted yet."))
    if camera.form == Camera.Form.MOVING or camera.kind == Camera.Kind.PHONE:
        raise NotPublishable(gettext("What moves is not on the public map."))
    if camera.level == Camera.Level.AGENCY:
        return camera.position
    if camera.owner.email_confirmed_at is None:
        raise NotPublishable(gettext("Its owner has yet to confirm their e-mail address."))
    anchor = anchor_of(camera.surveyed_position)
    if anchor is None:
        raise NotPublishable(gettext("Too few addresses share its street to hide it among them."))
    return anchor


def _save(camera: Camera) -> None:
    camera.placed_at = None  # staff's tiles say which are public
    camera.save(update_fields=["public_at", "public_anchor", "placed_at", "updated_at"])
    request_placing()
