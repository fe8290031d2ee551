"""The engine and its stand-in before two judges: exact shadows, and sight lines by definition."""

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geo import visibility
from geo.optics import image_axes
from geo.visibility import Occluders, Poses, outlines, shadows
from tests.geo.towns import random_cameras, random_town

TARGET = 1.5
HAIR = 0.01  # metres from an edge within which the oracle does not judge; arcs are chords 5 mm deep


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(30))
def test_the_engine_agrees_with_exact_shadows(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    town = random_town(seed)
    cameras = random_cameras(seed + 1000, town, 25)
    # the judge's arcs are so fine that its areas are true to the square decimetre
    monkeypatch.setattr(outlines, "STEP", outlines.STEP / 16)

    seen = visibility.fields_of_view(town, cameras, target_height=TARGET)
    exact = shadows.fields_of_view(town, cameras, TARGET)

    error = shapely.area(shapely.symmetric_difference(seen, exact))
    iou = 1 - error / np.maximum(shapely.area(shapely.union(seen, exact)), 1e-9)
    assert shapely.is_valid(seen).all()
    assert ((iou >= 0.999) | (error <= 0.05)).all(), np.flatnonzero((iou < 0.999) & (error > 0.05))
    assert iou[shapely.area(exact) > 1].mean() >= 0.9999
    areas = visibility.areas(town, cameras, target_height=TARGET)
    assert areas == pytest.approx(shapely.area(exact), abs=1e-2)
    lost_to_chords = 6e-5 * np.pi * cameras.range**2
    assert (np.abs(areas - shapely.area(seen)) <= lost_to_chords + 1e-2).all()


def cap(radius: float, distance: float) -> float:
    """Give the area a line at a distance from the centre cuts off a disc."""
    half_chord = np.sqrt(radius**2 - distance**2)
    return float(radius**2 * np.arccos(distance / radius) - distance * half_chord)


@pytest.mark.usefixtures("engine")
def test_areas_on_a_plain_are_round() -> None:
    rings = Poses(0.0, 0.0, 5.0, 20.0, [360.0, 90.0, 5.0], 50.0, near=[10.0, 0.0, 10.0])
    areas = visibility.areas(Occluders([], []), rings)
    assert areas == pytest.approx(np.pi * np.array([2400, 2500 / 4, 2400 / 72]), rel=1e-12)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("distance", [49.9, 30.0, 10.5, 9.9, 4.0])
def test_a_wall_that_dips_through_a_circle_cuts_a_cap_off(distance: float) -> None:
    wall = Occluders([shapely.box(-70, distance, 80, 200)], 9.0)
    pose = Poses(0.0, 0.0, 5.0, 77.0, 360.0, 50.0, near=10.0)
    (area,) = visibility.areas(wall, pose)
    hidden = cap(50, distance) - (cap(10, distance) if distance < 10 else 0.0)
    assert area == pytest.approx(np.pi * 2400 - hidden, rel=1e-9)
    (shape,) = visibility.fields_of_view(wall, pose)
    assert shape.area == pytest.approx(area, rel=1e-4)


@pytest.mark.usefixtures("engine")
def test_a_side_of_the_image_cuts_a_cap_off_the_range() -> None:
    # straight down, 3.5 m over the target: the image is 3.5 m to the sides, the range 4 m
    pose = Poses(0.0, 0.0, 5.0, 0.0, 90.0, 4.0, tilt=90.0, vfov=90.0)
    (area,) = visibility.areas(Occluders([], []), pose)
    assert area == pytest.approx(np.pi * 16 - 4 * cap(4, 3.5), rel=1e-9)


def in_view(pose: Poses, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell by definition which points lie in the outline: by angle and distance or by image."""
    east, north = points[:, 0] - pose.x, points[:, 1] - pose.y
    away = np.hypot(east, north)
    inside = (away >= pose.near) & (away <= pose.range)
    rise = max(float(pose.height[0]) - TARGET, 0.01)
    if pose.framed[0] and pose.hfov[0] < 180:
        forward, right, up = image_axes(pose.azimuth[0], -pose.tilt[0], pose.roll[0])
        rays = np.column_stack([east, north, np.full(len(points), -rise)])
        depth = rays @ forward
        across = np.abs(rays @ right) <= depth * np.tan(np.radians(pose.hfov / 2))
        along = np.abs(rays @ up) <= depth * np.tan(np.radians(pose.vfov / 2))
        return np.asarray(inside & (depth > 0) & across & along)
    if pose.framed[0]:
        down = np.degrees(np.arctan2(rise, away))
        inside &= np.abs(down - pose.tilt) <= pose.vfov / 2
        if pose.tilt[0] + pose.vfov[0] / 2 >= 90:  # a lens that looks past the nadir sees it
            inside |= (down >= pose.tilt) & (away >= pose.near) & (away <= pose.range)
    off = (np.degrees(np.arctan2(east, north)) - pose.azimuth + 180) % 360 - 180
    return np.asarray(inside & (np.abs(off) <= pose.hfov / 2))


def unobstructed(town: Occluders, pose: Poses, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell by definition which sight lines clear every footprint that they cross."""
    height, target = float(pose.height[0]), min(TARGET, float(pose.height[0]))
    camera = np.array([pose.x[0], pose.y[0]])
    sights = np.stack([np.broadcast_to(camera, points.shape), points], axis=1)
    lines = np.asarray(shapely.linestrings(sights), dtype=object)
    clear = np.ones(len(points), bool)
    line, part = town.tree.query(lines, predicate="intersects")
    crossed = shapely.intersection(lines[line], town.parts[part])
    ends, of = shapely.get_coordinates(crossed, return_index=True)
    length = np.hypot(*(points[line[of]] - camera).T)
    along = np.hypot(*(ends - camera).T) / np.maximum(length, 1e-12)
    # a sight line falls: over any footprint it is lowest where it leaves it
    sight = height - (height - target) * along
    roofs = town.heights[part[of]]
    clear[line[of][(sight < roofs) | (roofs >= height)]] = False
    clear[line[shapely.contains(town.parts[part], shapely.points(points[line]))]] = False
    return clear


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(100, 120))
def test_800_points_are_seen_exactly_where_their_sight_lines_are_clear(seed: int) -> None:
    town = random_town(seed)
    rng = np.random.default_rng(seed)
    judged = 0
    for pose in random_cameras(seed + 1000, town, 10):
        points = rng.uniform(-1, 1, (240, 2)) * pose.range + np.column_stack([pose.x, pose.y])
        (shape,) = visibility.fields_of_view(town, pose, target_height=TARGET)
        clear_cut = shapely.distance(shape.boundary, shapely.points(points)) > HAIR
        clear_cut |= shape.is_empty
        points = points[clear_cut][:80]
        judged += len(points)

        truth = in_view(pose, points) & unobstructed(town, pose, points)

        assert (visibility.sees(town, pose, points, target_height=TARGET) == truth).all()
        assert (shapely.contains_xy(shape, points) == truth).all()
    assert judged == 800


@pytest.mark.usefixtures("no_engine")
@pytest.mark.parametrize("seed", range(200, 204))
def test_the_stand_in_stands_before_the_same_oracle(seed: int) -> None:
    town = random_town(seed)
    rng = np.random.default_rng(seed)
    for pose in random_cameras(seed + 1000, town, 8):
        points = rng.uniform(-1, 1, (100, 2)) * pose.range + np.column_stack([pose.x, pose.y])
        (shape,) = visibility.fields_of_view(town, pose, target_height=TARGET)
        far_off = shapely.distance(shape.boundary, shapely.points(points)) > HAIR
        points = points[far_off | shape.is_empty]
        truth = in_view(pose, points) & unobstructed(town, pose, points)
        assert (visibility.sees(town, pose, points, target_height=TARGET) == truth).all()
        area = visibility.areas(town, pose, target_height=TARGET)
        assert area == pytest.approx([shape.area])
