import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.bearings import distance_on_earth
from geo.plane import OffTheEarth, Plane


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(-5e3, 5e3), st.floats(-5e3, 5e3))
def test_metres_become_degrees_and_metres_again(lng: float, lat: float, x: float, y: float) -> None:
    plane = Plane(lng, lat)
    assert plane.to_metres(plane.to_degrees([[x, y]])) == pytest.approx(
        np.array([[x, y]]), abs=1e-3
    )


def test_lengths_agree_with_the_sphere_to_half_a_percent() -> None:
    (there,) = Plane(-85.0, 38.0).to_metres([[-85.01, 38.02]])
    assert np.hypot(*there) == pytest.approx(
        distance_on_earth((-85.0, 38.0), (-85.01, 38.02)), rel=5e-3
    )


def test_a_point_beyond_the_antimeridian_is_near() -> None:
    plane = Plane(180.0, 10.0)
    (there,) = plane.to_metres([[-179.999, 10.0]])
    assert there == pytest.approx([109.6, 0.0], abs=0.1)
    assert plane.to_degrees([there])[0, 0] == pytest.approx(-179.999)


def test_a_shape_across_the_antimeridian_stays_in_one_valid_piece() -> None:
    shape = Plane(180.0, 10.0).geometry_to_degrees(shapely.box(-100, -100, 100, 100))
    assert shape.is_valid
    assert shape.bounds[0] == pytest.approx(179.9991, abs=1e-4)
    assert shape.bounds[2] == pytest.approx(180.0009, abs=1e-4)


@pytest.mark.parametrize("lat", [-90.0, 90.0])
def test_the_poles_have_a_plane_of_their_own(lat: float) -> None:
    (there,) = Plane(0.0, lat).to_metres([[123.0, lat * 0.999999]])
    assert np.hypot(*there) == pytest.approx(10.05, abs=0.01)


@pytest.mark.parametrize(("lng", "lat"), [(181.0, 0.0), (0.0, 90.1), (float("nan"), 0.0)])
def test_a_place_off_the_earth_has_no_plane(lng: float, lat: float) -> None:
    with pytest.raises(OffTheEarth):
        Plane(lng, lat)


def test_points_off_the_earth_are_refused() -> None:
    with pytest.raises(OffTheEarth):
        Plane(0.0, 0.0).to_metres([[0.0, 91.0]])
