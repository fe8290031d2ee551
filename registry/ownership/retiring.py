"""Deeds: take a private camera out of the registry, with everything that tells where it was."""

from contextlib import suppress
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Point
from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera, Placement
from registry.cameras.placing import place_now
from registry.cameras.verdicts import Verdict
from registry.feeds.models import Feed
from registry.owners.consent import append
from registry.owners.consent_models import Consent
from registry.ownership import sharing
from registry.places.models import District
from registry.recordings.models import Recorder, Segment
from registry.recordings.writing import storage

COARSE = 1  # decimals of a degree where no district says more: about 11 km


@transaction.atomic
def retire(camera: Camera, *, by: Actor, **traces: Any) -> None:
    """Keep a number, a kind and a district to count; whoever looks is cut, recordings go.

    What is held for a case stays: a hold beats a wish to leave, and its owner is told so.
    """
    sharing.take_back(camera, by=by, **traces)
    camera.status, camera.level = Camera.Status.RETIRED, Camera.Level.ONE
    camera.name, camera.ref = f"Camera {camera.number}", ""
    camera.position = camera.surveyed_position = _coarse(camera.surveyed_position)
    camera.public_at = camera.public_anchor = None
    camera.azimuth = camera.tilt = camera.reach_hfov = camera.reach_azimuth = None
    camera.retention_days = camera.verified_at = None
    camera.height, camera.snapped_by = 4.0, 0.0
    camera.save()
    place_now([camera.pk])
    Placement.objects.filter(camera=camera).update(
        position=camera.position, sees=None, reach=None, azimuth=None, tilt=None,
        reach_hfov=None, reach_azimuth=None, height=4.0,
    )  # fmt: skip
    camera.poses.all().delete()
    camera.masks.all().delete()
    Feed.objects.filter(camera=camera).delete()
    Verdict.objects.filter(camera=camera).delete()
    Recorder.objects.filter(camera=camera).delete()
    gone = _delete_recordings(camera)
    append(camera.owner_id, camera.pk, Consent.Deed.WITHDRAWN, language=camera.owner.language)
    record(by, "camera_retired", "camera", camera.pk, detail={"segments": gone}, **traces)


def held(camera: Camera) -> int:
    """Count the recordings of this camera that a hold keeps."""
    return Segment.objects.filter(camera=camera).exclude(hold="").count()


def _coarse(point: Point) -> Point:
    """Give a point that stands for the whole district."""
    district = District.objects.filter(area__covers=point).annotate(middle=PointOnSurface("area"))
    middle = district.values_list("middle", flat=True).first()
    return middle or Point(round(point.x, COARSE), round(point.y, COARSE), srid=4326)


def _delete_recordings(camera: Camera) -> int:
    segments = list(Segment.objects.filter(camera=camera, hold="").select_for_update())
    place = storage()
    for segment in segments:
        with suppress(FileNotFoundError):
            place.delete(segment.name)
    Segment.objects.filter(pk__in=[segment.pk for segment in segments]).delete()
    return len(segments)
