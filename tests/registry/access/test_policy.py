"""The decisions that TRUST names, one by one."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.access.facts import Actor, CameraFacts, Capability, GrantFacts, Occasion, Yes
from registry.access.policy import Decision, State, decide

CITY, OTHER = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 5, 3, 16, tzinfo=UTC)  # noon in New York
DISPATCHER = Actor(role="dispatcher", user_id=1, agency_id=CITY)
INVESTIGATOR = replace(DISPATCHER, role="investigator")
OFFICER = replace(DISPATCHER, role="officer")
AGENCY = CameraFacts(level=0, kind="traffic", owner_id=uuid4(), metres=900.0)
LEVEL_ONE = CameraFacts(level=1, kind="resident", owner_id=uuid4(), metres=80.0)
LEVEL_TWO = CameraFacts(level=2, kind="business", owner_id=uuid4(), metres=80.0)
CALL = Occasion(
    id=uuid4(), kind="robbery", priority=2, open=True, point=(-84.5, 38.0), radius=150.0
)


def grant(condition: str = "always", **terms: Any) -> GrantFacts:
    facts: dict[str, Any] = {
        "id": uuid4(), "agency_id": CITY, "capabilities": frozenset({"still", "live"}),
        "valid_from": datetime(2026, 1, 1, tzinfo=UTC), "owner_id": LEVEL_TWO.owner_id,
    }  # fmt: skip
    return GrantFacts(condition=condition, **(facts | terms))


def look(
    actor: Actor, occasion: Occasion | None, *grants: GrantFacts, at: datetime = NOON
) -> Decision:
    return decide(actor, occasion, LEVEL_TWO, grants, at=at, capability=Capability.LIVE)


def test_a_private_place_is_known_only_around_an_open_call() -> None:
    for camera in (LEVEL_ONE, LEVEL_TWO):
        for role in ("dispatcher", "supervisor", "investigator", "administrator", "auditor"):
            actor = replace(DISPATCHER, role=role)
            assert not decide(actor, None, camera, at=NOON).place
            assert not decide(actor, replace(CALL, open=False), camera, at=NOON).place
            assert not decide(actor, CALL, replace(camera, metres=200.1), at=NOON).place
            assert decide(actor, CALL, camera, at=NOON).place


def test_nobody_sees_pictures_of_level_one_but_its_owner() -> None:
    owner = Actor(role="owner", owner_id=LEVEL_ONE.owner_id)
    assert decide(owner, None, LEVEL_ONE, at=NOON).state is State.OPEN
    assert decide(DISPATCHER, CALL, LEVEL_ONE, [grant()], at=NOON).state is State.REQUEST_ONLY


def test_whoever_runs_the_centre_sees_no_video() -> None:
    for role in ("administrator", "auditor", "planner"):
        actor = replace(DISPATCHER, role=role)
        assert not decide(actor, CALL, AGENCY, at=NOON).pictures
        assert not look(actor, CALL, grant()).pictures


def test_a_planner_knows_no_private_camera() -> None:
    planner = replace(DISPATCHER, role="planner")
    assert decide(planner, CALL, LEVEL_TWO, [grant()], at=NOON).state is State.HIDDEN


def test_an_officer_sees_only_around_a_call_of_theirs() -> None:
    assert decide(OFFICER, CALL, AGENCY, at=NOON).state is State.HIDDEN
    mine = replace(CALL, assigned=frozenset({1}))
    assert decide(OFFICER, mine, AGENCY, at=NOON).state is State.OPEN
    assert decide(OFFICER, mine, replace(AGENCY, metres=2001.0), at=NOON).state is State.HIDDEN
    assert look(OFFICER, CALL, grant()).state is State.HIDDEN
    assert look(OFFICER, mine, grant()).state is State.LIVE_OK


def test_an_emergency_grant_is_not_for_investigators() -> None:
    urgent = replace(CALL, priority=1)
    for terms in (grant("priority", priority_at_most=1), grant("panic")):
        assert not look(INVESTIGATOR, urgent, terms).pictures
    assert look(DISPATCHER, urgent, grant("priority", priority_at_most=1)).pictures
    assert look(INVESTIGATOR, urgent, grant("priority", priority_at_most=5)).pictures


def test_a_grant_speaks_of_one_owner_one_agency_one_use_and_one_time() -> None:
    asked = State.REQUEST_ONLY
    assert look(DISPATCHER, CALL, grant(owner_id=uuid4())).state is asked  # a former owner's
    assert look(DISPATCHER, CALL, grant(agency_id=OTHER)).state is asked
    assert look(DISPATCHER, CALL, grant(capabilities=frozenset({"still"}))).state is asked
    assert look(DISPATCHER, CALL, grant(valid_to=NOON)).state is asked
    assert look(DISPATCHER, CALL, grant(valid_from=NOON)).state is State.LIVE_OK


def test_what_is_missing_is_said_exactly() -> None:
    near = grant("priority", priority_at_most=1, within=50.0)
    assert look(DISPATCHER, CALL, near).reason == (
        "opens for calls of priority 1 or more urgent; this one has priority 2"
    )
    assert look(DISPATCHER, replace(CALL, priority=1), near).reason == (
        "opens for calls within 50 m; this one is 80 m away"
    )


def test_a_point_set_by_hand_opens_what_needs_a_real_call_only_when_exigent() -> None:
    by_hand = replace(CALL, provisional=True)
    terms = grant("priority", priority_at_most=3)
    assert look(DISPATCHER, by_hand, terms).reason.startswith("opens for real calls")
    assert look(DISPATCHER, by_hand, grant("always")).state is State.LIVE_OK
    assert look(DISPATCHER, replace(by_hand, exigent=True), terms).state is State.LIVE_OK


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        # Clocks go forward on 8 March 2026 at 07:00 UTC and back on 1 November at 06:00 UTC.
        (datetime(2026, 3, 8, 6, 59, tzinfo=UTC), False),  # 01:59
        (datetime(2026, 3, 8, 7, 0, tzinfo=UTC), True),  # 03:00
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), False),  # 01:30, the first time
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), False),  # 01:30, the second time
        (datetime(2026, 11, 1, 7, 0, tzinfo=UTC), True),  # 02:00
    ],
)
def test_hours_are_the_centres_across_both_clock_changes(at: datetime, opens: bool) -> None:
    terms = grant("hours", from_hour=time(2), until_hour=time(6))
    assert look(DISPATCHER, CALL, terms, at=at).pictures is opens


def test_hours_may_pass_midnight() -> None:
    night = grant("hours", from_hour=time(22), until_hour=time(6))
    assert not look(DISPATCHER, CALL, night).pictures
    assert look(DISPATCHER, CALL, night, at=datetime(2026, 5, 3, 3, tzinfo=UTC)).pictures


def turning(actor: Actor, occasion: Occasion | None, camera: CameraFacts = AGENCY) -> State:
    grants = [grant(), grant(capabilities=frozenset({"ptz"}))] if camera.level else []
    return decide(actor, occasion, camera, grants, at=NOON, capability=Capability.PTZ).state


def test_only_dispatch_turns_cameras_and_only_for_an_open_call() -> None:
    closed = replace(CALL, open=False)
    for role in ("dispatcher", "supervisor"):
        actor = replace(DISPATCHER, role=role)
        assert turning(actor, CALL) is State.OPEN
        assert turning(actor, closed) is turning(actor, None) is State.CONDITION_UNMET
        assert turning(actor, CALL, LEVEL_TWO) is State.LIVE_OK
        assert turning(actor, closed, LEVEL_TWO) is State.HIDDEN
    assigned = replace(CALL, assigned=frozenset({1}))
    for role in ("officer", "investigator", "registrar", "administrator", "planner", "auditor"):
        actor = replace(DISPATCHER, role=role)
        assert turning(actor, assigned) is State.CONDITION_UNMET
        assert turning(actor, assigned, LEVEL_TWO) in {State.CONDITION_UNMET, State.HIDDEN}


def test_a_grant_to_watch_is_none_to_turn() -> None:
    asked = decide(DISPATCHER, CALL, LEVEL_TWO, [grant()], at=NOON, capability=Capability.PTZ)
    assert asked.state is State.REQUEST_ONLY
    assert asked.reason == "its owner has not opened its controls to your agency"


def test_a_panic_alarm_opens_for_a_time_and_no_longer() -> None:
    terms = grant("panic")
    alarm = replace(CALL, kind="panic", panic_until=NOON + timedelta(minutes=20))
    assert look(DISPATCHER, alarm, terms).pictures
    assert not look(DISPATCHER, replace(CALL, panic_until=alarm.panic_until), terms).pictures
    later = look(DISPATCHER, alarm, terms, at=NOON + timedelta(minutes=20))
    assert later.reason == "its time for this panic alarm is over"
    assert not look(DISPATCHER, replace(alarm, panic_until=None), terms).pictures


def test_two_panic_alarms_at_once_end_each_by_itself() -> None:
    terms = grant("panic")
    first = replace(CALL, kind="panic", panic_until=NOON)
    second = replace(first, id=uuid4(), panic_until=NOON + timedelta(minutes=5))
    assert not look(DISPATCHER, first, terms).pictures
    assert look(DISPATCHER, second, terms).pictures


def test_a_yes_is_for_one_call_and_a_while() -> None:
    yes = Yes(incident=CALL.id, begins=NOON, ends=NOON + timedelta(minutes=15))
    terms = grant("ask", said=(yes,))
    assert look(DISPATCHER, CALL, terms).pictures
    assert not look(DISPATCHER, replace(CALL, id=uuid4()), terms).pictures
    assert not look(DISPATCHER, CALL, terms, at=yes.ends).pictures
    assert not look(DISPATCHER, CALL, terms, at=NOON - timedelta(seconds=1)).pictures
    assert look(DISPATCHER, CALL, grant("ask")).reason == "its owner wants to be asked each time"
