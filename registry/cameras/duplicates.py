"""Which cameras a registration may be the same as: on its pole, or of its house."""

from typing import NamedTuple
from uuid import UUID

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D

from geo.bearings import difference
from registry.cameras.models import Camera
from registry.places.addresses import Door, near

ONE_POLE = 8.0  # metres within which two surveys may mean one spot
ONE_HOUSE = 60.0  # metres within which two cameras may have the same nearest door
ONE_WAY = 30.0  # degrees by which two people may read one direction differently
FEW = 6


class Duplicate(NamedTuple):
    """A camera that may be the same one, and why it may."""

    camera: Camera
    metres: float
    why: tuple[str, ...]


def likely(camera: Camera) -> list[Duplicate]:
    """Find them, the likeliest first; what was declined or is gone is none."""
    door = door_of(camera)
    known = (Camera.Status.PENDING, Camera.Status.APPROVED, Camera.Status.DORMANT)
    around = (
        Camera.registry.filter(
            status__in=known,
            surveyed_position__dwithin=(camera.surveyed_position, ONE_HOUSE / 50_000),
            surveyed_position__distance_lte=(camera.surveyed_position, D(m=ONE_HOUSE)),
        )
        .exclude(pk=camera.pk)
        .exclude(kind__in=(Camera.Kind.PHONE, Camera.Kind.UAV, Camera.Kind.ROBOT))
        .annotate(metres=Distance("surveyed_position", camera.surveyed_position))
        .select_related("owner")
        .order_by("metres")[:30]
    )
    found = (_compared(camera, door, other, other.metres.m) for other in around)
    return sorted((each for each in found if each.why), key=_likelihood)[:FEW]


def door_of(camera: Camera) -> Door | None:
    """Give the address a camera stands at."""
    return next(iter(near(camera.surveyed_position, most=1)), None)


def _compared(camera: Camera, door: Door | None, other: Camera, metres: float) -> Duplicate:
    why = []
    if metres <= ONE_POLE:
        why.append("same pole or wall")
    theirs = door_of(other)
    if door is not None and theirs is not None and door.id == theirs.id:
        why.append("same address")
    if other.owner_id == camera.owner_id:
        why.append("same owner")
    if why and _looks_alike(camera, other):
        why.append("looks the same way")
    return Duplicate(other, metres, tuple(why))


def _looks_alike(one: Camera, other: Camera) -> bool:
    if one.azimuth is None or other.azimuth is None:
        return False
    return abs(difference(one.azimuth, other.azimuth)) <= ONE_WAY


def _likelihood(found: Duplicate) -> tuple[int, float, UUID]:
    return (-len(found.why), found.metres, found.camera.pk)
