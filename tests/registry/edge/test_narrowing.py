"""What an owner says at the centre of a box's camera never opens more than the box would."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.access.facts import Actor, CameraFacts, Capability, Occasion
from registry.access.policy import decide
from registry.edge.narrowing import no_looser, said_by
from registry.edge.terms import CAPABILITIES, Call, Terms
from registry.incidents.replaying import NOBODY, rule
from registry.owners.granting import Terms as Said
from tests.registry.edge.test_terms import CITY, HERE, moments, terms

SWITCH = Terms(
    capabilities=frozenset({"still", "live"}), condition="priority", priority_at_most=3, within=99.5
)


def said(switch: Terms) -> Said:
    return said_by(switch, CITY)


@settings(max_examples=100, deadline=None)
@given(
    switch=terms() | st.just(Terms(capabilities=frozenset(CAPABILITIES), condition="always")),
    wanted=terms(),
    same=st.booleans(),
    at=moments,
    role=st.sampled_from(["dispatcher", "officer", "investigator"]),
    kind=st.sampled_from(["robbery", "panic"]),
    priority=st.integers(1, 5),
    metres=st.sampled_from([0.0, 50.0, 99.5, 99.6, 100.0, 150.0]),
    want=st.sampled_from(CAPABILITIES),
)
def test_the_box_lets_out_whatever_the_page_may_open(
    switch: Terms, wanted: Terms, same: bool, at: datetime, role: str, kind: str, priority: int,
    metres: float, want: str,
) -> None:  # fmt: skip
    if same:
        wanted = replace(wanted, condition=switch.condition)
    asked = said(wanted)
    if not no_looser(asked, switch):
        return
    occasion = Occasion(
        id=UUID(int=3), kind=kind, priority=priority, open=True, point=(0.0, 0.0), radius=150.0,
        assigned=frozenset({7}), panic_until=at + timedelta(minutes=1),
    )  # fmt: skip
    centre = decide(
        Actor(role=role, user_id=7, agency_id=CITY),
        occasion,
        CameraFacts(level=2, kind="business", owner_id=NOBODY, metres=metres),
        [rule(asked)],
        at=at,
        capability=Capability(want),
    )
    call = Call(number="1", kind=kind, priority=priority, metres=metres, role=role, unreal=False)
    assert not centre.pictures or switch.refuse(want, call, at.astimezone(HERE)) == ""


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (SWITCH, True),
        (replace(SWITCH, priority_at_most=1, within=50.0), True),
        (replace(SWITCH, condition="never"), True),
        (replace(SWITCH, priority_at_most=4), False),
        (replace(SWITCH, within=None), False),
        (replace(SWITCH, condition="always"), False),
        (replace(SWITCH, capabilities=frozenset({"recorded"})), False),
    ],
)
def test_less_may_be_said_and_more_may_not(wanted: Terms, fits: bool) -> None:
    assert no_looser(said(wanted), SWITCH) is fits
