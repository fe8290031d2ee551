"""The ring on a box's disk: the newest stays, and a disk that is full is said to be."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from registry.edge.agent.refusals import DiskRefused
from registry.edge.agent.rewinding import groups
from registry.edge.agent.ring import Ring
from registry.feeds.mp4.film import Film
from registry.feeds.playback import Span
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.filmed import film

DOOR = uuid4()
SECONDS = 2.0  # of each film here: fifty pictures at 25 a second, a keyframe each 10


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return film(pictures=50, every=10)


def record(ring: Ring, units: list[Unit], begun_at: float, camera: UUID = DOOR) -> Path:
    strip = Film(Codec.H264, 0.0, dated=True)
    timed = [Unit(u.data, u.keyframe, u.pts, begun_at + u.pts) for u in units]
    data = b"".join(piece.data for unit in timed for piece in strip.take(unit))
    path = ring.begin(camera, begun_at)
    ring.add(path, data, begun_at + SECONDS)
    return path


def test_what_follows_closely_is_one_span_and_a_gap_parts_two(
    tmp_path: Path, units: list[Unit]
) -> None:
    ring = Ring(tmp_path, 1 << 30)
    for begun_at in (1000.0, 1002.0, 1060.0):
        record(ring, units, begun_at)
    record(ring, units, 2000.0, uuid4())
    assert ring.spans(DOOR, 0, 1e10) == [Span(1000.0, 1004.0), Span(1060.0, 1062.0)]
    assert ring.spans(DOOR, 1001.0, 1061.0) == [Span(1001.0, 1004.0), Span(1060.0, 1061.0)]
    assert ring.spans(DOOR, 1010.0, 1050.0) == []
    assert Ring(tmp_path, 1 << 30).spans(DOOR, 0, 1e10)[0] == Span(1000.0, 1004.0)


def test_the_oldest_makes_room_whichever_camera_it_is_of(tmp_path: Path, units: list[Unit]) -> None:
    garden = uuid4()
    size = record(Ring(tmp_path, 1 << 30), units, 1000.0).stat().st_size
    ring = Ring(tmp_path, size * 4)
    record(ring, units, 1002.0, garden)
    for n in range(2, 8):
        record(ring, units, 1000.0 + n * 2)
    assert ring.spans(garden, 0, 1e10) == []
    [span] = ring.spans(DOOR, 0, 1e10)
    assert span.ends_at == 1016.0
    assert span.begins_at >= 1006.0
    kept = sum(path.stat().st_size for path in tmp_path.rglob("*.mp4"))
    assert kept <= size * 5  # the limit, and the film that is being written


def test_a_disk_others_filled_is_said_to_be_full(tmp_path: Path, units: list[Unit]) -> None:
    record(Ring(tmp_path, 1 << 30), units, 1000.0)
    ring = Ring(tmp_path, 1 << 30, reserve=1 << 60)
    with pytest.raises(DiskRefused, match="full"):
        ring.begin(DOOR, 1010.0)
    assert ring.spans(DOOR, 0, 1e10) == []  # its own recordings went first


def test_a_write_that_fails_is_told_in_the_disks_words(tmp_path: Path) -> None:
    with pytest.raises(DiskRefused, match="No space left on device"):
        Ring(tmp_path, 1 << 30).add(Path("/dev/full"), b"x" * 100_000, 1000.0)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("in the way")
    with pytest.raises(DiskRefused, match="disk says"):
        Ring(tmp_path, 1 << 30).begin(DOOR, 1000.0)


def test_playing_begins_at_the_keyframe_before_and_ends_in_time(
    tmp_path: Path, units: list[Unit]
) -> None:
    ring = Ring(tmp_path, 1 << 30)
    for begun_at in (1000.0, 1002.0):
        record(ring, units, begun_at)
    shown = [u for g in groups(ring, DOOR, 1001.1, 1002.5, 0.0) for u in g.units]
    assert shown[0].keyframe
    assert shown[0].arrived_at == pytest.approx(1000.8, abs=0.01)
    assert shown[-1].arrived_at == pytest.approx(1002.48, abs=0.01)
    assert len(shown) == 43


def test_nothing_from_before_a_moment_is_played_not_even_its_keyframe(
    tmp_path: Path, units: list[Unit]
) -> None:
    ring = Ring(tmp_path, 1 << 30)
    record(ring, units, 1000.0)
    shown = [u for g in groups(ring, DOOR, 1001.0, 1002.0, 1001.0) for u in g.units]
    assert shown[0].keyframe
    assert shown[0].arrived_at == pytest.approx(1001.2, abs=0.01)


def test_a_film_cut_short_by_a_power_failure_is_played_as_far_as_it_goes(
    tmp_path: Path, units: list[Unit]
) -> None:
    ring = Ring(tmp_path, 1 << 30)
    path = record(ring, units, 1000.0)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    shown = [u for g in groups(ring, DOOR, 1000.0, 1010.0, 0.0) for u in g.units]
    assert 0 < len(shown) < len(units)
