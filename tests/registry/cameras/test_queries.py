"""Two doors: what anybody may see, and what one reader may see for a reason."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from registry.access.facts import Actor, Capability, Occasion
from registry.models import Agency, Camera, Grant, Owner

pytestmark = pytest.mark.django_db
HERE = (-84.5, 38.04)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DISPATCHER = Actor(role="dispatcher", user_id=1)


@pytest.fixture
def bakery() -> Camera:
    """Level Two, 44 m north of the place."""
    owner = Owner.objects.create(kind="business", name="Bakery")
    place = Point(HERE[0], HERE[1] + 0.0004)
    return Camera.registry.create(
        number=7, name="Bakery", kind="business", level=2, owner=owner, position=place,
        surveyed_position=place,
    )  # fmt: skip


def call(radius: float = 150.0) -> Occasion:
    return Occasion(id=uuid4(), kind="fire", priority=1, open=True, point=HERE, radius=radius)


def test_nobody_asks_without_saying_who_they_are(bakery: Camera) -> None:
    assert not hasattr(Camera, "objects")
    assert not Camera.open_to(Actor.STRANGER, call()).exists()
    assert not Camera.public.exists()


def test_the_public_sees_what_its_owner_put_on_the_map_and_the_registrar_approved(
    bakery: Camera,
) -> None:
    bakery.public_at, bakery.public_anchor = timezone.now(), bakery.position
    bakery.save()
    assert list(Camera.public.all()) == [bakery]
    Camera.registry.update(status=Camera.Status.PENDING)
    assert not Camera.public.exists()


def test_a_private_camera_is_known_around_the_call_and_nowhere_else(bakery: Camera) -> None:
    assert not Camera.open_to(DISPATCHER).exists()
    assert list(Camera.open_to(DISPATCHER, call())) == [bakery]
    # It stands 44 m off; an area of less than that and the margin does not hold it.
    assert not Camera.open_to(DISPATCHER, call(radius=-10.0)).exists()


def test_each_camera_comes_with_what_the_reader_may_do_and_why(
    bakery: Camera, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city = Agency.objects.create(name="City")
    officer = Actor(role="dispatcher", user_id=1, agency_id=city.id)
    grant = Grant.objects.create(
        camera=bakery, owner=bakery.owner, agency=city, capabilities=["live"],
        condition="priority", priority_at_most=1, within=50.0, valid_from=LONG_AGO,
    )  # fmt: skip
    with django_assert_num_queries(1):
        found = Camera.open_to(officer, call(), capability=Capability.LIVE).get(pk=bakery.pk)
    access = vars(found)["access"]
    assert (access["state"], access["grant_id"]) == ("live_ok", str(grant.id))
    (still,) = Camera.open_to(officer, call())
    assert vars(still)["access"]["reason"] == "its owner has not opened its stills to your agency"


def test_what_was_allowed_then_is_answered_as_it_was_then(bakery: Camera) -> None:
    city = Agency.objects.create(name="City")
    dispatcher = Actor(role="dispatcher", user_id=1, agency_id=city.id)
    Grant.objects.create(
        camera=bakery, owner=bakery.owner, agency=city, capabilities=["still"],
        condition="always", valid_from=LONG_AGO, valid_to=datetime(2024, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    then = Camera.open_to(dispatcher, call(), at=datetime(2023, 5, 3, 14, 2, tzinfo=UTC)).get()
    now = Camera.open_to(dispatcher, call()).get()
    assert [vars(row)["access"]["state"] for row in (then, now)] == ["live_ok", "request_only"]
