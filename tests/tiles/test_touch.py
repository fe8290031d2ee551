"""Which squares a write reaches."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiles.square import DEEPEST, Square
from tiles.touch import Touch

share = st.floats(0, 1, exclude_max=True)
WORLD = 40075016.685578488


def touch(west: float, north: float, east: float, south: float) -> Touch:
    return Touch("tile_camera", min(west, east), min(north, south), max(west, east),
                 max(north, south), 7)  # fmt: skip


@given(share, share, share, share, st.integers(0, 5))
def test_the_squares_listed_are_those_that_are_reached(
    west: float, north: float, east: float, south: float, z: int
) -> None:
    box = touch(west, north, east, south)
    every = {Square(z, x, y) for x in range(1 << z) for y in range(1 << z)}
    listed = set(box.squares(z))
    assert {square for square in every if box.reaches(square)} <= listed <= every
    assert len(listed) == box.spread(z)


@given(share, share)
def test_a_point_reaches_the_square_it_lies_in_at_every_zoom(x: float, y: float) -> None:
    for z in range(DEEPEST + 1):
        home = Square(z, int(x * (1 << z)), int(y * (1 << z)))
        assert touch(x, y, x, y).reaches(home)
        assert home in touch(x, y, x, y).squares(z)


def test_a_notice_in_metres_is_read_as_shares_of_the_world() -> None:
    notice = json.dumps(["street", -WORLD / 2, 0, 0, WORLD / 2, "12"])
    assert Touch.read(notice) == Touch("street", 0.0, 0.0, 0.5, 0.5, 12)


@pytest.mark.parametrize(
    ("square", "there"),
    [
        (Square(0, 0, 0), True),
        (Square(0, 1, 0), False),
        (Square(3, 7, 7), True),
        (Square(3, 8, 0), False),
        (Square(3, 0, 8), False),
        (Square(DEEPEST, 0, (1 << DEEPEST) - 1), True),
        (Square(DEEPEST + 1, 0, 0), False),
        (Square(-1, 0, 0), False),
        (Square(3, -1, 0), False),
    ],
)
def test_the_grid_ends_where_the_world_does(square: Square, *, there: bool) -> None:
    assert square.exists() is there
