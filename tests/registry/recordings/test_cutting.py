"""Segments begin at keyframes, play alone, and say from when until when they were taken."""

from dataclasses import replace

import pytest

from registry.feeds.mp4.reels import Reel
from registry.feeds.sources.source import Codec, Unit
from registry.recordings.cutting import Cut, Cutter
from tests.registry.recordings.recorded import taken

BEGAN = 1_900_000_000.0


def cut(units: list[Unit], codec: Codec = Codec.H264) -> list[Cut]:
    cutter = Cutter()
    cuts = [done for unit in units if (done := cutter.take(codec, unit))]
    return [*cuts, last] if (last := cutter.finish()) else cuts


def times(cuts: list[Cut]) -> list[tuple[float, float]]:
    return [(round(c.begins_at - BEGAN, 2), round(c.ends_at - BEGAN, 2)) for c in cuts]


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_each_lasts_ten_seconds_and_none_is_lost_between_them(codec: Codec) -> None:
    units = list(taken(BEGAN, 25, codec))
    cuts = cut(units, codec)
    assert times(cuts) == [(0, 10), (10, 20), (20, 25)]
    back = [unit for each in cuts for unit in Reel.of(each.film).units()]
    assert [unit.arrived_at for unit in back] == pytest.approx([u.arrived_at for u in units])
    assert all(next(Reel.of(each.film).units()).keyframe for each in cuts)


def test_what_comes_before_the_first_keyframe_is_left_out() -> None:
    assert times(cut(list(taken(BEGAN, 5))[3:])) == [(1, 5)]


def test_an_outage_ends_a_segment_where_the_pictures_end() -> None:
    units = [*taken(BEGAN, 3), *taken(BEGAN + 60, 3)]
    assert times(cut(units)) == [(0, 3), (60, 63)]


def test_a_clock_that_is_set_back_ends_a_segment() -> None:
    units = [*taken(BEGAN, 3), *taken(BEGAN - 3600, 2)]
    assert times(cut(units)) == [(0, 3), (-3600, -3598)]


def test_another_size_or_code_begins_a_segment() -> None:
    cutter = Cutter()
    larger = list(taken(BEGAN + 2, 2, size=(320, 180)))
    other = list(taken(BEGAN + 4, 2, Codec.H265))
    coded = [(Codec.H264, unit) for unit in [*taken(BEGAN, 2), *larger]]
    coded += [(Codec.H265, unit) for unit in other]
    cuts = [done for codec, unit in coded if (done := cutter.take(codec, unit))]
    last = cutter.finish()
    assert last
    assert times([*cuts, last]) == [(0, 2), (2, 4), (4, 6)]
    assert [each.codec for each in (*cuts, last)] == [Codec.H264, Codec.H264, Codec.H265]


def test_a_single_picture_lasts_a_moment() -> None:
    [first, *_] = taken(BEGAN, 1)
    [only] = cut([replace(first, pts=5.0)])
    assert only.begins_at < only.ends_at
