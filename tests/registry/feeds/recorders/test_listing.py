"""What recorders say they keep, each in its way."""

import json

import pytest

from registry.feeds.playback import Span
from registry.feeds.recorders.listing import joined, listed, moment
from registry.feeds.refusals import PictureRefused


def test_mediamtx_says_when_and_how_long() -> None:
    said = [
        {"start": "1970-01-01T00:01:40.123456789Z", "duration": 20.0, "url": "http://x/get"},
        {"start": "1970-01-01T01:03:20+01:00", "duration": 50.5},
    ]
    found = listed(json.dumps(said).encode(), 0, 220)
    assert [(round(s.begins_at, 3), s.ends_at) for s in found] == [
        (100.123, pytest.approx(120.123, abs=0.001)),
        (200.0, 220),
    ]


def test_frigates_many_files_are_one_span() -> None:
    files = [
        {"id": f"{n}", "start_time": 100.0 + 10 * n, "end_time": 109.9 + 10 * n, "motion": 3}
        for n in range(6)
    ]
    said = json.dumps([*reversed(files), {"start_time": 200.0, "end_time": 210.0}])
    assert listed(said.encode(), 105, 300) == [Span(105, 159.9), Span(200, 210)]


@pytest.mark.parametrize(
    "said",
    [
        b"<html>",
        b"",
        b"{}",
        b'{"detail": "no"}',
        b'["x"]',
        b'[{"start": "yesterday", "duration": 3}]',
        b'[{"start": "2026-01-01T00:00:00Z"}]',
        b'[{"start_time": null, "end_time": 3}]',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_list_is_refused(said: bytes) -> None:
    with pytest.raises(PictureRefused, match="cannot be read"):
        listed(said, 0, 100)


def test_spans_within_each_other_are_one() -> None:
    assert joined([Span(0, 50), Span(10, 20), Span(50.5, 60)], 0, 100) == [Span(0, 60)]
    assert joined([Span(5, 5), Span(9, 3), Span(200, 300)], 0, 100) == []


def test_a_moment_without_a_zone_is_utc() -> None:
    assert moment(" 1970-01-01T00:00:10 ") == 10.0
