"""Tiles of unsaved changes: whole cells near, their parents far out, nothing elsewhere."""

import mapbox_vector_tile
import numpy as np

from geo.hexgrid import Cells
from geo.plane import Plane
from tiles.preview import EXTENT, LAYER, draw
from tiles.square import Square, squares_within

PLACE = (-84.5, 38.04)
CELLS = Cells.within(Plane(*PLACE), (-40, -40, 40, 40)).ids
GAINED = np.ones(len(CELLS), np.uint8)


def square_at(z: int) -> Square:
    (square,) = squares_within((*PLACE, *PLACE), z)
    return square


def verdicts(tile: bytes) -> list[str]:
    features = mapbox_vector_tile.decode(tile)[LAYER]["features"] if tile else []
    return [feature["properties"]["verdict"] for feature in features]


def test_near_every_changed_cell_is_drawn_once_in_its_place() -> None:
    kinds = GAINED.copy()
    kinds[:3] = 0, 2, 4
    drawn = verdicts(draw(CELLS, kinds, square_at(16)))
    assert (drawn.count("lost"), drawn.count("worse"), drawn.count("same")) == (1, 1, 0)
    assert len(drawn) == len(CELLS) - 1


def test_a_cell_stands_where_it_is() -> None:
    square = square_at(17)
    ring = mapbox_vector_tile.decode(draw(CELLS[:1], GAINED[:1], square))[LAYER]["features"][0]
    corners = np.array(ring["geometry"]["coordinates"][0], float)
    side = 1 << square.z
    east = (corners[:, 0].mean() / EXTENT + square.x) / side * 360 - 180
    assert abs(east - PLACE[0]) < 0.0006
    assert 60 < np.ptp(corners[:, 0]) < 200  # some 8 m of 240


def test_far_out_parents_say_what_most_of_their_cells_become() -> None:
    kinds = GAINED.copy()
    kinds[:5] = 2
    drawn = verdicts(draw(CELLS, kinds, square_at(12)))
    assert 0 < len(drawn) < 5
    assert set(drawn) == {"gained"}


def test_there_is_nothing_elsewhere_and_nothing_of_no_change() -> None:
    here = square_at(16)
    assert draw(CELLS, GAINED, Square(16, here.x + 2, here.y)) == b""
    assert draw(CELLS, 0 * GAINED, here) == b""
    assert draw(CELLS[:0], GAINED[:0], here) == b""
