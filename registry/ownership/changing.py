"""Deeds: an owner changes what is known of their camera; a new place is looked at again."""

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras import fields
from registry.cameras.models import Camera
from registry.cameras.queueing import request_placing
from registry.cameras.refusals import InvalidCamera
from registry.refusals import Fault

WORDS = {"name", "retention_days"}
DIRECTION = {"azimuth", "hfov", "range"}
OWN = (*WORDS, *DIRECTION, "height")
MOVED = 1e-6  # degrees, about 10 cm: what a form rounds off is no move


@transaction.atomic
def change(camera: Camera, values: Mapping[str, Any], *, by: Actor, **traces: Any) -> list[str]:
    """Change these fields; give those that differ. `position` is [lng, lat].

    The log has which fields, not what they hold: it is kept when the owner leaves.
    Raises InvalidCamera.
    """
    camera = Camera.registry.select_for_update(of=("self",)).get(pk=camera.pk)
    taken = _taken(values)
    changed = sorted(name for name in taken if _differs(camera, name, taken[name]))
    for name in changed:
        setattr(camera, name, taken[name])
    if not changed:
        return []
    if DIRECTION.intersection(changed):
        camera.fov_source = Camera.Source.OWNER
    if not WORDS.issuperset(changed):
        camera.placed_at = None
        request_placing()
    if "surveyed_position" in changed:
        _moved(camera)
    camera.save()
    record(by, "camera_changed", "camera", camera.pk, detail={"fields": changed}, **traces)
    return changed


def _moved(camera: Camera) -> None:
    """Have somebody look at the new place before anybody is told of it."""
    camera.position = camera.surveyed_position
    camera.public_at = camera.public_anchor = camera.verified_at = None
    if camera.level != Camera.Level.AGENCY:
        camera.status = Camera.Status.PENDING


def _taken(values: Mapping[str, Any]) -> dict[str, Any]:
    taken, faults = fields.take({name: values[name] for name in OWN if name in values})
    if "position" in values:
        try:
            taken["surveyed_position"] = Point(*fields.position(*values["position"]), srid=4326)
        except fields.Unfit as unfit:
            faults.append(Fault("position", f"{unfit}."))
    if faults:
        raise InvalidCamera(errors=faults)
    return taken


def _differs(camera: Camera, name: str, value: Any) -> bool:
    before = getattr(camera, name)
    if isinstance(value, Point):
        return not before.equals_exact(value, MOVED)
    return bool(before != value)
