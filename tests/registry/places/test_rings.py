import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some

from registry.places.refusals import Unmendable
from registry.places.rings import Corner, area, join, line

SQUARE = [Corner(1, 0, 0), Corner(2, 1, 0), Corner(3, 1, 1), Corner(4, 0, 1), Corner(1, 0, 0)]
AWAY = (math.nan, math.nan)


def test_a_closed_way_is_an_area_as_it_is() -> None:
    assert shapely.area(area([SQUARE]).shape) == 1.0
    assert area([SQUARE]).how == ""


def test_a_ring_left_open_is_closed() -> None:
    mended = area([SQUARE[:-1]])

    assert shapely.area(mended.shape) == 1.0
    assert mended.how == "closed: it ended where it had not begun"


def test_a_ring_with_a_corner_outside_the_file_is_closed_without_it() -> None:
    mended = area([[*SQUARE[:3], Corner(4, *AWAY), SQUARE[0]]])

    assert shapely.area(mended.shape) == 0.5
    assert mended.how == "closed without 1 of its 4 corners, which are not in the file"


def test_a_ring_that_crosses_itself_is_untangled() -> None:
    bow = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]

    mended = area([bow])

    assert shapely.area(mended.shape) == pytest.approx(0.5)
    assert mended.how == "untangled: it crossed itself"


@pytest.mark.parametrize(
    ("ring", "why"),
    [
        (SQUARE[:2], "2 of its 2 corners are in the file: no area"),
        ([SQUARE[0], SQUARE[1], SQUARE[0]], "2 of its 2 corners are in the file: no area"),
        ([Corner(1, *AWAY), Corner(2, *AWAY), Corner(1, *AWAY)], "0 of its 2 corners"),
        ([Corner(1, 0, 0), Corner(2, 1, 1), Corner(3, 2, 2), Corner(1, 0, 0)], "lie on one line"),
    ],
)
def test_what_encloses_nothing_is_refused(ring: list[Corner], why: str) -> None:
    with pytest.raises(Unmendable, match=why):
        area([ring])


def test_a_court_is_cut_out() -> None:
    court = [Corner(9 + i, 0.25 + c.lng / 2, 0.25 + c.lat / 2) for i, c in enumerate(SQUARE[:-1])]

    assert shapely.area(area([SQUARE], [[*court, court[0]]]).shape) == 0.75


@settings(deadline=None)
@given(some.permutations(range(4)), some.lists(some.booleans(), min_size=4, max_size=4))
def test_sides_in_any_order_and_direction_join_to_one_ring(
    order: list[int], turned: list[bool]
) -> None:
    sides = [SQUARE[i : i + 2] for i in order]
    sides = [side[::-1] if turn else side for side, turn in zip(sides, turned, strict=True)]

    (ring,) = join(sides)

    assert ring[0].ref == ring[-1].ref
    assert shapely.area(area([ring]).shape) == 1.0


def test_a_line_is_broken_where_its_points_are_missing() -> None:
    way = [Corner(i, *(AWAY if i == 2 else (i, 0))) for i in range(6)]

    mended = line(way)

    assert [shapely.get_coordinates(part).tolist() for part in shapely.get_parts(mended.shape)] == [
        [[0, 0], [1, 0]],
        [[3, 0], [4, 0], [5, 0]],
    ]
    assert mended.how == "1 of 6 points are not in the file"
