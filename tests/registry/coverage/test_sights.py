from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from registry.cameras.models import Camera, Placement
from registry.cameras.placing import place
from registry.coverage.measuring import measure_sights
from registry.coverage.sights import agency, private
from tests.registry.cameras.conftest import CORNER, Build, MakeCamera

DAY = timedelta(days=1)


def box_about(east: float, north: float, half: float) -> tuple[float, float, float, float]:
    """Give a box in degrees about a place in metres from the corner."""
    west_south, east_north = CORNER.to_degrees(
        [(east - half, north - half), (east + half, north + half)]
    ).tolist()
    return (*west_south, *east_north)


def since_yesterday() -> None:
    """Let what is placed have been there for a day."""
    Placement.objects.filter(valid_to=None).update(valid_from=timezone.now() - DAY)


def test_a_camera_is_where_it_was_then(camera: MakeCamera) -> None:
    turned = camera(azimuth=10.0)
    place()
    since_yesterday()
    Camera.registry.filter(pk=turned.pk).update(azimuth=200.0, placed_at=None)
    place()

    (then,) = agency(timezone.now() - DAY / 2)
    (now,) = agency(timezone.now() + timedelta(seconds=5))

    assert (then.sight.azimuth, now.sight.azimuth) == (10.0, 200.0)
    assert then.id == now.id == turned.pk
    assert agency(timezone.now() - 2 * DAY) == []


def test_agencies_and_owners_are_asked_for_apart(camera: MakeCamera) -> None:
    own, one, two = camera(), camera(level=1), camera(level=2)
    camera(status="pending")
    place()
    now = timezone.now() + timedelta(seconds=5)

    assert [(c.id, c.agency) for c in agency(now)] == [(own.pk, True)]
    assert {c.id for c in private(now)} == {one.pk, two.pk}
    assert [(c.id, c.agency) for c in private(now, levels=[0, 2])] == [(two.pk, False)]


def test_only_those_are_given_that_range_into_the_box(camera: MakeCamera) -> None:
    near, far = camera(0, 0, range=60.0), camera(0, 0, range=400.0)
    camera(3000, 0)
    place()
    now = timezone.now() + timedelta(seconds=5)

    assert {c.id for c in agency(now, box_about(0, 0, 10))} == {near.pk, far.pk}
    assert {c.id for c in agency(now, box_about(-300, 0, 10))} == {far.pk}


def test_what_nobody_placed_yet_is_stood_as_when_it_is_placed(
    camera: MakeCamera, build: Build
) -> None:
    build(-5, -10, 5, 0.3)
    surveyed = camera(0, 0, azimuth=0.0).surveyed_position
    place()
    (placed,) = agency(timezone.now() + timedelta(seconds=5))
    in_the_wall = replace(placed.sight, lng=surveyed.x, lat=surveyed.y)
    assert in_the_wall != placed.sight

    found = measure_sights([placed, replace(placed, placement=None, sight=in_the_wall)])

    first, second = (set(found.cell[found.camera == row].tolist()) for row in (0, 1))
    assert first == second
    assert len(first) > 50
