"""What media asks on behalf of boxes: who this is, which cameras are theirs, who looks and why."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.functions import Distance
from django.db import connection, transaction
from django.utils import timezone

from registry.access.facts import Capability
from registry.accounts.models import User
from registry.cameras.models import Camera
from registry.edge.models import Box, BoxCamera, BoxLook
from registry.edge.outages import silence
from registry.edge.refusals import BoxRevoked, UnknownBox
from registry.edge.wire import LOOK_LASTS
from registry.feeds.readers import reader
from registry.incidents.looking import look
from registry.incidents.models import Incident, LiveView
from registry.incidents.refusals import UnknownIncident

EVERY = 1.0  # seconds between two stills of a camera somebody watches

# What is watched through one process, as it is now; past `until` it was not renewed.
WANT = """
    INSERT INTO box_look (process, camera_id, incident_id, user_id, until)
    SELECT %s, w.camera, w.incident, w.person, now() + make_interval(secs => %s)
    FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[]) AS w (camera, incident, person)
    JOIN box_camera c ON c.camera_id = w.camera
    JOIN incident i ON i.id = w.incident
    JOIN registry_user u ON u.id = w.person
    ON CONFLICT (process, camera_id, incident_id, user_id) DO UPDATE SET until = excluded.until
"""
FORGET = """
    DELETE FROM box_look
    WHERE until < now() OR process = %s AND (camera_id, incident_id, user_id) NOT IN (
        SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[])
    )
"""

Wish = tuple[UUID, UUID, int]  # camera, incident, user


@dataclass(frozen=True)
class Standing:
    """One box now: the registry's camera by the box's own id for it, and every look at them."""

    cameras: dict[UUID, UUID]
    looks: tuple[dict[str, Any], ...]


def key_of(box_id: UUID) -> bytes:
    """Give a box's public key. Raises UnknownBox or BoxRevoked."""
    box = Box.objects.filter(pk=box_id).first()
    if box is None:
        raise UnknownBox
    if box.revoked_at:
        raise BoxRevoked
    return bytes(box.key)


def standing(box_id: UUID) -> Standing:
    """Say what may be asked of a box now. Raises UnknownBox or BoxRevoked."""
    key_of(box_id)
    accepted = BoxCamera.objects.filter(box=box_id).exclude(camera=None)
    cameras = {held.key: held.camera_id for held in accepted if held.camera_id}
    looks = [
        word
        for key, camera in cameras.items()
        for want, incident, user in _watched(camera)
        if (word := word_of(key, camera, want, incident, user))
    ]
    return Standing(cameras, tuple(sorted(looks, key=lambda word: str(word["id"]))))


def boxed() -> dict[UUID, str]:
    """Name every camera that comes by a box, and since when its box is silent, if it is."""
    held = BoxCamera.objects.filter(camera__isnull=False).select_related("box")
    now = timezone.now()
    return {each.camera_id: silence(each.box, now) for each in held if each.camera_id}


@transaction.atomic
def wish(process: UUID, wishes: Iterable[Wish]) -> None:
    """Write down what is watched through this media process."""
    columns = [list(column) for column in zip(*wishes, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [process, *columns])
        cursor.execute(WANT, [process, LOOK_LASTS, *columns])


def _watched(camera: UUID) -> Iterator[tuple[Capability, UUID, int]]:
    now = timezone.now()
    stills = BoxLook.objects.filter(camera=camera, until__gt=now)
    for incident, user in stills.values_list("incident_id", "user_id").distinct():
        yield Capability.STILL, incident, user
    lives = LiveView.objects.filter(camera=camera, closed_at=None, until__gt=now)
    for view in lives.exclude(incident=None):
        if view.incident_id:
            yield Capability.LIVE, view.incident_id, view.user_id


def word_of(
    key: UUID, camera: UUID, want: Capability, incident: UUID, user_id: int
) -> dict[str, Any] | None:
    """Put a look into words, if the policy allows it now; a box is asked for nothing else."""
    user = User.objects.filter(pk=user_id, is_active=True).select_related("agency").first()
    if user is None:
        return None
    actor = reader(user)
    try:
        seen = look(actor, incident, [camera], want).get(camera)
    except UnknownIncident:
        return None
    if seen is None or not seen.allowed:
        return None
    call = Incident.open_to(actor).get(pk=incident)
    metres = (
        Camera.registry.filter(pk=camera)
        .annotate(metres=Distance("position", call.position, spheroid=True))
        .values_list("metres", flat=True)
        .get()
    )
    occasion = call.occasion()
    id = hashlib.sha256(f"{camera} {want} {incident} {user_id}".encode()).hexdigest()[:24]
    return {
        "id": id,
        "camera": str(key),
        "want": want.value,
        "every": EVERY,
        "call": {
            "number": call.number,
            "kind": call.kind,
            "priority": call.priority,
            "metres": metres.m,
            "unreal": occasion.provisional and not occasion.exigent,
            "purpose": call.purpose,
            "role": actor.role,
            "agency": actor.agency,
        },
    }
