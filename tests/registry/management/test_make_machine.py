"""A token is made for what a machine does, and for the cameras it moves."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.accounts.machines import digest
from registry.models import Entry, Machine
from tests.tiles.scene import camera

pytestmark = pytest.mark.django_db


def make(*words: str) -> str:
    out = StringIO()
    call_command("make_machine", *words, stdout=out)
    return out.getvalue().strip()


def test_a_token_is_shown_once_and_written_down() -> None:
    token = make("cad", "incidents")
    machine = Machine.objects.get(name="cad")
    assert bytes(machine.token_digest) == digest(token)
    row = Entry.objects.get(action="made a machine")
    assert (row.subject_id, row.detail) == ("cad", {"scopes": ["incidents"], "cameras": []})


def test_a_token_for_poses_is_for_cameras_that_are_named() -> None:
    drone, robot = (camera(0, 0, form="moving", kind=kind) for kind in ("uav", "robot"))
    numbers = [str(drone.number), str(robot.number)]
    make("mover", "pose", "--camera", numbers[0], "--camera", numbers[1])
    assert set(Machine.objects.get(name="mover").cameras.all()) == {drone, robot}
    row = Entry.objects.get(action="made a machine")
    assert row.detail["cameras"] == sorted([str(drone.pk), str(robot.pk)])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["m", "pose"], "Say with --camera which cameras it moves"),
        (["m", "incidents", "--camera", "1"], "only for pose"),
        (["m", "pose", "--camera", "999999"], "No moving camera has the number 999999"),
        (["m", "pose", "--camera", "4711"], "No moving camera has the number 4711"),
        (["m", "cameras"], "invalid choice"),
        (["x" * 41, "incidents"], "at most 40 letters"),
        (["hand", "incidents"], "begun by hand"),
        (["", "incidents"], "at most 40 letters"),
        (["m", "incidents", "--agency", "Nobody"], "No agency is called"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(words: list[str], why: str) -> None:
    camera(0, 0, number=4711)
    with pytest.raises(CommandError, match=why):
        make(*words)
    assert not Machine.objects.exists()


def test_a_name_is_one_machines() -> None:
    make("x" * 40, "incidents")
    with pytest.raises(CommandError, match="exists"):
        make("x" * 40, "incidents")
