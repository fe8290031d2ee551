from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from registry.audit.actors import Shell
from registry.cameras.models import Camera
from registry.cameras.placing import place
from registry.cameras.publishing import publish, show, unpublish
from registry.cameras.queueing import queue_shifted
from registry.cameras.refusals import NotPublishable, UnknownCamera
from registry.models import Address, Entry, Owner
from registry.places.anchors import draw_anchors
from tests.registry.cameras.conftest import MakeCamera, at

BY = Shell("an owner")
Live = Callable[..., Camera]


@pytest.fixture
def street(db: None) -> None:
    """Let forty doors stand along a street through the corner."""
    Address.objects.bulk_create(
        Address(
            source="test", external_id=f"{n}", street="Oak Street", number=f"{n}",
            position=at((n - 20) * 15, 0),
        )
        for n in range(40)
    )  # fmt: skip
    draw_anchors()


@pytest.fixture
def home(camera: MakeCamera, street: None) -> Live:
    """Give a factory of cameras at homes whose owner confirmed the address."""

    def make(east: float = 3, north: float = 8, **values: object) -> Camera:
        owner = Owner.objects.create(
            kind="resident", name="Ada", email="ada@example.org", email_confirmed_at=timezone.now()
        )
        made = camera(east, north, **{"kind": "resident", "level": 1} | values)
        Camera.registry.filter(pk=made.pk).update(owner=owner)
        return Camera.registry.get(pk=made.pk)

    return make


def published() -> list[tuple[float, float, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p), kind, band FROM published_camera,"
            " ST_Transform(anchor_m, 4326) AS p ORDER BY 1, 2, 3"
        )
        return [(round(x, 6), round(y, 6), kind, band) for x, y, kind, band in cursor.fetchall()]


def test_a_home_is_shown_at_its_street_and_the_deed_is_written(home: Live) -> None:
    camera = publish(home(), BY, request_id="r1")

    assert camera.public_anchor is not None
    assert camera.public_anchor.distance(camera.position) > 0.0002
    assert published() == [(*(round(c, 6) for c in camera.public_anchor.coords), "resident", 1)]
    entry = Entry.objects.get(action="camera_published")
    assert (entry.subject_id, entry.basis, entry.request_id) == (str(camera.pk), "consent", "r1")


def test_twenty_cameras_in_one_house_are_one_point_of_the_map(home: Live) -> None:
    for n in range(20):
        publish(home(n % 5, n // 5), BY)

    ((_, _, kind, band),) = published()
    assert (kind, band) == ("resident", 10)


def test_who_joins_or_leaves_moves_nobody(home: Live) -> None:
    stays = publish(home(), BY)
    before = published()

    goes = publish(home(-150, 5), BY)
    assert before[0] in published()
    unpublish(goes, BY)

    assert published() == before
    assert Camera.registry.get(pk=stays.pk).public_anchor == stays.public_anchor


def test_opting_out_takes_it_off_at_once_and_twice_is_once(home: Live) -> None:
    camera = publish(home(), BY)
    assert publish(camera, BY).public_at == camera.public_at

    unpublish(camera, BY)
    unpublish(camera, BY)

    assert published() == []
    assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == [
        "camera_published",
        "camera_unpublished",
    ]


def test_an_agency_shows_its_camera_where_it_is(camera: MakeCamera) -> None:
    shown = publish(camera(3, 8), BY)

    assert shown.public_anchor == shown.position


def test_an_agency_shows_its_own_and_nobody_elses(home: Live, camera: MakeCamera) -> None:
    ours = show(BY, camera(3, 8).pk, public=True)
    assert ours.public_at is not None
    assert show(BY, ours.pk, public=False).public_at is None

    with pytest.raises(NotPublishable, match="owner's"):
        show(BY, home().pk, public=True)
    with pytest.raises(UnknownCamera):
        show(BY, uuid4(), public=True)


def test_what_is_not_accepted_confirmed_or_hidden_among_twenty_is_not_shown(home: Live) -> None:
    pending, far, unsure = home(status="pending"), home(0, 5000), home()
    Owner.objects.filter(pk=unsure.owner_id).update(email_confirmed_at=None)
    robot = home(level=0, form="moving")

    for camera, why in ((pending, "accepted"), (far, "addresses"), (unsure, "confirm")):
        with pytest.raises(NotPublishable, match=why):
            publish(camera, BY)
    with pytest.raises(NotPublishable, match="moves"):
        publish(robot, BY)
    assert published() == []


def test_a_camera_that_is_put_elsewhere_is_shown_at_the_street_there(home: Live) -> None:
    camera = publish(home(), BY)
    there = at(-200, 8)
    Camera.registry.filter(pk=camera.pk).update(surveyed_position=there, placed_at=None)

    place()

    moved = Camera.registry.get(pk=camera.pk)
    assert moved.public_anchor != camera.public_anchor
    ((lng, lat, _, _),) = published()
    assert moved.public_anchor is not None
    assert moved.public_anchor.coords == pytest.approx((lng, lat), abs=1e-6)


def test_addresses_that_come_later_give_private_cameras_their_anchor(camera: MakeCamera) -> None:
    early = camera(3, 8, kind="resident", level=1)
    place()
    Address.objects.bulk_create(
        Address(
            source="test", external_id=f"{n}", street="Oak Street", number=f"{n}",
            position=Point(early.position.x + n * 0.0001, early.position.y, srid=4326),
        )
        for n in range(20)
    )  # fmt: skip
    draw_anchors()

    assert queue_shifted() == 1
    place()

    assert Camera.registry.get(pk=early.pk).public_anchor is not None
    assert queue_shifted() == 0
