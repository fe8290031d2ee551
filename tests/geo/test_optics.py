import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from geo import optics

HEIGHTS = st.floats(2, 40)


def test_a_common_lens_opens_as_its_maker_says() -> None:
    assert optics.fov(5.37, 2.8) == pytest.approx(87.6, abs=0.1)
    assert optics.vfov_of(90, 1920, 1080) == pytest.approx(58.7, abs=0.1)


@given(st.floats(0.1, 50), st.floats(0.1, 500))
def test_every_lens_opens_less_than_half_round(sensor: float, focal: float) -> None:
    assert 0 < optics.fov(sensor, focal) < 180


@given(
    st.floats(10, 500), st.floats(100, 8000), st.floats(5, 150), st.floats(0, 10), st.floats(0, 3)
)
def test_at_its_range_a_density_is_what_was_asked(
    ppm: float, width: float, hfov: float, height: float, target: float
) -> None:
    distance = optics.range_for(ppm, width, hfov, height, target)
    assume(distance > 0.1)
    assert optics.density_at(distance, width, hfov, height, target) == pytest.approx(ppm)


@given(st.floats(10, 500), st.floats(500, 8000), st.floats(0, 5))
def test_a_fisheye_too(ppm: float, circle: float, height: float) -> None:
    distance = optics.range_for_fisheye(ppm, circle, height)
    assume(distance > 0.1)
    assert optics.density_at_fisheye(distance, circle, height) == pytest.approx(ppm)


def test_a_camera_too_high_for_a_density_has_no_range_for_it() -> None:
    assert optics.range_for(250, 1920, 90, height=50) == 0


@pytest.mark.parametrize(
    ("px_per_m", "scheme", "level"),
    [
        (24.9, optics.DORI, None),
        (25, optics.DORI, "detect"),
        (124, optics.DORI, "observe"),
        (1e9, optics.DORI, "identify"),
        (130, optics.IEC_2025, "perceive"),
        (math.inf, optics.IEC_2025, "scrutinise"),
    ],
)
def test_levels_begin_at_their_density(
    px_per_m: float, scheme: optics.Scheme, level: str | None
) -> None:
    assert optics.level_at(px_per_m, scheme) == level


@given(HEIGHTS, st.floats(0, 360), st.floats(5, 80), st.floats(10, 60), st.floats(10, 120))
def test_near_and_far_are_where_the_middle_column_meets_the_ground(
    height: float, yaw: float, tilt: float, vfov: float, hfov: float
) -> None:
    assume(tilt - vfov / 2 > 1 and tilt + vfov / 2 < 89)
    near, far = optics.near_far(height, tilt, vfov)
    quad = optics.ground_quad(0, 0, height, yaw=yaw, pitch=-tilt, hfov=hfov, vfov=vfov)
    assert quad is not None
    top, bottom = quad[:2].mean(axis=0), quad[2:].mean(axis=0)
    assert np.hypot(*top) == pytest.approx(far, rel=1e-6)
    assert np.hypot(*bottom) == pytest.approx(near, rel=1e-6)


def test_an_image_with_the_horizon_in_it_has_no_far_limit() -> None:
    assert optics.near_far(5, 20, 50)[1] == math.inf
    near, far = optics.near_far(5, 80, 30)
    assert near == 0
    assert far == pytest.approx(5 / math.tan(math.radians(65)))
    assert optics.ground_quad(0, 0, 5, yaw=0, pitch=-20, hfov=60, vfov=50) is None
    capped = optics.ground_quad(0, 0, 5, yaw=0, pitch=-20, hfov=60, vfov=50, horizon=100.0)
    assert capped is not None
    assert np.hypot(*capped[0]) == pytest.approx(100)


def test_a_drone_that_looks_down_sees_an_oblong_turned_by_its_yaw() -> None:
    quad = optics.ground_quad(10, 20, 100, yaw=90, pitch=-90, hfov=60, vfov=40)
    assert quad is not None
    assert shapely.Polygon(quad).area == pytest.approx(
        4 * 100**2 * math.tan(math.radians(30)) * math.tan(math.radians(20))
    )
    east, north = np.ptp(quad, axis=0)
    assert north > east  # the image's width lies across the heading


@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(-180, 180))
def test_the_axes_of_an_image_stand_square(yaw: float, pitch: float, roll: float) -> None:
    axes = np.array(optics.image_axes(yaw, pitch, roll))
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(axes) == pytest.approx(-1)  # forward, right, up: a left-handed order


@pytest.mark.parametrize("hfov", [0, -5, 180, 360])
def test_no_flat_image_opens_like_this(hfov: float) -> None:
    with pytest.raises(optics.ImpossibleOptics):
        optics.range_for(25, 1920, hfov)


def test_lenses_without_size_are_refused() -> None:
    with pytest.raises(optics.ImpossibleOptics):
        optics.fov(0, 2.8)
    with pytest.raises(optics.ImpossibleOptics):
        optics.range_for_fisheye(0, 1000)
