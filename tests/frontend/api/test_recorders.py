"""Agency cameras are recorded when a registrar says so; a supervisor holds what a court wants."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from registry.models import Camera, Entry, Recorder, Retention, Segment
from tests.cast import Knock
from tests.frontend.api.knocking import faults
from tests.registry.recordings import conftest
from tests.registry.recordings.recorded import record

pytestmark = pytest.mark.django_db
shelf = conftest.shelf
BEGAN = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def camera(db: None) -> Camera:
    return conftest.camera()


def put(client: Client, path: str, **body: Any) -> Any:
    return client.put(path, json.dumps(body), content_type="application/json")


def test_a_camera_is_recorded_for_so_many_days(knock: Knock, camera: Camera) -> None:
    door = f"/api/cameras/{camera.pk}/recorder"
    assert knock("registrar").get(door).json() == {"on": False}
    told = {"on": True, "days": 7, "state": "waiting", "reason": ""}
    assert put(knock("registrar"), door, days=7).json() == told
    assert knock("administrator").get(door).json() == told
    entry = Entry.objects.get(action="recorder_on")
    assert (entry.subject_id, entry.detail) == (str(camera.pk), {"days": 7})


def test_switched_off_it_keeps_its_days(knock: Knock, camera: Camera) -> None:
    door = f"/api/cameras/{camera.pk}/recorder"
    put(knock("registrar"), door, days=7)
    told = knock("registrar").delete(door).json()
    assert (told["on"], told["days"]) == (False, 7)
    knock("registrar").delete(door)
    assert Entry.objects.filter(action="recorder_off").count() == 1


@pytest.mark.parametrize("days", [0, 31, 7.5, "x", None])
def test_no_longer_than_the_centre_keeps_anything(knock: Knock, camera: Camera, days: Any) -> None:
    Retention.objects.update(days=30)
    answer = put(knock("registrar"), f"/api/cameras/{camera.pk}/recorder", days=days)
    assert "days" in faults(answer)
    assert not Recorder.objects.exists()


def test_a_private_camera_is_never_recorded_here(knock: Knock) -> None:
    private = conftest.camera(2, level=2)
    answer = put(knock("administrator"), f"/api/cameras/{private.pk}/recorder", days=7)
    faults(answer)
    assert "agency's own" in answer.json()["detail"]
    assert not Recorder.objects.exists()


def test_one_that_is_no_longer_in_use_is_not_recorded(knock: Knock, camera: Camera) -> None:
    Camera.registry.update(status="retired")
    faults(put(knock("registrar"), f"/api/cameras/{camera.pk}/recorder", days=7))


def test_a_hold_is_laid_on_what_a_time_touches_and_taken_off(
    knock: Knock, camera: Camera, shelf: Path
) -> None:
    record(camera.pk, BEGAN.timestamp(), 30)
    door, end = f"/api/cameras/{camera.pk}/hold", (BEGAN + timedelta(seconds=15)).isoformat()
    words = {"begin": BEGAN.isoformat(), "end": end}
    assert put(knock("supervisor"), door, **words, reason="Case 26-118").json() == {"segments": 2}
    held = Segment.objects.exclude(hold="").order_by("begins_at")
    assert [segment.hold for segment in held] == ["Case 26-118"] * 2
    assert Entry.objects.get(action="recordings_held").detail["reason"] == "Case 26-118"
    put(knock("supervisor"), door, **words)
    assert not Segment.objects.exclude(hold="").exists()
    assert Entry.objects.filter(action="recordings_released").exists()
