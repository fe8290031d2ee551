from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from registry.access.facts import MACHINE, Actor
from registry.accounts import machines
from registry.cameras import posing
from registry.cameras.models import Camera, Pose
from registry.cameras.moving import Word
from registry.cameras.posing import report_pose
from registry.cameras.refusals import NotMoving, UnknownCamera
from registry.models import Entry, Machine
from tests.registry.cameras.conftest import MakeCamera, at

NOW = timezone.now()


@pytest.fixture
def drone(camera: MakeCamera) -> Camera:
    return camera(form="moving", kind="uav", height=60.0)


def pilot(*cameras: Camera, name: str = "drone") -> Actor:
    machines.make(name, scopes=["pose"], cameras=cameras)
    return Actor(role=MACHINE, id=str(Machine.objects.get(name=name).pk), name=name)


def move(camera: UUID, by: Actor, seconds: float = 0.0) -> Word:
    lng, lat = at(seconds, 0).coords
    return report_pose(camera, NOW + timedelta(seconds=seconds), lng, lat, {}, by=by)


def test_a_machine_moves_its_own_cameras_and_no_others(drone: Camera, camera: MakeCamera) -> None:
    robot, wall = camera(form="moving", kind="robot"), camera()
    flies, walks = pilot(drone), pilot(robot, name="robot")
    assert move(drone.pk, flies) is Word.MOVED
    for actor, asked in ((walks, drone.pk), (flies, wall.pk), (flies, uuid4())):
        with pytest.raises(UnknownCamera):
            move(asked, actor)
    assert not Pose.objects.exclude(camera=drone).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["stranger", "administrator"])
def test_a_pose_is_a_machines_to_say(drone: Camera, role: str) -> None:
    with pytest.raises(UnknownCamera):
        move(drone.pk, Actor(role=role))


def test_a_machine_is_told_when_its_camera_does_not_move(camera: MakeCamera) -> None:
    wall = camera()
    with pytest.raises(NotMoving):
        move(wall.pk, pilot(wall))


def test_a_move_is_written_down_once_a_minute(
    drone: Camera, camera: MakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = camera(form="moving", kind="robot")
    both = pilot(drone, robot)
    for seconds in (-3, -2, -1):
        move(drone.pk, both, seconds)
        move(robot.pk, both, seconds)
    rows = Entry.objects.filter(action="camera_posed")
    assert set(rows.values_list("subject_id", "actor_name")) == {
        (str(drone.pk), "drone"),
        (str(robot.pk), "drone"),
    }
    assert rows.count() == 2
    monkeypatch.setattr(posing, "SELDOM", timedelta())
    move(drone.pk, both)
    assert rows.count() == 3
