"""One connection to a camera: its thumbnails and every live viewer are fed from the same stream."""

import asyncio
import uuid

import pytest
from websockets.asyncio.client import ClientConnection, connect

from registry.models import Feed
from tests.frontend.media import test_live, test_watch
from tests.frontend.media.conftest import CameraServer, Media
from tests.frontend.media.streamer import Streamer
from tests.frontend.media.test_live import read, token
from tests.frontend.media.test_watch import Scene


@pytest.fixture
def scene(streamer: Streamer, media: Media, cameras: CameraServer) -> Scene:
    """Let the private camera stream: nobody asks it but who looks."""
    scene = Scene(cameras)
    Feed.objects.filter(camera=scene.private).update(source="rtsp", url=streamer.url("shop"))
    return scene


def test_thumbnails_and_live_viewers_are_one_stream_from_the_camera(
    scene: Scene, media: Media, streamer: Streamer
) -> None:
    shop = scene.private

    async def thumbnails(socket: ClientConnection) -> dict[uuid.UUID, list[int]]:
        return await test_watch.pictures(socket, {shop.pk: 1})

    async def run() -> None:
        live = test_live.url(media, shop)
        async with connect(test_watch.url(media)) as watching:
            await watching.send(scene.token(shop))
            await thumbnails(watching)
            # Without a bound: film that nobody reads would keep a connection from being closed.
            one, other = connect(live, max_queue=None), connect(live, max_queue=None)
            async with one as first, other as second:
                for each in (first, second):
                    await each.send(token(scene, shop))
                for each in (first, second):
                    await read(each, until=test_live.pictures(5))
                await thumbnails(watching)
            await thumbnails(watching)

    asyncio.run(run())
    assert streamer.played == {"shop": 1}
