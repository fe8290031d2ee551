"""Somebody else's recorder over HTTP, healthy and faulty, on real sockets."""

import asyncio
import itertools
import logging
from typing import Any

import pytest

from registry.feeds import fetching
from registry.feeds.fetching import Fetcher
from registry.feeds.playback import Span
from registry.feeds.recorders import over_http, unpacker
from registry.feeds.refusals import FeedForbidden, FeedSilent, NothingThere, PictureRefused
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.http_server import Say, body, pieces
from tests.registry.feeds.recorders.recorder import (
    BEGAN,
    FORMATS,
    RATE,
    Shelf,
    ask,
    at_recorder,
    filmed,
    muxed,
    numbers,
    seconds,
    status,
    watch,
)


def play(shelf: dict[str, Say], begin: float, end: float, **how: Any) -> list[Unit]:
    async def question(at: str, fetcher: Fetcher) -> list[Unit]:
        return await watch(at_recorder(at, **how), fetcher, begin, end)

    return ask(shelf, question)


def spans(shelf: dict[str, Say], begin: float, end: float, *, listed: bool = True) -> list[Span]:
    async def question(at: str, fetcher: Fetcher) -> list[Span]:
        recorder = at_recorder(at, spans=listed)
        return await recorder.spans(fetcher, BEGAN + begin, BEGAN + end)

    found = ask(shelf, question)
    return [Span(round(s.begins_at - BEGAN, 2), round(s.ends_at - BEGAN, 2)) for s in found]


@pytest.mark.parametrize(
    ("codec", "kind"),
    [*((Codec.H264, kind) for kind in FORMATS), (Codec.H265, "plain"), (Codec.H265, "transport")],
)
def test_each_picture_is_the_one_of_its_time(codec: Codec, kind: str) -> None:
    units = play(Shelf(codec=codec, kind=kind), 20, 26)
    assert units[0].keyframe
    assert seconds(units) == [20 + n / RATE for n in range(6 * RATE)]
    assert numbers(units, codec) == [(100 + n) % 30 for n in range(6 * RATE)]
    assert [round(unit.pts, 2) for unit in units] == [n / RATE for n in range(6 * RATE)]


def test_it_begins_with_the_keyframe_before_the_moment_asked_for() -> None:
    units = play(Shelf(), 21.4, 24)
    assert units[0].keyframe
    assert numbers(units, Codec.H264) == [n % 30 for n in range(100, 120)]
    # the recorder sends what leads there as if it took no time; it was taken all the same
    assert seconds(units) == [20 + n / RATE for n in range(20)]


def test_a_recorder_that_counts_from_a_start_of_its_own_is_understood() -> None:
    class Counting(Shelf):
        def _kept(self, begin: float, end: float) -> bytes:
            units = [unit for unit in filmed(self.codec) if begin <= unit.pts < end]
            return muxed(units, self.codec, self.kind, begin - 5000)

    units = play(Counting(), 20, 26)
    assert seconds(units) == [20 + n / RATE for n in range(6 * RATE)]


def test_pieces_are_put_together_without_a_seam() -> None:
    shelf = Shelf()
    units = play(shelf, 10, 55)
    assert len(shelf.asked) == 3
    assert seconds(units) == [10 + n / RATE for n in range(45 * RATE)]
    assert numbers(units, Codec.H264) == [(50 + n) % 30 for n in range(45 * RATE)]


@pytest.mark.parametrize("listed", [True, False])
def test_what_was_not_recorded_is_left_out(listed: bool) -> None:
    units = play(Shelf(gap=(30.0, 50.0)), 24, 60, spans=listed)
    taken = seconds(units)
    assert taken[0] == 24.0
    assert taken[-1] == 59.8
    assert not [at for at in taken if 30 <= at < 50]
    steps = [round(b.pts - a.pts, 2) for a, b in itertools.pairwise(units)]
    assert max(steps) > 19
    assert len(numbers(units, Codec.H264)) == len(units)


