"""What was declined is forgotten in time: all of it, or all but a number where it was in use."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.access.facts import Actor
from registry.cameras import moderating
from registry.models import Camera, Entry, Notice, Owner, User, Verdict
from registry.ownership.declining import forget_declined

pytestmark = pytest.mark.django_db
HOUSE = (-84.51234, 38.05678)


@pytest.fixture
def registrar(cast: dict[str, User]) -> Actor:
    user = cast["registrar"]
    return Actor(role="registrar", id=str(user.uid), name=user.username, user_id=user.pk)


@pytest.fixture
def camera(db: None) -> Camera:
    owner = Owner.objects.create(kind="resident", name="Ann", email="ann@example.org")
    place = Point(*HOUSE, srid=4326)
    return Camera.registry.create(
        number=1, name="Porch", kind="resident", level=1, status="pending", owner=owner,
        position=place, surveyed_position=place, azimuth=90.0,
    )  # fmt: skip


def after(**long: float) -> None:
    forget_declined(timezone.now() + moderating.DECLINED_KEPT + timedelta(**long))


def test_a_registration_goes_with_its_owner_and_its_mail(camera: Camera, registrar: Actor) -> None:
    moderating.decline(camera.pk, reason="test", words="", by=registrar)
    after(hours=-1)
    assert Camera.registry.exists()
    after(hours=1)
    assert not Camera.registry.exists()
    assert not Owner.objects.exists()
    assert not Notice.objects.exists()
    assert Entry.objects.filter(action="registration_forgotten").count() == 1


def test_what_was_in_use_once_leaves_a_number_and_no_place(
    camera: Camera, registrar: Actor
) -> None:
    moderating.accept(camera.pk, by=registrar)
    Camera.registry.update(status="pending")  # its owner moved it
    moderating.decline(camera.pk, reason="inside", words="", by=registrar)
    after(hours=1)
    after(hours=2)
    camera.refresh_from_db()
    assert (camera.number, camera.name, camera.azimuth) == (1, "Camera 1", None)
    assert camera.position.distance(Point(*HOUSE, srid=4326)) > 0.001
    assert not Verdict.objects.exists()
    assert Entry.objects.filter(action="camera_retired").count() == 1


def test_what_was_put_back_in_time_stays(camera: Camera, registrar: Actor) -> None:
    moderating.decline(camera.pk, reason="test", words="", by=registrar)
    moderating.undo(by=registrar)
    after(hours=1)
    assert Camera.registry.get().status == "pending"
