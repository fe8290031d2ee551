"""No browser finds a gap in a film that goes at an even pace, however a camera's pictures come."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.feeds.mp4.boxes import TIMESCALE
from registry.feeds.mp4.pace import SURE, EvenPace, Pace

STEPS = st.lists(st.floats(0.001, 5.0), min_size=1, max_size=60)


def clock(steps: list[float], begins: float = 50.0) -> list[float]:
    return [begins + sum(steps[:n]) for n in range(len(steps) + 1)]


@given(STEPS)
def test_each_picture_is_shown_before_the_last_one_has_had_its_time(steps: list[float]) -> None:
    pace = EvenPace(7.0, in_order=True)
    moments = [pace.next(pts) for pts in clock(steps)]
    assert moments[0].shown_at == 7 * TIMESCALE
    for last, moment in pairwise(moments):
        assert last.decoded_at < moment.decoded_at
        assert moment.shown_at <= last.shown_at + last.duration


@given(STEPS)
def test_nothing_is_shown_before_its_time(steps: list[float]) -> None:
    pace = EvenPace(0.0, in_order=True)
    for pts in clock(steps, 0.0):
        assert pace.next(pts).shown_at <= round(pts * TIMESCALE)


@pytest.mark.parametrize("rate", [7, 10, 15, 25, 30])
def test_a_camera_that_comes_evenly_is_shown_when_it_says(rate: int) -> None:
    pace = EvenPace(1.0, in_order=True)
    moments = [pace.next(n / rate) for n in range(60)]
    assert [m.seconds - 1 for m in moments] == pytest.approx(
        [n / rate for n in range(60)], abs=1e-3
    )


def test_a_film_keeps_the_speed_of_a_camera_that_comes_unevenly() -> None:
    pace = EvenPace(0.0, in_order=True)
    times = clock([0.04, 0.09] * 200, 0.0)
    last = [pace.next(pts) for pts in times][-1]
    assert last.seconds == pytest.approx(times[-1], abs=0.5)


def test_pictures_out_of_order_are_left_where_they_belong() -> None:
    pace = EvenPace(0.0, in_order=False)
    order = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11, 15, 13, 14]
    moments = [pace.next(n / 25) for n in order]
    assert [round(moment.seconds * 25) for moment in moments] == order
    assert all(a.decoded_at < b.decoded_at for a, b in pairwise(moments))
    assert all(b.decoded_at - a.decoded_at <= 2 * a.duration for a, b in pairwise(moments))


def test_who_is_in_order_for_long_enough_is_believed() -> None:
    pace = EvenPace(0.0, in_order=False)
    times = clock([0.04] * SURE + [3.0], 0.0)
    moments = [pace.next(pts) for pts in times]
    assert moments[-1].shown_at <= moments[-2].shown_at + moments[-2].duration


def test_a_camera_that_sets_its_clock_goes_on_in_the_same_film() -> None:
    pace = EvenPace(0.0, in_order=True)
    before = [pace.next(pts) for pts in clock([0.04] * 3, 5000.0)][-1]
    assert pace.next(3.0).shown_at == before.shown_at + before.duration


def test_what_is_kept_is_timed_as_it_was_filmed() -> None:
    pace = Pace(2.0)
    times = clock([0.04, 0.5, 0.01, 4.0])
    assert [pace.next(pts).seconds - 2.0 for pts in times] == pytest.approx(
        [pts - times[0] for pts in times], abs=1e-4
    )
