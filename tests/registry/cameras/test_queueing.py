from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from registry.cameras.models import Camera, Placement
from registry.cameras.placing import place, place_now
from registry.cameras.queueing import place_waiting, queue_near, request_placing
from registry.models import Building
from tests.registry.cameras.conftest import Build, MakeCamera, at

Commits = Callable[..., AbstractContextManager[list[Any]]]


def box(building: Building) -> np.ndarray[Any, Any]:
    return np.array([building.footprint.extent])


def test_a_changed_building_queues_only_the_cameras_it_is_in_range_of(
    camera: MakeCamera, build: Build
) -> None:
    near, far = camera(0, 0, range=60.0), camera(0, -100, range=60.0)
    place()

    assert queue_near(box(build(-5, 40, 5, 50))) == 1

    waiting = Camera.registry.filter(placed_at=None)
    assert [each.id for each in waiting] == [near.id]
    assert far.id != near.id


def test_a_camera_behind_a_new_building_gets_a_new_version(
    camera: MakeCamera, build: Build
) -> None:
    placed = camera()
    place()
    queue_near(box(build(-5, 20, 5, 30)))

    place()

    was, now = Placement.objects.filter(camera=placed).order_by("valid_from")
    assert was.sees
    assert was.sees.covers(at(0, 40))
    assert now.sees
    assert not now.sees.covers(at(0, 40))


def test_a_camera_being_drawn_when_a_building_comes_is_drawn_again(
    committed: None, camera: MakeCamera, build: Build
) -> None:
    waiting = camera()

    def bring_in() -> int:
        try:
            with transaction.atomic():
                return queue_near(box(build(-5, 20, 5, 30)))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            assert place_now([waiting.id]) == 1
            importing = beside.submit(bring_in)
            while not (importing.done() or somebody_waits()):
                pass
        assert importing.result() == 1

    place()

    seen = Placement.objects.get(camera=waiting, valid_to=None).sees
    assert seen
    assert not seen.covers(at(0, 40))


def somebody_waits() -> bool:
    """Tell whether another connection waits for this one's transaction to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def test_a_camera_moved_towards_a_new_building_is_drawn_again(
    camera: MakeCamera, build: Build
) -> None:
    moved = camera()
    place()
    Camera.registry.update(surveyed_position=at(500, 0), placed_at=None)

    assert queue_near(box(build(495, 20, 505, 30))) == 1
    assert queue_near(box(build(-5, 20, 5, 30))) == 0

    place()
    moved.refresh_from_db()
    assert moved.position.equals_exact(at(500, 0), 1e-9)


def test_nothing_changed_queues_nobody(camera: MakeCamera) -> None:
    camera(placed_at=timezone.now())

    assert queue_near(np.empty((0, 4))) == 0
    assert not Camera.registry.filter(placed_at=None).exists()


def test_many_changes_are_one_job(
    camera: MakeCamera, build: Build, django_capture_on_commit_callbacks: Commits
) -> None:
    for i in range(20):
        camera(i, 0)
    place()

    with django_capture_on_commit_callbacks(execute=True):
        for i in range(20):
            queue_near(box(build(i, 20, i + 1, 30)))
    with django_capture_on_commit_callbacks(execute=True):
        request_placing()

    assert Camera.registry.filter(placed_at=None).count() == 20
    assert ProcrastinateJob.objects.filter(task_name="place_cameras", status="todo").count() == 1


def test_the_job_places_all_that_waits(camera: MakeCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    camera()
    camera(10, 0)
    monkeypatch.setattr("os.cpu_count", lambda: 1)  # other threads would not see this test's rows

    place_waiting(timestamp=0)

    assert Placement.objects.count() == 2