def test_a_recorder_says_what_it_keeps() -> None:
    assert spans(Shelf(gap=(30.0, 50.0)), 10, 70) == [Span(10, 30), Span(50, 70)]
    assert spans(Shelf(gap=(30.0, 50.0)), 35, 45) == []


def test_where_nobody_lists_it_all_of_it_may_be_kept() -> None:
    assert spans({}, 10, 70, listed=False) == [Span(10, 70)]
    assert spans({}, 70, 10, listed=False) == []


def test_a_camera_without_recordings_keeps_nothing() -> None:
    assert spans({"list?path=cam": status("404 Not Found")}, 10, 70) == []


@pytest.mark.parametrize("listed", [True, False])
def test_a_time_before_the_recording_has_nothing(listed: bool) -> None:
    with pytest.raises(NothingThere):
        play(Shelf(), -300, -200, spans=listed)


class Always(dict[str, Say]):
    """One answer, whatever is asked."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def __missing__(self, path: str) -> Say:
        return self._say


@pytest.mark.parametrize(
    ("answer", "refusal", "words"),
    [
        (status("500 Oops"), FeedSilent, "answered 500"),
        (status("401 No", 'WWW-Authenticate: Basic realm="r"\r\n'), FeedSilent, "password"),
        (status("302 Found", "Location: http://127.0.0.1:1/\r\n"), FeedForbidden, "elsewhere"),
        (body(b"<html>no such camera</html>", "text/html"), PictureRefused, "no recording"),
        (body(b"#EXTM3U\nfile:///etc/passwd\n"), PictureRefused, "no recording"),
        (body(b"\x47" * 188 * 100), PictureRefused, "no recording"),
        (body(b""), NothingThere, "nothing is recorded"),
    ],
)
def test_an_answer_that_is_no_recording_is_refused(
    answer: Say, refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        play(Always(answer), 10, 20, credential="viewer:s3cret")


def test_a_mute_recorder_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", 0.3)
    with pytest.raises(FeedSilent, match="no answer"):
        play(Always(pieces("Content-Type: video/mp4", b"abc", then="hang")), 10, 20)


def test_a_recording_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "RECORDING_LIMIT", 1 << 20)
    endless = pieces("Content-Type: video/mp4", b"\0" * 65536, then="repeat")
    with pytest.raises(PictureRefused, match="larger than 1 MB"):
        play(Always(endless), 10, 20)


def test_a_recording_cut_short_gives_what_is_whole() -> None:
    class Cut(Shelf):
        def _kept(self, begin: float, end: float) -> bytes:
            whole = super()._kept(begin, end)
            return whole[: len(whole) * 2 // 3]

    units = play(Cut(), 20, 30)
    assert 10 < len(units) < 50
    assert len(numbers(units, Codec.H264)) == len(units)


def test_the_child_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacker, "PATIENCE", 0.0)
    with pytest.raises(PictureRefused, match="too long"):
        play(Shelf(), 20, 30)


def test_nothing_is_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(over_http, "EMPTY", 3)
    shelf = Shelf()
    with pytest.raises(NothingThere):
        play(shelf, 1000, 100_000)
    assert len(shelf.asked) == 3


def test_the_password_goes_to_who_asks_for_it_and_nowhere_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    shelf = Shelf(wanted="Basic dmlld2VyOnMzY3JldA==")
    units = play(shelf, 20, 22, spans=True, credential="viewer:s3cret")
    assert len(units) == 10
    assert "s3cret" not in caplog.text
    assert not [head for head in shelf.heads if "s3cret" in head]
    assert "s3cret" not in repr(at_recorder("http://recorder", credential="viewer:s3cret"))


def test_who_leaves_early_leaves_no_child_behind() -> None:
    async def question(at: str, fetcher: Fetcher) -> int:
        async with at_recorder(at).play(fetcher, BEGAN + 10, BEGAN + 90) as stream:
            units = stream.units(keyframes=True)
            taken = [await anext(units) for _ in range(3)]
        assert all(unit.keyframe for unit in taken)
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        return len([task for task in tasks if "unpack" in repr(task)])

    assert ask(Shelf(), question) == 0
