"""Media killed: its successor shows what it showed, before any camera answers."""

import asyncio
import signal

import psutil
import pytest
from websockets.asyncio.client import connect

from tests.frontend.media.conftest import CameraServer, Media, running
from tests.frontend.media.test_watch import Scene, pictures, url

pytestmark = pytest.mark.machine


def kill(media: Media) -> None:
    """Leave it no moment to tidy up."""
    parent = psutil.Process(media.process.pid)
    family = [parent, *parent.children(recursive=True)]
    for each in family:
        each.send_signal(signal.SIGKILL)
    media.process.wait(20)
    psutil.wait_procs(family, timeout=20)


async def taken(media: Media, scene: Scene) -> int:
    """Give the capture time of the first picture shown."""
    async with connect(url(media)) as socket:
        await socket.send(scene.token(scene.open))
        return (await pictures(socket, {scene.open.pk: 1}))[scene.open.pk][0]


def test_thumbnails_are_back_with_the_next_media_though_their_cameras_are_not(
    committed: None, cameras: CameraServer
) -> None:
    scene = Scene(cameras)
    with running(cameras) as media:
        before = asyncio.run(taken(media, scene))
        kill(media)
    cameras.answers["1"] = b"the power is off"
    with running(cameras) as media:
        after = asyncio.run(taken(media, scene))
    assert before <= after  # another may have been taken before it died
