"""Corners that random towns seldom reach, each asked of the engine and of its stand-in."""

import numpy as np
import pytest
import shapely

from geo import visibility
from geo.optics import ground_quad
from geo.visibility import Occluders, Poses

NOTHING = Occluders([], [])


@pytest.fixture(params=["engine", "no_engine"], autouse=True)
def both_ways(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(request.param)


def camera(**changes: float) -> Poses:
    usual = {"x": 0.0, "y": 0.0, "height": 5.0, "azimuth": 0.0, "hfov": 90.0, "range": 50.0}
    return Poses(**usual | changes)


def view(occluders: Occluders, pose: Poses) -> shapely.MultiPolygon:
    (shape,) = visibility.fields_of_view(occluders, pose)
    assert isinstance(shape, shapely.MultiPolygon)
    assert shape.is_valid
    return shape


def test_an_empty_plain_is_seen_as_a_sector_with_its_apex() -> None:
    shape = view(NOTHING, camera())
    assert shape.area == pytest.approx(np.pi * 50**2 / 4, rel=1e-4)
    assert shapely.distance(shape.boundary, shapely.Point(0, 0)) == pytest.approx(0, abs=1e-6)


def test_a_wedge_across_north_is_in_one_piece() -> None:
    shape = view(NOTHING, camera(azimuth=350.0, hfov=60.0))
    assert len(shape.geoms) == 1
    assert shape.contains(shapely.MultiPoint([(-10, 40), (5, 40)]))


def test_a_range_of_nought_sees_nothing() -> None:
    assert view(NOTHING, camera(range=0.0)).is_empty
    assert visibility.areas(NOTHING, camera(range=0.0)).tolist() == [0.0]


def test_a_near_limit_beyond_the_range_sees_nothing() -> None:
    assert view(NOTHING, camera(near=60.0)).is_empty


def test_an_opening_of_360_is_a_disc_and_with_a_near_limit_a_ring() -> None:
    assert view(NOTHING, camera(hfov=360.0)).area == pytest.approx(np.pi * 50**2, rel=1e-4)
    ring = view(NOTHING, camera(hfov=360.0, near=10.0))
    assert ring.area == pytest.approx(np.pi * (50**2 - 10**2), rel=1e-4)
    assert len(ring.geoms[0].interiors) == 1


def test_an_opening_of_nought_sees_nothing() -> None:
    assert view(NOTHING, camera(hfov=0.0)).is_empty


def test_a_tilted_camera_sees_the_quadrilateral_of_its_corner_rays() -> None:
    pose = camera(azimuth=33.0, hfov=60.0, tilt=35.0, vfov=40.0, roll=12.0, range=200.0)
    quad = ground_quad(
        0, 0, 5, yaw=33, pitch=-35, roll=12, hfov=60, vfov=40, ground=visibility.EYE_LEVEL
    )
    shape = view(NOTHING, pose)
    assert shapely.symmetric_difference(shape, shapely.Polygon(quad)).area < 1e-6


def test_a_camera_that_looks_straight_down_sees_around_its_foot() -> None:
    shape = view(NOTHING, camera(hfov=60.0, tilt=90.0, vfov=40.0))
    assert shape.contains(shapely.Point(0, 0))
    assert shape.area == pytest.approx(4 * 3.5**2 * np.tan(np.radians(30)) * np.tan(np.radians(20)))


def test_a_panoramic_camera_keeps_to_its_lens() -> None:
    ring = view(NOTHING, camera(hfov=360.0, tilt=35.0, vfov=40.0))
    inner, outer = 3.5 / np.tan(np.radians(55)), 3.5 / np.tan(np.radians(15))
    assert ring.area == pytest.approx(np.pi * (outer**2 - inner**2), rel=1e-3)


def test_a_low_wall_hides_a_strip_and_what_is_behind_is_seen_again() -> None:
    wall = Occluders([shapely.box(-60, 10, 60, 11)], [3.0])
    shape = view(wall, camera(height=5.0))
    # k = (5 - 1.5) / (5 - 3): hidden from 10 to 19.25 metres north
    assert shape.contains(shapely.Point(0, 9.9))
    assert not shape.contains(shapely.Point(0, 19.2))
    assert shape.contains(shapely.Point(0, 19.3))
    assert len(shape.geoms) == 2


def test_a_pillar_leaves_a_hole_in_a_disc() -> None:
    pillar = Occluders([shapely.box(9, 9, 11, 11)], [2.0])
    shape = view(pillar, camera(hfov=360.0))
    assert len(shape.geoms) == 1
    assert len(shape.geoms[0].interiors) == 1


def test_a_wall_cameras_own_building_hides_what_is_behind_and_nothing_before() -> None:
    house = Occluders([shapely.box(-10, -20, 10, 0)], [9.0])
    snap = visibility.snap_out((0.0, -1.0), house)
    shape = view(house, camera(x=snap.x, y=snap.y, hfov=360.0))
    outward = shapely.box(-60, 0.05, 60, 60)
    disc = view(NOTHING, camera(x=snap.x, y=snap.y, hfov=360.0))
    assert shapely.difference(disc & outward, shape).area < 0.05
    assert (shape & shapely.box(-9, -60, 9, -0.1)).area == 0


def test_a_camera_on_a_roof_sees_over_it_and_one_indoors_sees_nothing() -> None:
    house = Occluders([shapely.box(-10, -10, 10, 10)], [9.0])
    assert view(house, camera(height=5.0, hfov=360.0)).is_empty
    roof = view(house, camera(height=15.0, hfov=360.0))
    assert roof.area > 0
    assert not roof.contains(shapely.Point(0, 12))


def test_a_camera_below_the_target_looks_level() -> None:
    fences = Occluders([shapely.box(-5, 10, 0, 11), shapely.box(0, 10, 5, 11)], [0.5, 1.0])
    shape = view(fences, camera(height=0.8))
    assert shape.contains(shapely.Point(-2, 20))
    assert not shape.contains(shapely.Point(2, 20))


def test_shadows_that_cross_within_a_slab_are_split() -> None:
    # two roofs of unlike height, seen within the same azimuths: the ends of their shadows cross
    crossing = Occluders(
        [
            shapely.Polygon([(-8, 20), (8, 20), (8, 21), (-8, 24)]),
            shapely.Polygon([(-8, 10), (8, 10), (8, 12.5), (-8, 11)]),
        ],
        [2.0, 3.0],
    )
    shape = view(crossing, camera(height=5.0, range=80.0))
    exact = visibility.shadows.fields_of_view(crossing, camera(height=5.0, range=80.0), 1.5)[0]
    before_the_arc = shapely.box(-30, 0, 30, 70)  # chords of arcs need not be cut alike
    assert (shapely.symmetric_difference(shape, exact) & before_the_arc).area < 1e-6


def test_points_are_asked_of_one_camera() -> None:
    two = Poses([0.0, 1.0], 0.0, 5.0, 0.0, 90.0, 50.0)
    with pytest.raises(visibility.ImpossiblePose):
        visibility.sees(NOTHING, two, [[0, 1]])


def test_no_cameras_see_nothing() -> None:
    none = camera()[:0]
    assert len(visibility.fields_of_view(NOTHING, none)) == 0
    assert len(visibility.areas(NOTHING, none)) == 0
