"""Pictures sent in no time get back the time they were taken."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from registry.feeds.recorders import leading
from registry.feeds.recorders.leading import spread
from registry.feeds.recorders.unpacking import Coded


def spaced(*times: float) -> list[float]:
    async def told() -> AsyncIterator[Coded]:
        for n, after in enumerate(times):
            yield Coded(after, n == 0, b"")

    async def run() -> list[float]:
        return [round(each.after, 3) async for each in spread(told())]

    return asyncio.run(run())


def test_what_leads_there_was_taken_before() -> None:
    assert spaced(0, 0, 0, 0.1, 0.2) == [-0.2, -0.1, 0, 0.1, 0.2]
    assert spaced(0.05, 0.05001, 0.05002, 0.15) == [-0.15, -0.05, 0.05, 0.15]


@pytest.mark.parametrize(
    "times",
    [
        (0.0, 0.1, 0.2, 0.3),
        (0.0, 0.3, 0.1, 0.2),  # decoded before those it is shown after
        (5.0,),
        (),
        (-0.2, -0.1, 0.0, 0.1),  # said by the recording itself
        (0.0, 0.1, 0.1, 0.1),  # a stutter later on
    ],
)
def test_what_has_its_time_keeps_it(times: tuple[float, ...]) -> None:
    assert spaced(*times) == list(times)


def test_a_recording_without_any_time_is_a_moment() -> None:
    assert spaced(1, 1, 1) == [0.92, 0.96, 1.0]


def test_not_everything_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "MOST", 3)
    assert spaced(1, 1, 1, 1, 1) == [0.92, 0.96, 1.0, 1, 1]
