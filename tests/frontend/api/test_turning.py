"""Turning a camera over HTTP, told to a head on a real socket."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from registry.models import Control, Incident, User
from tests.cast import Knock
from tests.frontend.api.knocking import faults, post
from tests.registry.ptz.scene import HERE, open_call, turnable
from tests.registry.ptz.test_onvif import STATUS, attributes, camera

EAST = [HERE.x + 50 / 87_700, HERE.y]


@pytest.fixture
def call(cast: dict[str, User]) -> Incident:
    return open_call()


@pytest.fixture
def control(cast: dict[str, User]) -> Control:
    return turnable(cast["dispatcher"].agency)


@pytest.fixture
def head(control: Control, settings: Any) -> Iterator[list[bytes]]:
    """Let the camera's head be a socket here, on the port the demo's cameras answer at."""
    with camera(STATUS) as (port, came):
        settings.SIMULATED_PORTS = {port}
        control.url = f"http://127.0.0.1:{port}/onvif/ptz"
        control.save()
        yield came


def door(control: Control) -> str:
    return f"/api/cameras/{control.pk}/ptz"


def test_point_it_here(
    knock: Knock,
    head: list[bytes],
    control: Control,
    call: Incident,
) -> None:
    answer = post(knock("dispatcher"), door(control), {"incident": str(call.pk), "at": EAST})
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["azimuth"] == pytest.approx(90, abs=0.5)
    assert told["until"] > timezone.now().isoformat()
    x = float(attributes(head[0], "PanTilt")["x"])
    assert x == pytest.approx(told["pan"] / 180, abs=1e-3)


def test_whose_hand_is_on_it_is_told(
    knock: Knock,
    head: list[bytes],
    control: Control,
    call: Incident,
) -> None:
    ours, theirs = knock("dispatcher"), knock("supervisor")
    body = {"incident": str(call.pk), "pan": 90, "tilt": 20, "zoom": 2}
    assert post(ours, door(control), body).status_code == 200
    asked = f"{door(control)}?incident={call.pk}"
    mine = ours.get(asked).json()
    assert (mine["pan"], mine["tilt"], mine["zoom"], mine["mine"]) == (90, 20, 2, True)
    assert mine["limits"]["pan"] == [-180, 180]
    assert "dispatcher turns it" in theirs.get(asked).json()["held"]
    answer = post(theirs, door(control), body)
    assert answer.status_code == 409
    assert "dispatcher turns it" in answer.json()["detail"]
    assert ours.delete(door(control)).status_code == 204
    assert theirs.get(asked).json()["held"] == ""
    assert b"GotoHomePosition" in head[-1]
    assert post(theirs, door(control), body).status_code == 200


def test_those_that_reach_a_point(
    knock: Knock,
    control: Control,
    call: Incident,
) -> None:
    asked = f"/api/ptz?incident={call.pk}&at={EAST[0]},{EAST[1]}"
    (found,) = knock("dispatcher").get(asked).json()["cameras"]
    assert (found["id"], found["hindrance"]) == (str(control.pk), "")


def test_a_head_that_does_not_answer_is_a_503(
    knock: Knock,
    control: Control,
    call: Incident,
) -> None:
    answer = post(knock("dispatcher"), door(control), {"incident": str(call.pk), "at": EAST})
    assert answer.status_code == 503
    assert "outside the camera networks" in answer.json()["detail"]


@pytest.mark.parametrize(
    "way",
    [
        {"pan": 10},
        {"at": EAST, "preset": "home"},
        {"at": [200, 0]},
        {"pan": 0, "tilt": 0, "zoom": 0},
        {"preset": "elsewhere"},
        {"pan": 0, "tilt": 80, "zoom": 200},
        {"at": [HERE.x + 1, HERE.y]},
    ],
)
def test_a_way_that_is_none_is_refused(
    knock: Knock,
    head: list[bytes],
    control: Control,
    call: Incident,
    way: Any,
) -> None:
    faults(post(knock("dispatcher"), door(control), {"incident": str(call.pk)} | way))
    assert head == []


@pytest.mark.parametrize("role", ["stranger", "machine", "owner", "officer", "investigator"])
def test_nobody_else_turns(
    knock: Knock,
    head: list[bytes],
    control: Control,
    call: Incident,
    role: str,
) -> None:
    answer = post(knock(role), door(control), {"incident": str(call.pk), "at": EAST})
    assert answer.status_code in {401, 404}
    assert head == []


def test_why_it_does_not_turn_is_an_answer(knock: Knock, control: Control, call: Incident) -> None:
    asked = f"{door(control)}?incident={call.pk}"
    assert knock("dispatcher").get(asked).json()["hindrance"] == ""
    Control.objects.all().delete()
    told = knock("dispatcher").get(asked).json()
    assert told == {"hindrance": "This camera cannot be turned from here."}
