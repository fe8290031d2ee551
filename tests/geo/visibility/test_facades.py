"""Which wall of a house a camera hangs on when the house is all that was told."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.visibility import Occluders, step_out
from geo.visibility.facades import DEEPEST

HOUSE = Occluders([shapely.box(-6, -4, 6, 4)], 6.0)
TERRACE = Occluders([shapely.box(-6, -4, 6, 4), shapely.box(6, -4, 18, 4)], 6.0)


@pytest.mark.parametrize(
    ("azimuth", "x", "y"), [(0, 0, 4), (90, 6, 0), (180, 0, -4), (270, -6, 0), (45, 4, 4)]
)
def test_it_hangs_on_the_wall_it_looks_out_of(azimuth: float, x: float, y: float) -> None:
    spot = step_out((0, 0), azimuth, HOUSE)
    assert (spot.x, spot.y) == pytest.approx((x, y), abs=0.2)
    assert spot.outcome == "snapped"


def test_a_party_wall_is_no_way_out() -> None:
    spot = step_out((0, 0), 90, TERRACE)
    assert spot.x == pytest.approx(18, abs=0.2)


def test_without_a_direction_it_is_the_nearest_wall() -> None:
    assert step_out((1, 2), None, HOUSE).y == pytest.approx(4, abs=0.2)


def test_a_pin_at_a_wall_stays_at_that_wall() -> None:
    spot = step_out((0, 3.5), 90, HOUSE)
    assert (spot.x, spot.y) == pytest.approx((0, 4), abs=0.2)


def test_in_the_open_nothing_is_moved() -> None:
    assert step_out((20, 20), 10, HOUSE).moved_m == 0


def test_deep_in_a_hall_there_is_no_saying() -> None:
    hall = Occluders([shapely.box(-100, -100, 100, 100)], 20.0)
    assert step_out((0, 0), 90, hall).outcome == "indoors"


@given(st.floats(-5.5, 5.5), st.floats(-3.5, 3.5), st.floats(0, 360, exclude_max=True))
def test_it_always_ends_in_the_open_and_near(x: float, y: float, azimuth: float) -> None:
    spot = step_out((x, y), azimuth, HOUSE)
    assert not shapely.box(-6, -4, 6, 4).contains(shapely.Point(spot.x, spot.y))
    assert math.hypot(spot.x - x, spot.y - y) == pytest.approx(spot.moved_m, abs=0.01)
    assert spot.moved_m <= DEEPEST
