"""A camera on a head, a head that notes what it is told, and those who want it elsewhere."""

from dataclasses import dataclass, field

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from geo.aiming import Turn
from registry.access.facts import Actor
from registry.accounts import casting
from registry.accounts.models import User
from registry.cameras.placing import place
from registry.feeds.readers import reader
from registry.models import Camera, Control, Incident, Owner
from registry.ptz import returning, turning
from registry.ptz.refusals import HeadSilent

HERE = Point(-84.5, 38.04, srid=4326)


@dataclass
class Head:
    """What a head was told; silent, it was told nothing."""

    told: list[Turn] = field(default_factory=list)
    came_home: list[bool] = field(default_factory=list)
    silent: bool = False

    def tell(self, control: Control, turn: Turn, *, home: bool) -> None:
        if self.silent:
            raise HeadSilent
        self.told.append(turn)
        if home:
            self.came_home.append(True)


@pytest.fixture
def head(monkeypatch: pytest.MonkeyPatch) -> Head:
    made = Head()
    for room in (turning, returning):
        monkeypatch.setattr(room, "told", made.tell)
    return made


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    return casting.cast()


@pytest.fixture
def dispatcher(cast: dict[str, User]) -> Actor:
    return reader(cast["dispatcher"])


@pytest.fixture
def supervisor(cast: dict[str, User]) -> Actor:
    return reader(cast["supervisor"])


@pytest.fixture
def call(cast: dict[str, User]) -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source="cad", external_id="1", number="26-1", kind="shots", priority=1, position=HERE,
        state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


@pytest.fixture
def control(cast: dict[str, User]) -> Control:
    owner = Owner.objects.create(kind="agency", name="City", agency=cast["dispatcher"].agency)
    camera = Camera.registry.create(
        number=1, name="Corner", kind="traffic", form="ptz", level=0, owner=owner, position=HERE,
        surveyed_position=HERE, height=10.0, azimuth=0.0, tilt=10.0, hfov=60.0, vfov=36.0,
        range=100.0, reach_hfov=360.0, reach_azimuth=0.0,
    )  # fmt: skip
    place([camera.pk])
    return Control.objects.create(
        camera=camera, url="http://192.0.2.7/onvif/ptz", profile="1", azimuth=0.0
    )
