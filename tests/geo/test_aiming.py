"""A head turned to a point has it in the middle of its picture."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.aiming import TARGET, Head, OutOfReach, Turn, aim, within
from geo.bearings import difference
from geo.optics import image_axes

ALL_ROUND = Head(azimuth=30.0)
ways = st.tuples(st.floats(-150, 150), st.floats(-150, 150)).filter(lambda w: math.hypot(*w) > 1)


@given(ways, st.floats(2, 40), st.floats(0, 359.9))
def test_the_middle_of_the_picture_is_the_point(
    way: tuple[float, float], height: float, azimuth: float
) -> None:
    turn = aim(Head(azimuth=azimuth), way, height, range=1000)
    forward, _, _ = image_axes(azimuth + turn.pan, -turn.tilt, 0.0)
    target = np.array([*way, TARGET - height])
    assert np.allclose(forward, target / np.linalg.norm(target), atol=1e-6)


@given(ways, st.floats(5, 60))
def test_the_picture_is_as_wide_as_asked_or_as_the_zoom_gets(
    way: tuple[float, float], width: float
) -> None:
    turn = aim(ALL_ROUND, way, 10.0, width=width, range=1000)
    shown = 2 * math.hypot(*way, 10.0 - TARGET) * math.tan(math.radians(turn.hfov) / 2)
    assert math.isclose(shown, width, rel_tol=1e-6) or turn.hfov in ALL_ROUND.hfov


def test_pan_counts_from_where_it_was_hung_to_look_the_short_way() -> None:
    assert math.isclose(aim(Head(azimuth=350.0), (10.0, 0.0), 8.0, range=99).pan, 100.0)
    assert math.isclose(aim(Head(azimuth=10.0), (-10.0, 0.0), 8.0, range=99).pan, -100.0)


def test_right_below_it_looks_straight_down() -> None:
    assert aim(ALL_ROUND, (0.0, 0.0), 8.0, range=99).tilt == 90.0


@pytest.mark.parametrize(
    ("head", "way", "words"),
    [
        (Head(azimuth=0.0), (0.0, 200.0), "200 m away; this camera shows 100 m"),
        (Head(azimuth=0.0, pan=(-90.0, 90.0)), (0.0, -50.0), "turns from -90 to 90°"),
        (Head(azimuth=0.0, tilt=(0.0, 30.0)), (0.0, 5.0), "tilts from 0 to 30°"),
    ],
)
def test_what_it_cannot_do_is_said_in_words(
    head: Head, way: tuple[float, float], words: str
) -> None:
    with pytest.raises(OutOfReach, match=words):
        aim(head, way, 10.0, range=100.0)


def test_numbers_that_are_none_are_out_of_reach() -> None:
    with pytest.raises(OutOfReach):
        within(ALL_ROUND, Turn(pan=0.0, tilt=math.nan, hfov=30.0))


@given(st.floats(-720, 720))
def test_a_full_circle_has_no_stop(pan: float) -> None:
    turned = within(ALL_ROUND, Turn(pan=pan, tilt=0.0, hfov=30.0)).pan
    assert -180 <= turned <= 180
    assert abs(difference(pan, turned)) < 1e-6


@given(st.floats(3, 60))
def test_zoom_and_opening_are_each_others_inverse(hfov: float) -> None:
    assert math.isclose(ALL_ROUND.opening(ALL_ROUND.zoom(hfov)), hfov, rel_tol=1e-9)
