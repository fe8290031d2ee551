"""Take pictures of one camera and put them in the outbox, until cancelled."""

import asyncio
import random
from collections.abc import Callable
from uuid import UUID

from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.health import Health, State
from registry.edge.agent.outbox import Outbox
from registry.edge.wire import PICTURE_LIMIT, Sent
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.feeds.sources.snapshot import Snapshot

Key = tuple[UUID, str]  # a camera, and "still" or "live"
REST = 5.0  # seconds at most until a camera that failed is tried again


async def show(
    camera: LocalCamera,
    want: str,
    every: Callable[[UUID], float],
    fetcher: Fetcher,
    health: Health,
    outbox: Outbox,
) -> None:
    """Send what is wanted; a camera that fails is tried again."""
    while True:
        try:
            if want == "live":
                await _stream(camera, fetcher, health, outbox)
            else:
                await _still(camera, fetcher, health, outbox)
                await asyncio.sleep(every(camera.id))
        except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
            health.tell(camera.id, State("offline", refusal.detail))
            await asyncio.sleep(0.5 + random.random() * REST)  # noqa: S311  not a secret


async def _still(camera: LocalCamera, fetcher: Fetcher, health: Health, outbox: Outbox) -> None:
    still = await camera.source.grab(fetcher)
    if len(still.data) > PICTURE_LIMIT:
        raise PictureRefused("the picture is too large to send")
    health.tell(camera.id, State("live"))
    outbox.show(Sent.still(camera.id, still))


async def _stream(camera: LocalCamera, fetcher: Fetcher, health: Health, outbox: Outbox) -> None:
    source = camera.source
    if isinstance(source, Snapshot):
        raise FeedForbidden("this camera gives no live video")
    async with source.open(fetcher) as stream:
        async for unit in stream.units():
            if len(unit.data) > PICTURE_LIMIT:
                raise PictureRefused("the picture is too large to send")
            health.tell(camera.id, State("live"))
            outbox.show(Sent.unit(camera.id, stream.codec, unit))
