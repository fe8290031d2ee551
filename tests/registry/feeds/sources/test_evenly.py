"""Pictures of a burst are due one after the other, and a clock that leaps holds nobody up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.feeds.sources.evenly import EARLY, LATE, Evenly


def test_the_first_is_due_at_once_and_the_others_as_they_were_taken() -> None:
    evenly = Evenly()
    assert [evenly.due(7.0 + n / 10, 100.0) for n in range(3)] == pytest.approx([100, 100.1, 100.2])


def test_who_is_a_little_late_catches_up() -> None:
    evenly = Evenly()
    evenly.due(0.0, 100.0)
    assert evenly.due(1.0, 101.0 + LATE / 2) == 101.0


@given(st.floats(0, 1e6), st.lists(st.floats(-1e6, 1e6), max_size=30))
def test_nothing_waits_longer_than_a_leap(began: float, clocks: list[float]) -> None:
    evenly = Evenly()
    for pts in clocks:
        due = evenly.due(pts, began)
        assert began - LATE - 1e-3 <= due <= began + EARLY + 1e-3
