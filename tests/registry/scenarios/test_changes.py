"""What a browser sends is read with care: every value at fault is named, by its place."""

import math
from typing import Any

import pytest

from registry.scenarios.changes import MOST, Op, read
from registry.scenarios.folding import fold
from registry.scenarios.refusals import BadChanges

CAMERA = "11111111-1111-4111-8111-111111111111"
HERE = [-84.5, 38.04]


def faults(*acts: Any) -> list[str]:
    with pytest.raises(BadChanges) as refused:
        read(list(acts))
    return [fault.field for fault in refused.value.errors]


def act(op: str, camera: str = CAMERA, **values: Any) -> dict[str, Any]:
    return {"op": op, "camera": camera, "values": values}


def test_acts_are_taken_in_their_order_and_in_the_fields_own_types() -> None:
    acts = read([act("add", "new-1", position=HERE, azimuth=370), act("turn", azimuth=-10)])
    assert [change.op for change in acts] == [Op.ADD, Op.TURN]
    assert (acts[0].values["azimuth"], acts[1].values["azimuth"]) == (10.0, 350.0)
    assert read([change.plain() for change in acts]) == acts


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ("turn", "changes[0]"),
        ({"op": "turn", "camera": CAMERA, "by": 3}, "changes[0]"),
        (act("explode"), "changes[0].op"),
        (act("turn", "42", azimuth=1), "changes[0].camera"),
        (act("add", CAMERA, position=HERE), "changes[0].camera"),
        (act("turn", azimuth="north"), "changes[0].values.azimuth"),
        (act("turn", azimuth=math.nan), "changes[0].values.azimuth"),
        (act("turn", height=3), "changes[0].values.height"),
        (act("raise", height=1e9), "changes[0].values.height"),
        (act("lens", hfov=0), "changes[0].values.hfov"),
        (act("lens", range=1001), "changes[0].values.range"),
        (act("move", position=[200, 0]), "changes[0].values.position"),
        (act("move", position="here"), "changes[0].values.position"),
        (act("move"), "changes[0].values"),
        (act("remove", height=3), "changes[0].values.height"),
        (act("set", owner="me"), "changes[0].values.owner"),
        (act("add", "new-1", azimuth=3), "changes[0].values.position"),
        (act("turn", "new-7", azimuth=3), "changes[0].camera"),
    ],
)
def test_a_bad_act_is_named(bad: Any, field: str) -> None:
    assert faults(bad) == [field]


def test_acts_out_of_turn_are_named() -> None:
    new = act("add", "new-1", position=HERE)
    assert faults(new, new) == ["changes[1].camera"]
    assert faults(act("remove"), act("turn", azimuth=1)) == ["changes[1].camera"]
    assert faults(new, act("remove", "new-1"), act("remove", "new-1")) == ["changes[2].camera"]


def test_more_acts_than_anybody_does_are_refused() -> None:
    assert faults(*[act("turn", azimuth=1)] * (MOST + 1)) == ["changes"]
    with pytest.raises(BadChanges):
        read({"op": "turn"})


def test_acts_that_undo_each_other_leave_no_camera_concerned() -> None:
    folded = fold({}, read([act("add", "new-1", position=HERE), act("remove", "new-1")]))
    assert (folded.before, folded.after) == ({}, {})


def test_a_plan_ranges_over_so_much_ground_and_no_more() -> None:
    far = {"position": HERE, "range": 1000, "hfov": 360}
    acts = read([act("add", f"new-{number}", **far) for number in range(2)])
    with pytest.raises(BadChanges) as refused:
        fold({}, acts)
    assert [fault.field for fault in refused.value.errors] == ["changes"]
    assert fold({}, acts[:1]).after
