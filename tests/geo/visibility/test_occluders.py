import pytest
import shapely
from shapely import MultiPolygon, Polygon

from geo.visibility import BadOccluders, Occluders


def test_invalid_footprints_are_mended_and_parts_keep_their_height() -> None:
    bow_tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    pair = MultiPolygon([shapely.box(20, 0, 25, 5), shapely.box(30, 0, 35, 5)])
    occluders = Occluders([bow_tie, pair], [4.0, 9.0])
    assert len(occluders) == 4
    assert occluders.heights.tolist() == [4, 4, 9, 9]
    assert occluders.owner.tolist() == [0, 0, 1, 1]
    assert shapely.is_valid(occluders.parts).all()


def test_what_has_no_area_is_dropped() -> None:
    nothing = [Polygon(), None, shapely.LineString([(0, 0), (1, 1)]), shapely.Point(0, 0)]
    flat = Polygon([(0, 0), (5, 5), (0, 0)])
    assert len(Occluders([*nothing, flat], 3.0)) == 0


def test_a_height_has_to_be_a_number() -> None:
    with pytest.raises(BadOccluders):
        Occluders([shapely.box(0, 0, 1, 1)], [float("nan")])


def test_heights_have_to_match_the_footprints() -> None:
    with pytest.raises(BadOccluders):
        Occluders([shapely.box(0, 0, 1, 1)] * 2, [1.0, 2.0, 3.0])
