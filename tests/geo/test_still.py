"""What a camera would see, against what geo.visibility says it sees."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely.geometry import box

from geo.still import Box, Scene, Still, light_at, render
from geo.still.layers import GROUND, ROOF, SKY, WALL
from geo.still.light import sun_position
from geo.visibility import Occluders, Poses, sees

NOTHING = Occluders([], [])


def looking(
    azimuth: float = 0.0,
    *,
    height: float = 6.0,
    tilt: float = 15.0,
    hfov: float = 70.0,
    **more: float,
) -> Poses:
    vfov = float(np.degrees(2 * np.arctan(np.tan(np.radians(hfov) / 2) * 9 / 16)))
    return Poses(0.0, 0.0, height, azimuth, hfov, 150.0, tilt=tilt, vfov=vfov, **more)


def street() -> Occluders:
    """Two rows of houses along a street to the north, and a wall across its end."""
    rows = [box(x, y, x + 9, y + 11) for x in (-19.0, 10.0) for y in range(12, 96, 14)]
    heights = [4.0 + 1.3 * (i % 5) for i in range(len(rows))]
    return Occluders([*rows, box(-60, 110, 60, 118)], [*heights, 9.0])


def difference(one: Still, other: Still) -> float:
    return float(np.abs(one.pixels.astype(int) - other.pixels).mean())


def ground_points(still: Still, number: int) -> NDArray[np.floating[Any]]:
    """Take ground pixels whose neighbours are ground too, and where they are."""
    ground = still.shows_ground
    inner = ground.copy()
    inner[1:] &= ground[:-1]
    inner[:-1] &= ground[1:]
    inner[:, 1:] &= ground[:, :-1]
    inner[:, :-1] &= ground[:, 1:]
    inner &= still.seen.distance < 140
    rows = np.flatnonzero(inner)
    chosen = np.zeros(inner.size, bool)
    chosen[np.random.default_rng(3).choice(rows, number, replace=False)] = True
    return still.seen.points(chosen.reshape(inner.shape))


@pytest.mark.parametrize(
    "pose",
    [
        looking(),
        looking(-35.0, tilt=24.0),
        looking(40.0, height=18.0, tilt=30.0),
        looking(355.0, hfov=100.0, tilt=12.0),
        looking(12.0, roll=8.0),
        Poses(0.0, 0.0, 5.0, 20.0, 360.0, 150.0),
        Poses(0.0, 0.0, 2.0, 0.0, 140.0, 150.0),
    ],
)
def test_visible_ground_is_the_ground_the_field_of_view_sees(pose: Poses) -> None:
    occluders = street()
    still = render(Scene(occluders), pose)
    points = ground_points(still, 200)
    seen = sees(occluders, pose, points, target_height=0.0)
    assert seen.all(), points[~seen]


def test_hidden_ground_shows_in_no_pixel() -> None:
    occluders, pose = street(), looking()
    still = render(Scene(occluders), pose, size=(640, 360))
    shown = still.seen.points(still.shows_ground & (still.seen.distance < 140))
    spots = np.random.default_rng(5).uniform((-50, 5), (50, 105), (400, 2))
    hidden = ~sees(occluders, pose, spots, target_height=0.0)
    near = shapely.STRtree([shapely.Point(at) for at in shown]).query(
        shapely.points(spots[hidden]), predicate="dwithin", distance=0.08
    )
    assert len(np.unique(near[0])) <= 0.01 * hidden.sum()


def test_turning_a_camera_by_90_degrees_changes_its_still() -> None:
    scene = Scene(street())
    ahead, aside, again = (render(scene, looking(azimuth)) for azimuth in (0.0, 90.0, 0.0))
    assert difference(ahead, aside) > 10
    assert difference(ahead, again) == 0


def test_a_building_put_between_makes_the_car_vanish() -> None:
    car = Box(0.0, 40.0, 90.0)
    free, walled = Scene(NOTHING), Scene(Occluders([box(-8, 20, 8, 26)], [9.0]))
    shows = difference(render(free, looking()), render(free, looking(), boxes=[car]))
    hidden = difference(render(walled, looking()), render(walled, looking(), boxes=[car]))
    assert shows > 0.1
    assert hidden == 0


def test_a_low_wall_hides_a_cars_wheels_and_not_its_roof() -> None:
    car, low = Box(0.0, 24.0, 90.0), Scene(Occluders([box(-8, 20, 8, 20.4)], [0.9]))
    whole = (render(Scene(NOTHING), looking(height=2.0, tilt=2.0), boxes=[car]).pixels
             != render(Scene(NOTHING), looking(height=2.0,
             tilt=2.0)).pixels).any(axis=2)  # fmt: skip
    part = (render(low, looking(height=2.0, tilt=2.0), boxes=[car]).pixels
            != render(low, looking(height=2.0, tilt=2.0)).pixels).any(axis=2)  # fmt: skip
    assert 0 < part.sum() < whole.sum()
    assert np.flatnonzero(part.any(axis=1)).max() < np.flatnonzero(whole.any(axis=1)).max()


def test_things_behind_the_camera_are_not_drawn() -> None:
    scene = Scene(NOTHING)
    assert (
        difference(render(scene, looking()), render(scene, looking(), boxes=[Box(0, -30, 0)])) == 0
    )


def test_tilt_moves_the_horizon_and_nothing_else_is_above_it() -> None:
    level = render(Scene(NOTHING), looking(tilt=0.0)).seen.kind
    down = render(Scene(NOTHING), looking(tilt=12.0)).seen.kind
    assert (level[:90] == SKY).all()
    assert (level[90:] == GROUND).all()
    assert (down == SKY).sum() < (level == SKY).sum()


def test_a_camera_above_a_roof_sees_the_roof() -> None:
    scene = Scene(Occluders([box(-5, 20, 5, 30)], [6.0]))
    below = render(scene, looking(height=4.0)).seen.kind
    above = render(scene, looking(height=14.0, tilt=25.0)).seen.kind
    assert (below == WALL).any()
    assert not (below == ROOF).any()
    assert (above == ROOF).any()


def test_a_camera_recorded_inside_its_building_looks_out_through_the_wall() -> None:
    scene = Scene(Occluders([box(-5, -9, 5, 0.4)], [8.0]))
    assert (render(scene, looking()).seen.kind != WALL).all()


def test_a_camera_of_unknown_tilt_gets_a_picture_too() -> None:
    still = render(Scene(street()), Poses(0.0, 0.0, 4.0, 10.0, 80.0, 60.0))
    assert still.image.size == (320, 180)
    assert {SKY, GROUND, WALL} <= set(np.unique(still.seen.kind).tolist())


def test_night_is_darker_than_day() -> None:
    scene = Scene(street())
    day = light_at(datetime(2026, 6, 21, 17, tzinfo=UTC), -84.5, 38.05)
    night = light_at(datetime(2026, 6, 21, 5, tzinfo=UTC), -84.5, 38.05)
    bright, dark = (render(scene, looking(), light=light).pixels.mean() for light in (day, night))
    assert dark < bright / 2


@pytest.mark.parametrize(
    ("when", "azimuth", "height"),
    [  # NOAA's solar calculator for 38.05, -84.5
        (datetime(2026, 6, 21, 17, 40, tzinfo=UTC), 180.0, 75.4),
        (datetime(2026, 12, 21, 17, 36, tzinfo=UTC), 180.0, 28.5),
        (datetime(2026, 3, 20, 11, 45, tzinfo=UTC), 90.0, 0.0),
    ],
)
def test_the_sun_stands_where_the_almanac_has_it(
    when: datetime, azimuth: float, height: float
) -> None:
    found = sun_position(when, -84.5, 38.05)
    assert found == pytest.approx((azimuth, height), abs=1.5)


def test_a_backdrop_with_a_car_is_the_still_with_a_car() -> None:
    still, car = render(Scene(street()), looking()), Box(2.0, 30.0, 10.0)
    kept = still.backdrop().with_things([car]).astype(int)
    assert np.abs(kept - still.with_things([car]).pixels).mean() < 0.5
