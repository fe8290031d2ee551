"""One rule, said twice: what the box lets out is what the centre's policy allows, case by case."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.access.conditions import RANK
from registry.access.facts import Actor, CameraFacts, Capability, GrantFacts, Occasion
from registry.access.policy import decide
from registry.edge.terms import CAPABILITIES, CONDITIONS, Call, Terms, TermsRefused
from registry.owners.models import Grant

CITY, OWNER = UUID(int=1), UUID(int=2)
HERE = ZoneInfo("America/New_York")
NOON = datetime(2026, 5, 3, 12, tzinfo=HERE)
hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30), timezones=st.just(UTC))


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    return Terms(
        capabilities=frozenset(draw(st.sets(st.sampled_from(CAPABILITIES)))),
        condition=draw(st.sampled_from(CONDITIONS)),
        priority_at_most=draw(st.integers(1, 5)),
        within=draw(st.none() | st.sampled_from([50.0, 99.5, 100.0])),
        from_hour=draw(hours),
        until_hour=draw(hours),
    )


@settings(max_examples=400, deadline=None)
@given(
    switch=terms(),
    at=moments,
    role=st.sampled_from(["dispatcher", "supervisor", "officer", "investigator"]),
    kind=st.sampled_from(["robbery", "panic"]),
    priority=st.integers(1, 5),
    metres=st.sampled_from([0.0, 49.9, 50.0, 50.1, 99.5, 99.6, 100.0, 150.0]),
    hand_set=st.booleans(),
    exigent=st.booleans(),
    want=st.sampled_from(CAPABILITIES),
)
def test_the_box_and_the_centre_decide_alike(
    switch: Terms, at: datetime, role: str, kind: str, priority: int, metres: float,
    hand_set: bool, exigent: bool, want: str,
) -> None:  # fmt: skip
    occasion = Occasion(
        id=UUID(int=3), kind=kind, priority=priority, open=True, point=(0.0, 0.0), radius=150.0,
        provisional=hand_set, exigent=exigent, assigned=frozenset({7}),
        panic_until=at + timedelta(minutes=1),
    )  # fmt: skip
    centre = decide(
        Actor(role=role, user_id=7, agency_id=CITY),
        occasion,
        CameraFacts(level=2, kind="business", owner_id=OWNER, metres=metres),
        [granted(switch)],
        at=at,
        capability=Capability(want),
    )
    call = Call(
        number="1", kind=kind, priority=priority, metres=metres, role=role,
        unreal=hand_set and not exigent,
    )  # fmt: skip
    refused = switch.refuse(want, call, at.astimezone(HERE))
    assert (refused == "") == centre.pictures, (refused, centre)


def granted(switch: Terms) -> GrantFacts:
    """Mirror a switch as the registry does."""
    return GrantFacts(
        id=UUID(int=9), owner_id=OWNER, agency_id=CITY, capabilities=switch.capabilities,
        condition=switch.condition, valid_from=datetime(2020, 1, 1, tzinfo=UTC),
        priority_at_most=switch.priority_at_most, within=switch.within,
        from_hour=switch.from_hour, until_hour=switch.until_hour,
    )  # fmt: skip


def test_box_and_registry_know_the_same_conditions() -> None:
    assert set(CONDITIONS) == set(RANK) == set(Grant.Condition.values)


@given(switch=terms())
def test_terms_survive_the_wire(switch: Terms) -> None:
    assert Terms.read(switch.said()) == switch


def test_whoever_is_asked_each_time_says_yes_for_a_while() -> None:
    switch = Terms(
        capabilities=frozenset({"still"}), condition="ask", open_until=NOON + timedelta(minutes=15)
    )
    call = Call(number="1", kind="robbery", priority=5, metres=10.0, role="dispatcher")
    assert switch.refuse("still", call, NOON) == ""
    later = NOON + timedelta(minutes=16)
    assert switch.refuse("still", call, later) == "its owner wants to be asked each time"


@pytest.mark.parametrize("role", ["registrar", "planner", "administrator", "owner", "", "box"])
def test_nobody_else_looks_through_a_box(role: str) -> None:
    switch = Terms(capabilities=frozenset({"still"}), condition="always")
    call = Call(number="1", kind="robbery", priority=1, metres=0.0, role=role)
    assert switch.refuse("still", call, NOON)


WHOLE: dict[str, Any] = {
    "number": "1", "kind": "panic", "priority": 1, "metres": 3, "role": "officer", "unreal": False,
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"priority": 0}, {"priority": -1}, {"priority": True}, {"priority": "1"},
        {"metres": -1.0}, {"metres": float("nan")}, {"metres": None}, {"kind": None},
        {"role": ["dispatcher"]},
    ],
)  # fmt: skip
def test_a_call_that_leaves_something_open_is_none(wrong: dict[str, Any]) -> None:
    assert Call.read(WHOLE).priority == 1
    with pytest.raises(TermsRefused):
        Call.read(WHOLE | wrong)
    with pytest.raises(TermsRefused):
        Call.read({name: value for name, value in WHOLE.items() if name not in wrong})


def test_a_call_that_does_not_say_it_is_real_is_not() -> None:
    assert Call.read({name: value for name, value in WHOLE.items() if name != "unreal"}).unreal
    assert Call.read(WHOLE | {"unreal": 0}).unreal


@pytest.mark.parametrize(
    "said",
    [
        None, [], {}, {"capabilities": ["still"], "condition": "sometimes"},
        {"capabilities": ["ptz"], "condition": "always"},
        {"capabilities": ["still"], "condition": "priority"},
        {"capabilities": ["still"], "condition": "hours", "from_hour": "25:00"},
        {"capabilities": ["still"], "condition": "hours"},
        {"capabilities": ["still"], "condition": "ask", "open_until": "2026-01-01T00:00:00"},
    ],
)  # fmt: skip
def test_what_is_no_setting_is_refused(said: object) -> None:
    with pytest.raises(TermsRefused):
        Terms.read(said)


OPEN = Terms(capabilities=frozenset({"recorded"}), condition="always")


def test_recordings_reach_back_no_further_than_their_owner_said() -> None:
    switch = replace(OPEN, back_min=30).after(Terms(), NOON)
    assert switch.earliest(NOON + timedelta(minutes=10)) == NOON
    assert switch.earliest(NOON + timedelta(hours=2)) == NOON + timedelta(minutes=90)
    assert OPEN.earliest(NOON) is None


def test_a_change_of_terms_begins_anew_and_a_yes_does_not() -> None:
    later = NOON + timedelta(days=1)
    first = replace(OPEN, condition="ask").after(Terms(), NOON)
    yes = replace(first, open_until=later + timedelta(minutes=15), since=None)
    assert yes.after(first, later).since == NOON
    assert replace(first, condition="always").after(first, later).since == later
    closed = replace(first, capabilities=frozenset({"still"})).after(first, later)
    assert closed.since is None
    assert replace(OPEN, condition="ask").after(closed, later).since == later


def test_terms_are_read_as_they_were_said() -> None:
    switch = replace(OPEN, back_min=7, condition="hours", from_hour=time(8), until_hour=time(9))
    switch = switch.after(Terms(), NOON)
    assert Terms.read(switch.said()) == switch


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        (Terms(), "nothing"),
        (OPEN, "recordings of the last 60 min: for any call"),
        (
            Terms(
                capabilities=frozenset({"still", "live"}), condition="priority",
                priority_at_most=2, within=90.0,
            ),
            "stills, live video: for calls of priority 2 or more urgent within 90 m",
        ),
        (replace(OPEN, condition="never"), "nothing"),
    ],
)  # fmt: skip
def test_terms_are_said_in_words(switch: Terms, words: str) -> None:
    assert switch.words() == words
