"""What was recorded is found and played as any other recording is."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync, sync_to_async

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.source import Codec, Unit
from registry.models import Segment
from registry.recordings import store
from registry.recordings.store import Store
from tests.registry.recordings.conftest import camera
from tests.registry.recordings.recorded import record

pytestmark = pytest.mark.django_db

BEGAN = 1_900_000_000.0


async def ask(question: Callable[..., Any], *words: Any) -> Any:
    """Ask on the test's own thread, in its own transaction."""
    return await sync_to_async(question, thread_sensitive=True)(*words)


@pytest.fixture
def recorded(shelf: Path) -> UUID:
    return camera().pk


def played(camera: UUID, begin: float, end: float) -> tuple[Codec, list[Unit]]:
    async def run() -> tuple[Codec, list[Unit]]:
        fetcher = Fetcher(AllowList())
        async with Store(camera, ask).play(fetcher, BEGAN + begin, BEGAN + end) as stream:
            return stream.codec, [unit async for unit in stream.units()]

    return async_to_sync(run)()


def times(units: list[Unit]) -> list[float]:
    return [round(unit.arrived_at - BEGAN, 2) for unit in units]


def spans(camera: UUID, begin: float, end: float) -> list[tuple[float, float]]:
    kept = async_to_sync(Store(camera, ask).spans)
    found = kept(Fetcher(AllowList()), BEGAN + begin, BEGAN + end)
    return [(round(s.begins_at - BEGAN, 2), round(s.ends_at - BEGAN, 2)) for s in found]


def test_segments_that_adjoin_are_one_span(recorded: UUID) -> None:
    record(recorded, BEGAN, 25)
    record(recorded, BEGAN + 25.5, 5)
    record(recorded, BEGAN + 60, 5)
    record(camera(2).pk, BEGAN + 40, 5)
    assert spans(recorded, -1000, 1000) == [(0, 30.5), (60, 65)]
    assert spans(recorded, 31, 59) == []


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_it_plays_from_the_keyframe_before_to_the_end_asked_for(
    recorded: UUID, codec: Codec
) -> None:
    record(recorded, BEGAN, 25, codec)
    found, units = played(recorded, 8.45, 22)
    assert found is codec
    assert times(units) == pytest.approx([8 + n / 10 for n in range(140)], abs=0.02)
    steps = [b.pts - a.pts for a, b in pairwise(units)]
    assert steps == pytest.approx([0.1] * 139, abs=0.01)
    assert units[0].keyframe


def test_its_clock_has_the_gaps_of_the_recording(recorded: UUID) -> None:
    record(recorded, BEGAN, 5)
    record(recorded, BEGAN + 60, 5)
    _, units = played(recorded, 0, 1000)
    assert len(units) == 100
    assert units[50].pts - units[49].pts == pytest.approx(55.1, abs=0.05)


def test_what_two_processes_recorded_at_once_is_shown_once(recorded: UUID) -> None:
    record(recorded, BEGAN, 12)
    record(recorded, BEGAN + 9, 6)
    _, units = played(recorded, 0, 1000)
    assert times(units) == pytest.approx([n / 10 for n in range(150)], abs=0.02)


def test_many_segments_are_looked_up_in_parts(
    recorded: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 2)
    record(recorded, BEGAN, 62)
    assert len(played(recorded, 0, 1000)[1]) == 620


def test_another_code_ends_the_stream(recorded: UUID) -> None:
    record(recorded, BEGAN, 5)
    record(recorded, BEGAN + 5, 5, Codec.H265)
    codec, units = played(recorded, 0, 1000)
    assert (codec, len(units)) == (Codec.H264, 50)


@pytest.mark.parametrize("damage", [b"", b"nothing of ours", None])
def test_a_segment_that_became_unreadable_is_a_gap(
    recorded: UUID, shelf: Path, damage: bytes | None
) -> None:
    record(recorded, BEGAN, 30)
    second = shelf / Segment.objects.order_by("begins_at")[1].name
    if damage is None:
        second.unlink()
    else:
        second.write_bytes(damage)
    assert times(played(recorded, 0, 1000)[1])[99:101] == [9.9, 20.0]


def test_nothing_kept_is_a_refusal(recorded: UUID) -> None:
    with pytest.raises(FeedSilent):
        played(recorded, 0, 10)
