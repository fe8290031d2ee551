from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from registry.cameras.models import Camera
from registry.feeds.uptime import count, share
from registry.models import Frame, UptimeDay
from tests.registry.cameras.conftest import MakeCamera
from tests.registry.cameras.conftest import camera as camera
from tests.registry.cameras.conftest import owner as owner

NOW, TODAY = timezone.now, timezone.localdate


def tried(camera: Camera, state: str, *, seconds_ago: float = 20.0, age: float = 20.0) -> None:
    Frame.objects.update_or_create(
        camera=camera,
        defaults={
            "state": state,
            "tried_at": NOW() - timedelta(seconds=seconds_ago),
            "captured_at": NOW() - timedelta(seconds=age),
        },
    )


def a_minute_passes() -> None:
    UptimeDay.objects.update(counted_at=NOW() - timedelta(hours=1))


def days_of(camera: Camera, *days: tuple[int, int, int]) -> None:
    UptimeDay.objects.bulk_create(
        UptimeDay(camera=camera, day=TODAY() - timedelta(days=ago), asked=asked, answered=answered)
        for ago, asked, answered in days
    )


def test_each_minute_it_is_written_down_whether_a_camera_answers(camera: MakeCamera) -> None:
    there, gone = camera(), camera()
    tried(there, "live")
    tried(gone, "offline")
    for _ in range(3):
        assert count() == 2
        a_minute_passes()
    tried(there, "stale")

    count()

    assert share([there.pk, gone.pk]) == {there.pk: 0.75, gone.pk: 0.0}


def test_a_camera_that_nobody_asks_is_not_counted(camera: MakeCamera) -> None:
    rests, never = camera(level=1), camera()
    tried(rests, "live", seconds_ago=600, age=600)
    Frame.objects.create(camera=never)

    assert count() == 0
    assert share([rests.pk, never.pk]) == {}


def test_a_picture_that_media_let_grow_old_is_no_answer(camera: MakeCamera) -> None:
    old = camera()
    tried(old, "live", age=3600)
    count()
    assert share([old.pk]) == {old.pk: 0.0}


def test_a_second_worker_counts_nothing_in_the_same_minute(camera: MakeCamera) -> None:
    tried(camera(), "live")
    assert count() == 1
    with connection.cursor() as cursor:  # a test is one transaction, in which no time passes
        cursor.execute("UPDATE uptime_day SET counted_at = now() - interval '30 seconds'")
    assert count() == 0
    assert UptimeDay.objects.get().asked == 1


def test_a_share_is_of_the_asking_and_not_of_the_days(camera: MakeCamera) -> None:
    one = camera()
    days_of(one, (0, 10, 10), (1, 990, 0), (28, 1000, 1000))

    assert share([one.pk]) == {one.pk: pytest.approx(0.01)}
    assert share([one.pk], 29) == {one.pk: pytest.approx(1010 / 2000)}
    assert share([one.pk], 1) == {one.pk: 1.0}
    assert share([one.pk], until=TODAY() - timedelta(days=20)) == {one.pk: 1.0}
    assert share([one.pk], until=date(2020, 1, 1)) == {}
