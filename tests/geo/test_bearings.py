import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.bearings import (
    CARDINALS,
    Direction,
    UnreadableDirection,
    bearing,
    bearing_on_earth,
    cardinal,
    difference,
    distance_on_earth,
    normalise,
    parse_direction,
)

ANGLES = st.floats(-1e6, 1e6)


@given(ANGLES)
def test_a_normalised_angle_lies_in_the_circle_and_points_the_same_way(angle: float) -> None:
    turned = normalise(angle)
    assert 0 <= turned < 360
    assert math.isclose(math.cos(math.radians(turned)), math.cos(math.radians(angle)), abs_tol=1e-6)


@given(ANGLES, ANGLES)
def test_turning_by_the_difference_arrives(a: float, b: float) -> None:
    turn = difference(a, b)
    assert -180 < turn <= 180
    assert abs(difference(normalise(a + turn), b)) < 1e-6


def test_bearings_go_clockwise_from_north() -> None:
    here = (0.0, 0.0)
    targets = [(0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0)]
    assert [bearing(here, there) for there in targets] == [0.0, 90.0, 180.0, 270.0]


def test_a_bearing_across_the_antimeridian_takes_the_short_way() -> None:
    assert bearing_on_earth((179.9, 0.0), (-179.9, 0.0)) == pytest.approx(90.0)
    assert distance_on_earth((179.9, 0.0), (-179.9, 0.0)) == pytest.approx(22_239, rel=1e-3)


def test_every_bearing_from_the_south_pole_is_north() -> None:
    assert bearing_on_earth((0.0, -90.0), (0.0, -89.0)) == pytest.approx(0.0)


@given(st.sampled_from(CARDINALS))
def test_a_wind_is_read_as_it_is_named(wind: str) -> None:
    (direction,) = parse_direction(wind.lower())
    assert cardinal(direction.azimuth) == wind


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("0", [Direction(0.0)]),
        ("-90", [Direction(270.0)]),
        ("360", [Direction(0.0)]),
        ("239-284", [Direction(261.5, 45.0)]),
        ("350-10", [Direction(0.0, 20.0)]),
        ("10-350", [Direction(180.0, 340.0)]),
        ("0-360", [Direction(180.0, 360.0)]),
        ("90-90", [Direction(90.0)]),
        ("0;90", [Direction(0.0), Direction(90.0)]),
        ("WSW; 12.5", [Direction(247.5), Direction(12.5)]),
    ],
)
def test_directions_are_read_as_openstreetmap_writes_them(
    text: str, directions: list[Direction]
) -> None:
    assert parse_direction(text) == directions


@pytest.mark.parametrize("text", ["", "up", "90;", "1e3", "NaN", "12-", "NNNW", "9" * 1_000_000])
def test_what_is_no_direction_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDirection):
        parse_direction(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        directions = parse_direction(text)
    except UnreadableDirection:
        return
    assert all(0 <= direction.azimuth < 360 for direction in directions)
