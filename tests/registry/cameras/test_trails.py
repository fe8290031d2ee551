"""Where moving cameras have been, and that silent ones see nothing any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.cameras.models import Camera, Pose, TileCamera
from registry.cameras.moving import record_pose
from registry.cameras.placing import place_now
from registry.cameras.trails import rest_silent, silent, trail
from tests.registry.cameras.conftest import MakeCamera, at


@pytest.fixture
def drone(camera: MakeCamera) -> Camera:
    return camera(form="moving", kind="uav", height=60.0)


def move(drone: Camera, east: float, seconds_ago: float) -> None:
    spot = at(east, 0)
    when = timezone.now() - timedelta(seconds=seconds_ago)
    record_pose(drone.id, when, spot.x, spot.y, {"azimuth": 0.0})


def live(drone: Camera) -> bool:
    return drone.placements.filter(valid_to=None).exists()


def test_a_trail_is_the_last_minutes_oldest_first(drone: Camera) -> None:
    for ago in (400, 200, 100, 0):
        move(drone, 500 - ago, ago)
    assert [round((timezone.now() - pose.at).total_seconds(), -2) for pose in
            trail(drone, timedelta(minutes=5))] == [200, 100, 0]  # fmt: skip


def test_a_trail_ends_where_it_was_last_seen_however_long_ago(drone: Camera) -> None:
    move(drone, 0, 7200)
    move(drone, 10, 7100)
    poses = trail(drone, timedelta(minutes=5))
    assert len(poses) == 2
    assert silent(poses[-1])


def test_a_silent_camera_sees_nothing_and_keeps_its_dot(drone: Camera) -> None:
    move(drone, 0, 90)
    assert live(drone)

    rest_silent()

    assert not live(drone)
    dot = TileCamera.objects.get(camera=drone)
    assert (dot.heading, dot.sees_m) == (None, None)


def test_its_next_pose_brings_it_back(drone: Camera) -> None:
    move(drone, 0, 90)
    rest_silent()

    move(drone, 0, 0)
    rest_silent()

    assert live(drone)
    assert TileCamera.objects.get(camera=drone).heading == 0


def test_a_camera_that_never_said_where_it_is_stays_where_it_was_entered(drone: Camera) -> None:
    place_now([drone.id])
    rest_silent()
    assert not Pose.objects.exists()
    assert live(drone)


def test_fixed_cameras_never_rest(camera: MakeCamera) -> None:
    fixed = camera()
    place_now([fixed.id])
    Pose.objects.create(
        camera=fixed, at=timezone.now() - timedelta(hours=1), position=fixed.position
    )
    rest_silent()
    assert live(fixed)
