"""What was recorded, over a WebSocket: as far back as one may look, and for as long as one may."""

import asyncio
import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import av
import pytest
from websockets.asyncio.client import ClientConnection, connect

from registry.feeds.passes import Pass, Use
from registry.models import Camera, Clip, Entry, Feed, Grant, Incident, Recorder, Segment, User
from tests.frontend.media.conftest import CameraServer, Media, running
from tests.frontend.media.streamer import Streamer, streaming
from tests.frontend.media.test_live import Seen, Words, meanwhile, pieces, read, said, word
from tests.frontend.media.test_watch import Scene, closing, code, entry
from tests.registry.recordings.recorded import record

MINUTE_AGO = 60.0


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """A place of its own for what is recorded, known to media, too."""
    options = {"location": str(tmp_path), "file_permissions_mode": 0o600}
    monkeypatch.setenv("RECORDINGS_OPTIONS", json.dumps(options))
    monkeypatch.setenv("VAR_DIR", str(settings.VAR_DIR))
    backend = "django.core.files.storage.FileSystemStorage"
    recordings = {"BACKEND": backend, "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"recordings": recordings}
    return tmp_path


@pytest.fixture
def streamer(cameras: CameraServer) -> Iterator[Streamer]:
    """Have it before media starts: media may go to no other port."""
    with streaming() as streamer:
        cameras.port = streamer.port
        yield streamer


@pytest.fixture
def media(committed: None, shelf: Path, cameras: CameraServer) -> Iterator[Media]:
    with running(cameras) as media:
        yield media


@pytest.fixture
def scene(media: Media, cameras: CameraServer) -> Scene:
    scene = Scene(cameras)
    Grant.objects.update(capabilities=["still", "recorded"])
    for camera in (scene.open, scene.private):
        Recorder.objects.create(camera=camera, days=7, is_on=False)
    return scene


@pytest.fixture
def began(scene: Scene) -> float:
    """Twenty seconds a minute ago, of both cameras."""
    began = round(time.time()) - MINUTE_AGO
    for camera in (scene.open, scene.private):
        record(camera.pk, began, 20)
    return began


def token(scene: Scene, camera: Camera, *, call: bool = True, **claims: Any) -> str:
    given = Pass(
        **{"use": Use.RECORDED, "user": str(scene.user.pk)} | claims,
        cameras=(camera.id,),
        incident=scene.call.id if call else None,
    )
    return given.signed()


def url(media: Media, camera: Camera, plays: str = "h264") -> str:
    return f"ws://127.0.0.1:{media.port}/recorded/{camera.id}?plays={plays}"


async def ask(socket: ClientConnection, **words: Any) -> None:
    await socket.send(json.dumps(words))


def ended(seen: Seen) -> bool:
    return any(words["state"] in ("end", "nothing", "broken") for words in said(seen, "state"))


def watched(
    scene: Scene, media: Media, camera: Camera, at: float, *, plays: str = "h264"
) -> Seen:
    """Look from a moment on until the end."""

    async def run() -> Seen:
        async with connect(url(media, camera, plays)) as socket:
            await socket.send(token(scene, camera))
            await ask(socket, play=at)
            begun = await read(socket, until=lambda seen: bool(said(seen, "film")) or ended(seen))
            await ask(socket, shown=1000)
            return begun if ended(begun) else begun + await read(socket, until=ended)

    return asyncio.run(run())


def frames(film: bytes) -> list[float]:
    """Decode a film; gives when each picture is shown."""
    with av.open(io.BytesIO(film), mode="r", format="mp4") as container:
        return [float(frame.time or 0) for frame in container.decode(video=0)]


def test_what_was_recorded_is_played_from_the_keyframe_before_a_moment(
    scene: Scene, media: Media, began: float
) -> None:
    seen = watched(scene, media, scene.open, began + 3.5)
    assert said(seen, "opened")[0]["minutes"] is None
    [film] = said(seen, "film")
    assert film["mime"].startswith('video/mp4; codecs="avc1.')
    assert [words["state"] for words in said(seen, "state")] == ["connecting", "playing", "end"]
    dated = said(seen, "at")
    assert dated[0] == {"type": "at", "film": 0.0, "taken": began + 3}
    assert [words["film"] for words in dated] == pytest.approx(range(17), abs=0.01)
    assert [words["taken"] for words in dated] == pytest.approx(
        [began + 3 + n for n in range(17)], abs=0.01
    )
    times = frames(b"".join(pieces(seen)))
    assert times == pytest.approx([n / 10 for n in range(170)], abs=0.01)
