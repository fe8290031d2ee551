"""Putting a camera into the registry and changing what is known of it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from registry.access.policy import Actor
from registry.audit.recording import record
from registry.cameras import fields
from registry.cameras.models import Camera
from registry.cameras.opening import openings
from registry.cameras.queueing import request_placing
from registry.cameras.refusals import InvalidCamera
from registry.owners.models import Owner
from registry.refusals import Fault

# A change of these alone moves nothing on the map.
WORDS = {"name", "ref", "retention_days"}
# What its owner may have forgotten one day.
PERSONAL = frozenset({"name", "ref", "surveyed_position"})
REQUIRED = ("name", "kind", "level", "position", "owner")
# Whoever runs the centre cannot open a private camera to it: that is its owner's to do, by a grant.
PUBLIC_BODIES = (Owner.Kind.AGENCY, Owner.Kind.SCHOOL)
NUMBERING = "camera.number"


def save_camera(
    actor: Actor,
    values: Mapping[str, Any],
    camera: Camera | None = None,
    *,
    request_id: str = "",
    client: str = "",
) -> Camera:
    """Make a camera, or change the named fields of one; its field of view is drawn soon after.

    `position` is [lng, lat], `owner` an id. InvalidCamera names every field at fault at once.
    """
    with transaction.atomic():
        taken = _taken(values, new=camera is None)
        if camera is None:
            camera = Camera(number=next_number(), **taken)
            changed = sorted(taken)
            camera.position = camera.surveyed_position
            before = {}
        else:
            camera = Camera.registry.select_for_update(no_key=True).get(pk=camera.pk)
            changed = sorted(name for name in taken if getattr(camera, name) != taken[name])
            _refuse_opening(camera, taken, actor)
            before = {"before": _told(camera, changed)}
            for name in changed:
                setattr(camera, name, taken[name])
        if camera.level == Camera.Level.AGENCY and camera.owner.kind not in PUBLIC_BODIES:
            raise InvalidCamera(errors=[Fault("level", "Only a public body's camera has level 0.")])
        if camera._state.adding or not WORDS.issuperset(changed):
            camera.placed_at = None
            request_placing()
        deed = "camera_created" if camera._state.adding else "camera_changed"
        _save(camera)
        record(
            actor,
            deed,
            "camera",
            camera.id,
            detail=before | {"after": _told(camera, changed)},
            request_id=request_id,
            client=client,
        )
    return camera


def next_number() -> int:
    """Give the next number to be said on the radio; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [NUMBERING])
    highest: int | None = Camera.registry.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _taken(values: Mapping[str, Any], *, new: bool) -> dict[str, Any]:
    plain = {name: value for name, value in values.items() if name not in ("position", "owner")}
    taken, faults = fields.take(plain)
    if "position" in values:
        try:
            taken["surveyed_position"] = _point(values["position"])
        except fields.Unfit as unfit:
            faults.append(Fault("position", f"{unfit}."))
    if "owner" in values:
        owner = _owner(values["owner"])
        if owner is None:
            faults.append(Fault("owner", "There is no such owner."))
        else:
            taken["owner"] = owner
    if new:
        faults += [Fault(name, "It is needed.") for name in REQUIRED if name not in values]
    if faults:
        raise InvalidCamera(errors=faults)
    return taken


def _refuse_opening(camera: Camera, changes: Mapping[str, Any], actor: Actor) -> None:
    """Refuse what would open a private camera, or make anybody's camera the actor's own."""
    told = {name: changes.get(name, getattr(camera, name)) for name in ("level", "kind", "owner")}
    another = told["owner"] != camera.owner
    faults = openings(camera, level=told["level"], kind=told["kind"], another_owner=another)
    if another and not faults and told["owner"].pk == actor.owner_id:
        faults.append(Fault("owner", "Nobody makes a camera their own."))
    if faults:
        raise InvalidCamera(errors=faults)


def _told(camera: Camera, names: Iterable[str]) -> dict[str, Any]:
    """Write these fields as the log keeps them, for good: of a private camera, not whose it is."""
    hidden = PERSONAL if camera.level else frozenset[str]()
    return {name: "changed" if name in hidden else _plain(getattr(camera, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Owner):
        return str(value.pk)
    return list(value.coords) if isinstance(value, Point) else value


def _point(value: object) -> Point:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise fields.Unfit("a position is [lng, lat]")
    return Point(*fields.position(*value), srid=4326)


def _owner(id: object) -> Owner | None:
    try:
        return Owner.objects.filter(pk=UUID(str(id))).first()
    except (ValueError, ValidationError):
        return None


def _save(camera: Camera) -> None:
    try:
        with transaction.atomic():
            camera.save()
    except IntegrityError as error:
        if "ref_once" not in str(error):
            raise
        fault = Fault("ref", f"{camera.ref} is another camera's ref.")
        raise InvalidCamera(errors=[fault]) from error
