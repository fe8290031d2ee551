import pytest
import shapely

from geo.visibility import Occluders, snap_out
from geo.visibility.snapping import CLEARANCE

HOUSE = shapely.box(0, 0, 30, 20)


def test_a_camera_in_the_open_stays() -> None:
    assert snap_out((40.0, 10.0), [HOUSE]).outcome == "free"


def test_a_camera_just_inside_a_wall_goes_out_through_it() -> None:
    snap = snap_out((28.0, 10.0), [HOUSE])
    assert (snap.x, snap.y) == pytest.approx((30 + CLEARANCE, 10))
    assert snap.moved_m == pytest.approx(2 + CLEARANCE)
    assert snap.outcome == "snapped"


def test_a_camera_on_the_wall_itself_is_set_off_it() -> None:
    snap = snap_out((30.0, 10.0), [HOUSE])
    assert snap.x == pytest.approx(30 + CLEARANCE)
    assert snap.outcome == "snapped"


def test_a_camera_deep_inside_is_indoors_and_stays() -> None:
    snap = snap_out((15.0, 10.0), [HOUSE])
    assert (snap.x, snap.y, snap.moved_m, snap.outcome) == (15.0, 10.0, 0.0, "indoors")


def test_a_party_wall_is_no_way_out() -> None:
    snap = snap_out((29.0, 3.0), [HOUSE, shapely.box(30, 0, 60, 20)])
    assert (snap.x, snap.y) == pytest.approx((29, -CLEARANCE))


def test_a_crack_between_houses_is_no_place_for_a_camera() -> None:
    snap = snap_out((29.0, 3.0), [HOUSE, shapely.box(30.06, 0, 60, 20)])
    assert snap.y == pytest.approx(-CLEARANCE)


def test_a_court_is_open_air() -> None:
    court = HOUSE - shapely.box(10, 5, 20, 15)
    assert snap_out((15.0, 10.0), [court]).outcome == "free"
    assert snap_out((9.0, 10.0), Occluders([court], 9.0)).x == pytest.approx(10 + CLEARANCE)


def test_without_buildings_every_camera_is_free() -> None:
    assert snap_out((1.0, 1.0), []).outcome == "free"
