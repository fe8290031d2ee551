"""A segment counts once its row is there; a full disk is a refusal, and leaves nothing behind."""

import errno
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError

from registry.feeds.sources.source import Codec
from registry.models import Segment
from registry.recordings import writing
from registry.recordings.cutting import Cut
from registry.recordings.refusals import NoRoom
from tests.registry.recordings.conftest import camera
from tests.registry.recordings.recorded import record

pytestmark = pytest.mark.django_db


class FullDisk(FileSystemStorage):
    """Takes half of what it is given."""

    def _save(self, name: str, content: Any) -> str:
        Path(self.path(name)).parent.mkdir(parents=True)
        Path(self.path(name)).write_bytes(content.read()[:100])
        raise OSError(errno.ENOSPC, "No space left on device")


def files(shelf: Path) -> list[Path]:
    return [path for path in shelf.rglob("*") if path.is_file()]


def test_the_row_says_what_lies_there(shelf: Path) -> None:
    recorded = camera()
    record(recorded.pk, 1_900_000_000.0, 3)
    segment = Segment.objects.get(camera=recorded)
    [file] = files(shelf)
    assert file == shelf / segment.name
    assert segment.size == file.stat().st_size
    assert segment.codec == "h264"
    assert (segment.ends_at - segment.begins_at).total_seconds() == pytest.approx(3)


def test_a_disk_that_fills_up_is_refused_and_keeps_no_half_of_a_segment(
    shelf: Path, settings: Any
) -> None:
    settings.STORAGES = settings.STORAGES | {
        "recordings": {
            "BACKEND": f"{__name__}.FullDisk",
            "OPTIONS": {"location": str(shelf)},
        }
    }
    with pytest.raises(NoRoom, match="No space left"):
        record(camera().pk, 1_900_000_000.0, 3)
    assert not files(shelf)
    assert not Segment.objects.exists()


def test_it_stops_before_the_disk_is_full(shelf: Path, settings: Any) -> None:
    recorded = camera()
    record(recorded.pk, 1_900_000_000.0, 3)
    settings.RECORDINGS_LEAVE_FREE_MB = 1 << 40
    with pytest.raises(NoRoom, match="are free"):
        record(recorded.pk, 1_900_000_010.0, 3)
    assert Segment.objects.count() == 1


def test_bytes_without_a_row_are_taken_back(shelf: Path) -> None:
    backwards = Cut(Codec.H264, 1_900_000_010.0, 1_900_000_000.0, b"film")
    with pytest.raises(DatabaseError):
        writing.keep(camera().pk, backwards)
    assert not files(shelf)
