"""A call, and a camera on a head that stands there."""

from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.accounts.models import Agency
from registry.cameras.placing import place
from registry.models import Camera, Control, Incident, Owner

HERE = Point(-84.5, 38.04, srid=4326)


def open_call() -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source="cad", external_id="1", number="26-1", kind="shots", priority=1, position=HERE,
        state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


def turnable(agency: Agency | None) -> Control:
    """Put up a camera that looks north, 60 degrees wide, and can turn all round."""
    owner = Owner.objects.create(kind="agency", name="City", agency=agency)
    camera = Camera.registry.create(
        number=1, name="Corner", kind="traffic", form="ptz", level=0, owner=owner, position=HERE,
        surveyed_position=HERE, height=10.0, azimuth=0.0, tilt=10.0, hfov=60.0, vfov=36.0,
        range=100.0, reach_hfov=360.0, reach_azimuth=0.0,
    )  # fmt: skip
    place([camera.pk])
    return Control.objects.create(
        camera=camera, url="http://192.0.2.7/onvif/ptz", profile="1", azimuth=0.0
    )
