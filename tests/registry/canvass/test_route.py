"""Walking order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.canvass.frontage import Frontage
from registry.canvass.route import walk

DOORS = st.builds(
    Frontage,
    number=st.integers(1, 60).map(str),
    street=st.sampled_from(["Elm Street", "Oak Street", "Ash Lane"]),
    lng=st.floats(-84.51, -84.49),
    lat=st.floats(38.03, 38.05),
    front=st.none(),
)


def door(number: str, street: str, east: float = 0.0) -> Frontage:
    return Frontage(number=number, street=street, lng=-84.5 + east, lat=38.04, front=None)


@given(st.lists(DOORS, max_size=40))
def test_every_door_comes_once_and_every_street_in_one_piece(doors: list[Frontage]) -> None:
    walked = walk(doors)
    key = repr
    assert sorted(walked, key=key) == sorted(doors, key=key)
    streets = [each.street for each in walked]
    changes = sum(a != b for a, b in pairwise(streets))
    assert changes == max(0, len(set(streets)) - 1)


def test_one_side_is_walked_up_and_the_other_down() -> None:
    doors = [door(number, "Elm Street") for number in ("1", "2", "3", "10", "9", "12a", "12")]
    assert [each.number for each in walk(doors)] == ["1", "3", "9", "12a", "12", "10", "2"]


def test_the_next_street_begins_at_its_nearer_end() -> None:
    elm = [door(str(n), "Elm Street", n * 1e-4) for n in (1, 3, 5)]
    oak = [door(str(n), "Oak Street", 1e-2 - n * 1e-3) for n in (1, 3, 5)]
    assert [each.number for each in walk([*oak, *elm])] == ["1", "3", "5", "5", "3", "1"]
