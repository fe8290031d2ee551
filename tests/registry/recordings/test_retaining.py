"""What is old enough is deleted, bytes and rows, and the log says what; what is held stays."""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from registry.models import Entry, Recorder, Retention, Segment
from registry.recordings import retaining
from tests.registry.recordings.conftest import camera
from tests.registry.recordings.recorded import record

pytestmark = pytest.mark.django_db


def noon(days_ago: int) -> datetime:
    today = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days_ago)


def recorded(days: int, *days_ago: int) -> Recorder:
    recorder = Recorder.objects.create(camera=camera(), days=days)
    for each in days_ago:
        record(recorder.pk, noon(each).timestamp(), 12)
    return recorder


def ages() -> list[int]:
    days = {(noon(0).date() - timezone.localdate(s.begins_at)).days for s in Segment.objects.all()}
    return sorted(days)


def test_a_day_goes_when_it_is_old_enough_and_the_log_says_what_went(shelf: Path) -> None:
    recorder = recorded(2, 0, 1, 2, 3, 4)
    names = list(Segment.objects.filter(begins_at__lt=noon(2)).values_list("name", flat=True))
    size = sum((shelf / name).stat().st_size for name in names)
    retaining.retain()
    assert ages() == [0, 1, 2]
    assert not any((shelf / name).exists() for name in names)
    entry = Entry.objects.get(action="recordings_deleted")
    assert entry.subject_id == str(recorder.pk)
    assert entry.actor_name == "centre"
    told = (entry.detail["segments"], entry.detail["bytes"], entry.detail["rule"])
    assert told == (4, size, "recordings, 2 days")
    assert datetime.fromisoformat(entry.detail["begins_at"]) == noon(4)
    assert datetime.fromisoformat(entry.detail["ends_at"]) == noon(3) + timedelta(seconds=12)


def test_what_is_deleted_once_is_not_told_twice(shelf: Path) -> None:
    recorded(2, 3)
    retaining.retain()
    retaining.retain()
    assert Entry.objects.filter(action="recordings_deleted").count() == 1


def test_no_recorder_keeps_longer_than_the_centre(shelf: Path) -> None:
    recorded(30, 1, 9, 11)
    Retention.objects.update(days=10)
    retaining.retain()
    assert ages() == [1, 9]


def test_what_was_recorded_before_it_was_switched_off_goes_in_time(shelf: Path) -> None:
    recorder = recorded(2, 1, 3)
    Recorder.objects.filter(pk=recorder.pk).update(is_on=False)
    retaining.retain()
    assert ages() == [1]


def test_a_legal_hold_beats_every_rule(shelf: Path) -> None:
    recorded(1, 5, 6)
    Segment.objects.filter(begins_at__lt=noon(5)).update(hold="Case 26-118")
    retaining.retain()
    assert ages() == [6]
    assert len(list(shelf.rglob("*.mp4"))) == Segment.objects.count() == 2


def test_a_row_whose_bytes_are_gone_goes_all_the_same(shelf: Path) -> None:
    recorded(1, 5)
    for path in shelf.rglob("*.mp4"):
        path.unlink()
    retaining.retain()
    assert not Segment.objects.exists()


def test_bytes_that_no_row_names_are_swept_once_they_are_settled(shelf: Path) -> None:
    recorder = recorded(1, 0)
    folder = shelf / str(recorder.pk) / "2026-01-01"
    folder.mkdir()
    fresh, settled = folder / "fresh.mp4", folder / "settled.mp4"
    fresh.write_bytes(b"half a segment")
    settled.write_bytes(b"half a segment")
    long_ago = time.time() - 3 * 3600
    os.utime(settled, (long_ago, long_ago))
    for path in shelf.rglob("*-*.mp4"):
        os.utime(path, (long_ago, long_ago))
    retaining.sweep()
    assert fresh.exists()
    assert not settled.exists()
    assert all((shelf / segment.name).exists() for segment in Segment.objects.all())


def test_where_nothing_was_ever_recorded_there_is_nothing_to_do(shelf: Path) -> None:
    retaining.retain()
    retaining.sweep()
    assert not Entry.objects.exists()
