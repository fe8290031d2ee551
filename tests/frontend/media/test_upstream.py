"""What somebody else's recorder kept is played as one's own is."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.asyncio.client import connect

from fixtures.feeds.archive import spans
from fixtures.feeds.onvif import CREDENTIAL
from registry.feeds.credentials import encrypt
from registry.models import Feed, Grant
from tests.fixtures.feeds.served import Served, serving
from tests.fixtures.feeds.test_archive import BY_WAY
from tests.frontend.media.conftest import CameraServer, Media, running
from tests.frontend.media.test_live import Seen, pieces, read, said, word
from tests.frontend.media.test_recorded import ask, frames, token, told, url, watched
from tests.frontend.media.test_watch import Scene


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(*BY_WAY.values()) as here:
        yield here


@pytest.fixture(scope="module")
def started(django_db_setup: None, served: Served) -> Iterator[Media]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMULATED_RTSP_PORT", str(served.ports.rtsp))
        with running(CameraServer(served.ports.http)) as media:
            yield media


@pytest.fixture
def media(committed: None, started: Media) -> Media:
    return started


@pytest.fixture
def scene(media: Media) -> Scene:
    scene = Scene(CameraServer())
    Grant.objects.update(capabilities=["still", "recorded"])
    return scene


def kept_by(scene: Scene, served: Served, way: str, **more: str) -> None:
    addresses: dict[str, Any] = served.ports.recorder(BY_WAY[way]) | more
    Feed.objects.filter(camera=scene.open).update(
        **addresses, playback_credential=encrypt(CREDENTIAL)
    )


@pytest.mark.parametrize("way", ["http", "onvif"])
def test_a_film_begins_at_the_moment_asked_for(
    scene: Scene, media: Media, served: Served, way: str
) -> None:
    kept_by(scene, served, way)
    a, b = max(spans(time.time() - 7200, time.time()), key=lambda span: span[1] - span[0])
    began = float((a + b) // 4 * 2)

    async def run() -> Seen:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            await ask(socket, play=began)
            return await read(socket, until=word("at", 4))

    seen = asyncio.run(run())
    assert said(seen, "film")[0]["mime"].startswith('video/mp4; codecs="avc1.')
    taken = [words["taken"] - began for words in said(seen, "at")]
    assert taken == pytest.approx([0, 2, 4, 6], abs=0.05)
    assert len(frames(b"".join(pieces(seen)))) >= 30
    kept = told(scene, media, scene.open, "spans", spans=[began, began + 20])["spans"]
    assert kept == [[began, began + 20]]


def test_a_recorder_that_lists_nothing_and_has_nothing_is_no_fault(
    scene: Scene, media: Media, served: Served
) -> None:
    there = served.ports.recorder(BY_WAY["http"])["playback_url"]
    nowhere = there.replace("/playback/", "/playback/no-such-camera-")
    kept_by(scene, served, "http", playback_url=nowhere, spans_url="")
    seen = watched(scene, media, scene.open, time.time() - 30)
    assert said(seen, "state")[-1]["state"] == "nothing"
