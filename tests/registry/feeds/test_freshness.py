"""How often a camera is asked, and what its picture is worth."""

import pytest

from registry.feeds import freshness
from registry.feeds.freshness import Attention


def test_a_private_camera_nobody_watches_is_not_asked_even_beside_an_incident() -> None:
    why = freshness.attention(watched=False, private=True, near_incident=True)
    assert why is Attention.NONE


@pytest.mark.parametrize(
    ("why", "refresh", "seconds"),
    [
        (Attention.WATCHED, 30, 1),
        (Attention.NEAR_INCIDENT, 30, 15),
        (Attention.NEAR_INCIDENT, 5, 5),
        (Attention.IDLE, 5, 30),
        (Attention.IDLE, 45, 45),
        (Attention.IDLE, 600, 60),
    ],
)
def test_the_interval_follows_the_reason(why: Attention, refresh: float, seconds: float) -> None:
    assert freshness.interval(why, refresh) == seconds


def test_rest_after_failures_doubles_up_to_a_bound_and_is_spread() -> None:
    rests = [freshness.rest_after_failure(n, Attention.IDLE, draw=1.0) for n in range(1, 9)]
    assert rests == [2.5, 4.5, 8.5, 16.5, 32.5, 60.5, 60.5, 60.5]
    assert freshness.rest_after_failure(8, Attention.IDLE, draw=0.0) == 0.5
    assert freshness.rest_after_failure(8, Attention.WATCHED, draw=1.0) == 8.5


@pytest.mark.parametrize(
    ("age", "failures", "refresh", "state"),
    [
        (None, 0, 1, "no_picture"),
        (1, 0, 1, "live"),
        (61, 0, 1, "stale"),
        (61, 0, 30, "live"),
        (121, 0, 30, "stale"),
        (1, 1, 1, "live"),
        (1, 2, 1, "offline"),
    ],
)
def test_the_state_of_a_feed(age: float | None, failures: int, refresh: float, state: str) -> None:
    assert freshness.state(age=age, failures=failures, refresh=refresh) == state


def test_a_thousand_that_lost_their_stream_do_not_come_back_at_once() -> None:
    rests = sorted(freshness.rest_after_failure(1, Attention.WATCHED) for _ in range(1000))
    assert max(sum(at <= each < at + 0.1 for each in rests) for at in rests) <= 100
