"""From metadata to a moving camera: never where it is not."""

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.feeds.klv import Told, read
from registry.feeds.klv_pose import fix_of
from registry.feeds.klv_tags import Tag
from tests.registry.feeds.klv_sets import item, local_set

NOW = 1_600_000_000.0
ALOFT: Told = {
    Tag.TIME: NOW * 1e6, Tag.LAT: 38.05, Tag.LNG: -84.5, Tag.HEADING: 350.0,
    Tag.RELATIVE_AZIMUTH: 30.0, Tag.ALTITUDE: 400.0, Tag.CENTRE_ELEVATION: 300.0,
    Tag.CENTRE_LAT: 38.0508993, Tag.CENTRE_LNG: -84.5, Tag.HFOV: 40.0, Tag.VFOV: 25.0,
}  # fmt: skip


def test_heading_and_turn_add_up_past_north() -> None:
    fix = fix_of(ALOFT, arrived=NOW)
    assert fix is not None
    assert fix.azimuth == pytest.approx(20.0)
    assert fix.height == pytest.approx(100.0)
    # 100 m up and 0.0008993 degrees, that is 100 m, to the centre: 45 degrees down
    assert fix.tilt == pytest.approx(45.0, abs=0.05)
    assert fix.at == datetime.fromtimestamp(NOW, UTC)


@pytest.mark.parametrize("missing", [Tag.LAT, Tag.LNG])
def test_without_a_fix_the_position_is_unknown(missing: Tag) -> None:
    assert fix_of({**ALOFT, missing: None}, arrived=NOW) is None
    assert fix_of({tag: each for tag, each in ALOFT.items() if tag != missing}, arrived=NOW) is None
    assert fix_of({**ALOFT, Tag.LAT: 0.0, Tag.LNG: 0.0}, arrived=NOW) is None


def test_what_is_not_said_stays_unknown() -> None:
    fix = fix_of({Tag.LAT: 38.05, Tag.LNG: -84.5, Tag.HEADING: 10.0}, arrived=NOW)
    assert fix is not None
    assert (fix.azimuth, fix.height, fix.tilt, fix.hfov, fix.ground) == (None,) * 5


def test_a_clock_that_is_off_does_not_order_our_events() -> None:
    fix = fix_of({**ALOFT, Tag.TIME: (NOW - 3600) * 1e6}, arrived=NOW)
    assert fix is not None
    assert fix.at == datetime.fromtimestamp(NOW, UTC)


def test_the_ground_is_the_corners_in_full_or_off_the_centre() -> None:
    signs = (1, -1, 1, 1, -1, 1, -1, -1)
    scaled: Told = {Tag.OFFSETS + n: sign / 1000 for n, sign in enumerate(signs)}
    fix = fix_of(ALOFT | scaled, arrived=NOW)
    assert fix is not None
    assert fix.ground is not None
    assert fix.ground[0] == pytest.approx((-84.501, 38.0518993))
    full: Told = {Tag.CORNERS + n: (38.06, -84.51)[n % 2] for n in range(8)}
    fix = fix_of(ALOFT | scaled | full, arrived=NOW)
    assert fix is not None
    assert fix.ground == ((-84.51, 38.06),) * 4


def test_a_corner_beyond_the_horizon_leaves_no_ground() -> None:
    full: Told = {Tag.CORNERS + n: (38.06, -84.51)[n % 2] for n in range(8)}
    for lat in (39.5, None):
        fix = fix_of({**ALOFT, **full, Tag.CORNERS: lat}, arrived=NOW)
        assert fix is not None
        assert fix.ground is None


@given(st.lists(st.tuples(st.integers(2, 89), st.binary(min_size=1, max_size=8)), max_size=30))
def test_whatever_a_set_holds_the_fix_is_on_earth(items: list[tuple[int, bytes]]) -> None:
    told = read(local_set(*(item(tag, raw) for tag, raw in items)))
    fix = fix_of(told, arrived=NOW)
    if fix is not None:
        assert abs(fix.spot[0]) <= 180
        assert abs(fix.spot[1]) <= 90
        assert fix.azimuth is None or 0 <= fix.azimuth < 360


def test_time_is_read_as_microseconds() -> None:
    told = read(local_set(item(5, struct.pack(">H", 0)), at=1_600_000_000_123_456))
    assert told[Tag.TIME] == 1_600_000_000_123_456
