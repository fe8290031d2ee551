"""A film's own clock has no gaps, and what waits for a browser is forgotten when it seeks."""

import asyncio
import json

import pytest

from frontend.media.outbox import FULL, Outbox
from frontend.media.playing import Clock
from registry.feeds.sources.source import Unit


def placed(*pictures: tuple[float, bool]) -> list[float]:
    clock = Clock()
    return [clock.place(Unit(b"", key, pts, pts)) for pts, key in pictures]


def test_a_film_begins_at_nought_and_closes_gaps_up() -> None:
    came = [(100.0, True), (100.5, False), (101.0, True), (160.0, True), (160.5, False)]
    assert placed(*came) == pytest.approx([0, 0.5, 1, 1.04, 1.54])


def test_a_clock_that_began_anew_goes_on() -> None:
    assert placed((100.0, True), (101.0, True), (5.0, True), (6.0, True)) == pytest.approx(
        [0, 1, 1.04, 2.04]
    )


def test_pictures_out_of_their_order_keep_their_places() -> None:
    came = [(0.0, True), (0.3, False), (0.1, False), (0.2, False), (1.0, True)]
    assert placed(*came) == pytest.approx([0, 0.3, 0.1, 0.2, 1])


def test_words_outlive_a_seek_and_film_does_not() -> None:
    async def run() -> list[str | bytes]:
        outbox = Outbox()
        outbox.show(b"old" * FULL)
        outbox.say("at", {"film": 1.0}, of_film=True)
        outbox.say("spans", {"spans": []})
        full = [outbox.full]
        outbox.forget_film()
        assert [*full, outbox.full] == [True, False]
        outbox.show(b"new")
        return [await outbox.next(), await outbox.next()]

    words, film = asyncio.run(run())
    assert json.loads(words) == {"type": "spans", "spans": []}
    assert film == b"new"
