import numpy as np
import pytest
import shapely

from geo import hexgrid
from geo.measuring import measure
from geo.plane import Plane
from geo.siting.corners import corners_of
from geo.siting.fans import Lens, fans
from geo.visibility import Occluders, Poses
from tests.geo.towns import random_town

KENTUCKY = Plane(-84.5, 38.04)
LENS = Lens(height=5.0, hfov=75.0, range=60.0, width_px=2688)


@pytest.mark.usefixtures("engine")
def test_dealing_one_look_round_out_is_measuring_each_direction() -> None:
    town = random_town(4, buildings=30)
    spots = np.array([(-20.0, 5.0), (31.0, -12.0), (0.0, 60.0)])
    azimuths = np.array([[0.0, 45.0, 350.0], [10.0, 100.0, 190.0], [271.0, 180.0, 90.0]])
    table = hexgrid.Cells.within(KENTUCKY, (-100.0, -100.0, 100.0, 130.0))

    found = fans(town, spots, azimuths, LENS, table, least=62.5)

    for place, (x, y) in enumerate(spots.tolist()):
        for direction, azimuth in enumerate(azimuths[place].tolist()):
            pose = Poses(x, y, LENS.height, azimuth, LENS.hfov, LENS.range)
            alone = measure(town, pose, LENS.width_px, KENTUCKY)
            here = (found.place == place) & (found.direction == direction)
            seen = set(table.ids[found.cell[here]].tolist())
            assert seen == set(alone.cell[alone.px_per_m >= 62.5].tolist())
    assert len(found.cell) > 60


@pytest.mark.usefixtures("engine")
def test_a_pixel_too_few_is_not_seen() -> None:
    table = hexgrid.Cells.within(KENTUCKY, (-70.0, -70.0, 70.0, 70.0))
    lens = Lens(height=1.5, hfov=90.0, range=60.0, width_px=2000)
    found = fans(
        Occluders([], []), np.zeros((1, 2)), np.zeros((1, 1)), lens, table, least=50.0
    )  # 2000 / (2 · tan 45° · d) falls to 50 at 20 m
    away = np.hypot(*table.centres[found.cell].T)
    assert 15 < away.max() <= 20


def test_corners_look_out_and_bends_are_none() -> None:
    square = shapely.box(0, 0, 10, 10)
    bent = shapely.Polygon([(20, 0), (30, 0), (30, 10), (25, 10.2), (20, 10)])
    found = corners_of(np.array([square, bent], object))
    assert found.shape.tolist() == [0] * 4 + [1] * 4
    assert sorted(found.outward[:4].round().tolist()) == [45, 135, 225, 315]
    middle = np.array([[5.0, 5.0]])
    out = found.spots[:4] - middle
    bearing = np.degrees(np.arctan2(*out.T)) % 360
    assert bearing == pytest.approx(found.outward[:4])
    assert not shapely.contains_xy(square, found.spots[:4]).any()


def test_an_inner_corner_carries_no_camera() -> None:
    angled = shapely.Polygon([(0, 0), (20, 0), (20, 8), (8, 8), (8, 20), (0, 20)])
    assert len(corners_of(np.array([angled], object)).spots) == 5
    assert len(corners_of(np.array([], object)).spots) == 0
