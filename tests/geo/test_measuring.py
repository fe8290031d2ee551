import math

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geo import hexgrid
from geo.measuring import Measured, cells_in_reach, measure
from geo.optics import density_at, density_at_fisheye
from geo.plane import Plane
from geo.visibility import Occluders, Poses
from tests.geo.towns import random_cameras, random_town
from tests.geo.visibility.test_judges import in_view, unobstructed

pytestmark = pytest.mark.usefixtures("engine")
KENTUCKY = Plane(-84.5, 38.04)
OPEN_GROUND = Occluders([], [])


def cells_around(side: float) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Give every cell of a square about the origin, and its centre in metres."""
    table = hexgrid.Cells.within(KENTUCKY, (-side, -side, side, side))
    return table.ids, table.centres


def by_camera(found: Measured, camera: int) -> list[tuple[int, float]]:
    some = found.camera == camera
    return sorted(zip(found.cell[some].tolist(), found.px_per_m[some].tolist(), strict=True))


def test_behind_a_high_wall_no_cell_is_seen() -> None:
    # It looks north with 90°, 30 m far; a wall as wide as 10 m stands 10 m before it.
    wall = Occluders([shapely.box(-5, 10, 5, 10.5)], 6.0)
    north = Poses(0.0, 0.0, 4.0, 0.0, 90.0, 30.0)
    ids, (x, y) = cells_around(40.0)[0], cells_around(40.0)[1].T
    in_the_wedge = (y >= np.abs(x)) & (np.hypot(x, y) <= 30)
    behind = (y > 10) & (np.abs(x) / y < 0.5)

    found = measure(wall, north, 1920, KENTUCKY)

    assert set(found.cell.tolist()) == set(ids[in_the_wedge & ~behind].tolist())
    assert 0 < len(found.cell) < in_the_wedge.sum()


def test_beyond_the_shadow_of_a_low_wall_cells_are_seen_again() -> None:
    # From 5 m over a 3 m wall one sees a face at 1.5 m again at (5 - 1.5) / (5 - 3) = 1.75 times
    # as far as the wall's back: 1.75 * 10.5 = 18.4 m north.
    wall = Occluders([shapely.box(-50, 10, 50, 10.5)], 3.0)
    north = Poses(0.0, 0.0, 5.0, 0.0, 90.0, 30.0)
    ids, (x, y) = cells_around(40.0)[0], cells_around(40.0)[1].T
    in_the_wedge = (y >= np.abs(x)) & (np.hypot(x, y) <= 30)

    found = measure(wall, north, 1920, KENTUCKY)

    seen = in_the_wedge & ((y < 10) | (y > 1.75 * 10.5))
    assert set(found.cell.tolist()) == set(ids[seen].tolist())
    higher = measure(wall, north, 1920, KENTUCKY, target_height=3.0)
    assert set(higher.cell.tolist()) == set(ids[in_the_wedge & ((y < 10) | (y > 10.5))].tolist())


def test_density_is_by_the_slant_and_by_the_lens() -> None:
    two = Poses([0.0, 0.0], 0.0, [6.5, 6.5], 0.0, [90.0, 360.0], 40.0)
    ids, centres = cells_around(50.0)
    away = dict(zip(ids.tolist(), np.hypot(*centres.T).tolist(), strict=True))

    found = measure(OPEN_GROUND, two, [1920, 2880], KENTUCKY)

    for cell, px_per_m in by_camera(found, 0):
        assert px_per_m == pytest.approx(density_at(away[cell], 1920, 90.0, 6.5, 1.5))
        assert px_per_m == pytest.approx(960 / math.hypot(away[cell], 5.0))
    for cell, px_per_m in by_camera(found, 1):
        assert px_per_m == pytest.approx(density_at_fisheye(away[cell], 2880, 6.5, 1.5))


def test_whoever_is_measured_with_it_a_camera_has_the_same_cells() -> None:
    town = random_town(11, buildings=120, side=600.0)
    cameras = random_cameras(12, town, 90, side=600.0)
    shuffled = np.random.default_rng(13).permutation(len(town))
    again = Occluders(town.parts[shuffled], town.heights[shuffled])

    together = measure(town, cameras, 1920, KENTUCKY)

    for i, pose in enumerate(cameras):
        alone = measure(again, pose, 1920, KENTUCKY)
        assert by_camera(alone, 0) == by_camera(together, i)
    assert len(set(zip(together.camera.tolist(), together.cell.tolist(), strict=True))) == len(
        together.cell
    )


def test_cameras_of_two_towns_need_no_cells_between_them() -> None:
    apart = Poses([0.0, 50_000.0], 0.0, 5.0, 0.0, [60.0, 360.0], 60.0)
    assert len(cells_in_reach(KENTUCKY, apart)) < 2 * 400**2 / 44


def test_nobody_sees_nothing() -> None:
    nobody = Poses([], [], [], [], [], [])
    assert all(len(column) == 0 for column in measure(OPEN_GROUND, nobody, [], KENTUCKY))


@pytest.mark.parametrize("seed", range(300, 304))
def test_the_share_that_is_covered_is_the_share_of_points_that_are_seen(seed: int) -> None:
    """A Monte-Carlo oracle by definition: sight lines, one by one, without the engine."""
    town = random_town(seed, buildings=40)
    cameras = random_cameras(seed + 1000, town, 8)
    ids, _ = cells_around(100.0)
    points = np.random.default_rng(seed).uniform(-100, 100, (2_000, 2))

    found = measure(town, cameras, 1920, KENTUCKY)
    covered = np.isin(ids, found.cell).mean()

    seen = np.zeros(len(points), bool)
    for pose in cameras:
        asked = np.flatnonzero(in_view(pose, points) & ~seen)
        seen[asked] = unobstructed(town, pose, points[asked])
    share = seen.mean()
    # the cells are a sample too, if a better one than random points are
    sd = math.sqrt(share * (1 - share) * (1 / len(points) + 1 / len(ids)))
    assert 0.05 < share < 0.9
    assert abs(covered - share) < 2.6 * sd  # 99 % of the time, were both random
