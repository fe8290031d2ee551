"""Our own recording comes first, then the recorder a feed names, then the ring in a box."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from registry.feeds.passes import Pass, Use
from registry.feeds.recorders.edge import EdgeRecorded
from registry.feeds.recorders.replay import Replay
from registry.models import Camera, Feed, Recorder
from registry.recordings.choosing import recorded_of, require
from registry.recordings.refusals import NothingRecords
from registry.recordings.store import Store
from tests.registry.recordings.conftest import camera
from tests.registry.recordings.recorded import record

pytestmark = pytest.mark.django_db
REPLAY = "rtsp://10.1.2.3/replay"


async def ask(*_: Any) -> None:
    """Nothing is asked of it here."""


def chosen(of: Camera, *, call: bool = True) -> object:
    incident = uuid4() if call else None
    found = recorded_of(Pass(Use.RECORDED, "7", (of.pk,), incident), ask)
    require(of.pk)
    return found


def with_replay(of: Camera) -> Camera:
    Feed.objects.create(camera=of, source="rtsp", url="rtsp://10.1.2.3/", playback_url=REPLAY)
    return of


def test_a_camera_that_is_recorded_here_is_played_from_here(shelf: Path) -> None:
    recorded = with_replay(camera())
    Recorder.objects.create(camera=recorded, days=7)
    assert chosen(recorded) == Store(recorded.pk, ask)


def test_what_was_recorded_here_plays_on_after_it_was_switched_off(shelf: Path) -> None:
    recorded = with_replay(camera())
    Recorder.objects.create(camera=recorded, days=7, is_on=False)
    assert chosen(recorded) == Replay(REPLAY, "")
    record(recorded.pk, 1_900_000_000.0, 1)
    assert chosen(recorded) == Store(recorded.pk, ask)


def test_an_owners_box_plays_for_a_call_only() -> None:
    boxed = camera(level=2)
    Feed.objects.create(camera=boxed, source="edge")
    found = chosen(boxed)
    assert isinstance(found, EdgeRecorded)
    assert (found.camera, found.user) == (boxed.pk, 7)
    with pytest.raises(NothingRecords):
        chosen(boxed, call=False)


@pytest.mark.parametrize("fed", [True, False])
def test_a_camera_that_nothing_records_has_none(*, fed: bool) -> None:
    plain = camera()
    if fed:
        Feed.objects.create(camera=plain, source="rtsp", url="rtsp://10.1.2.3/")
    with pytest.raises(NothingRecords):
        chosen(plain)
    with pytest.raises(NothingRecords):
        require(plain.pk)
