from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from registry.cameras.models import Camera, Pose, TileCamera
from registry.cameras.moving import Word, record_pose
from registry.cameras.refusals import InvalidCamera, NotMoving, PositionUnknown, UnknownCamera
from tests.registry.cameras.conftest import Build, MakeCamera, at

NOW = timezone.now()


@pytest.fixture
def drone(camera: MakeCamera) -> Camera:
    return camera(form="moving", kind="uav", height=60.0)


def move(drone: Camera, east: float, north: float, seconds: float = 0.0, **values: object) -> Word:
    lng, lat = at(east, north).coords
    return record_pose(drone.id, NOW + timedelta(seconds=seconds), lng, lat, values)


def test_a_drone_sees_from_where_it_is(drone: Camera) -> None:
    assert move(drone, 100, 0, azimuth=90.0) is Word.MOVED

    drone.refresh_from_db()
    now = drone.placements.get(valid_to=None)
    assert now.sees is not None
    assert now.sees.covers(at(130, 0))
    assert drone.position.equals_exact(at(100, 0), 1e-9)
    assert TileCamera.objects.get(camera=drone).heading == 90


def test_one_fix_inside_a_house_does_not_blind_it_for_ever(
    camera: MakeCamera, build: Build
) -> None:
    build(-20, -20, 20, 20)
    robot = camera(form="moving", kind="robot", height=1.0)
    move(robot, 0, 0, seconds=-10)

    move(robot, 400, 0)

    seen = robot.placements.get(valid_to=None).sees
    assert seen
    assert seen.covers(at(400, 30))


def test_a_pose_that_comes_late_is_kept_in_the_trail_and_moves_nothing(drone: Camera) -> None:
    move(drone, 100, 0, seconds=-5)

    assert move(drone, 50, 0, seconds=-10) is Word.LATE

    drone.refresh_from_db()
    assert drone.position.equals_exact(at(100, 0), 1e-9)
    assert Pose.objects.filter(camera=drone).count() == 2


def test_a_pose_said_twice_is_one_pose(drone: Camera) -> None:
    move(drone, 100, 0)

    assert move(drone, 100, 0) is Word.REPEATED
    assert Pose.objects.count() == 1


def test_a_bearing_beyond_north_is_turned_back(drone: Camera) -> None:
    move(drone, 0, 0, azimuth=370.0)

    drone.refresh_from_db()
    assert drone.azimuth == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("lng", "lat", "why"),
    [
        (0.0, 0.0, "0,0 is what devices say"),
        (float("nan"), 38.0, "lng nan is not a finite number"),
        (-84.5, 91.0, "lat 91 lies outside"),
        ("west", 38.0, "lng “west” is not a number"),
        (None, None, "lng nothing is not a number"),
    ],
)
def test_a_bad_fix_is_refused_and_moves_nothing(
    drone: Camera, lng: object, lat: object, why: str
) -> None:
    with pytest.raises(PositionUnknown, match=f"{why}.*position unknown"):
        record_pose(drone.id, NOW, lng, lat, {})

    assert not Pose.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [({"azimuth": 1e9}, "azimuth"), ({"tilt": 100}, "tilt"), ({"colour": 1}, "colour")],
)
def test_a_pose_that_cannot_be_is_refused_by_field(
    drone: Camera, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidCamera) as refusal:
        record_pose(drone.id, NOW, -84.5, 38.04, values)

    assert [fault.field for fault in refusal.value.errors] == [field]


def test_a_clock_that_runs_ahead_is_refused(drone: Camera) -> None:
    with pytest.raises(InvalidCamera) as refusal:
        move(drone, 0, 0, seconds=3600)

    assert refusal.value.errors[0].message == "It lies in the future."


def test_a_camera_on_a_wall_does_not_move(camera: MakeCamera) -> None:
    with pytest.raises(NotMoving):
        move(camera(), 0, 0)


@pytest.mark.django_db
def test_a_camera_nobody_knows_does_not_move() -> None:
    with pytest.raises(UnknownCamera):
        record_pose(uuid4(), NOW, -84.5, 38.04, {})


def test_a_pose_keeps_what_its_picture_covers(drone: Camera) -> None:
    edges = [at(east, north) for east, north in ((0, 9), (9, 9), (9, 0), (0, 0))]
    corners = [(edge.x, edge.y) for edge in edges]
    spot = at(5, 5)
    record_pose(drone.id, NOW, spot.x, spot.y, {"position_sd": 4.0, "vfov": 30.0}, corners)

    ground = Pose.objects.get(camera=drone).ground
    assert ground is not None
    assert ground.contains(spot)
    drone.refresh_from_db()
    assert (drone.position_sd, drone.vfov) == (4.0, 30.0)
