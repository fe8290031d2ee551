"""Ida has a camera, one agency may watch it for grave calls, and a dispatcher has done so."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.accounts.models import Agency, Role, User
from registry.audit.recording import record
from registry.feeds.readers import reader
from registry.models import Camera, Grant, Incident, Owner

PLACE = Point(-84.5012345, 38.0412345, srid=4326)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    owner: Owner
    ida: Actor
    camera: Camera
    agency: Agency
    call: Incident
    dana: Actor
    ivan: Actor

    def look(self, action: str = "live_opened", *, request: str = "r1", **told: object) -> int:
        with transaction.atomic():
            return record(
                self.dana, action, "camera", self.camera.pk, incident=self.call.pk,
                request_id=request, **told,  # type: ignore[arg-type]
            )  # fmt: skip

    def list_cameras(self, *cameras: UUID) -> None:
        with transaction.atomic():
            record(
                self.dana, "cameras_listed", "incident", self.call.pk, incident=self.call.pk,
                detail={"cameras": [str(camera) for camera in cameras]},
            )  # fmt: skip

    def grants(self) -> list[tuple[str, str, bool]]:
        """Give what holds now: agency, condition, whether it ends."""
        now = timezone.now()
        held = Grant.objects.filter(camera=self.camera, valid_from__lte=now).exclude(
            valid_to__lte=now
        )
        return [(grant.agency.name, grant.condition, grant.valid_to is not None) for grant in held]


@pytest.fixture
def scene(db: None) -> Scene:
    agency = Agency.objects.create(name="Harlan Fork Police Department")
    user = User.objects.create(username="owner-1", role=Role.OWNER)
    owner = Owner.objects.create(
        kind=Owner.Kind.RESIDENT, name="Ida Quillfeather", email="ida@quillfeather.example",
        phone="555 0199 321", user=user, email_confirmed_at=timezone.now(),
    )  # fmt: skip
    camera = Camera.registry.create(
        number=7, name="Quillfeather front porch", ref="quill-7", kind="resident", level=2,
        owner=owner, position=PLACE, surveyed_position=PLACE, azimuth=90.0, hfov=80.0,
        retention_days=14,
    )  # fmt: skip
    Grant.objects.create(
        owner=owner, camera=camera, agency=agency, capabilities=["still", "live"],
        condition="priority", priority_at_most=2, within=200.0, valid_from=LONG_AGO,
    )  # fmt: skip
    now = timezone.now()
    call = Incident.registry.create(
        source="CAD", external_id="1", number="26-0001", kind="robbery", priority=1,
        position=PLACE, state="open", reported_at=now - timedelta(minutes=5), updated_at=now,
    )  # fmt: skip
    dana, ivan = (
        User.objects.create(username=name, role=role, agency=agency)
        for name, role in (("dana", Role.DISPATCHER), ("ivan", Role.INVESTIGATOR))
    )
    return Scene(owner, reader(user), camera, agency, call, reader(dana), reader(ivan))
