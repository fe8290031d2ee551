"""Try a feed as it is entered: whether a picture comes, now and of what was recorded."""

import asyncio
import io
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from PIL import Image

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.feeds import darkroom, queries, upstream
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.playback import Recorded
from registry.feeds.refusals import FeedForbidden, FeedSilent, NothingThere, PictureRefused
from registry.feeds.registering import feed_of
from registry.feeds.sources.source import Still, Unit

PATIENCE = 15.0  # seconds for each of the two
LATELY = 3600.0  # seconds back in which something should be recorded
SAMPLE = 10.0  # seconds of it that are asked for


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What came of it: the picture's size in pixels and when it was taken, or why it did not."""

    size: tuple[int, int] | None = None
    taken_at: float | None = None
    why: str = ""


SENDS = Trial(why="It sends by itself.")


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A camera's live picture, and its recorder if another's keeps it."""

    live: Trial
    recorded: Trial | None


def tried(actor: Actor, camera: UUID, **traces: str) -> Tried:
    """Ask a camera and its recorder once, by connections of this call's own.

    Raises UnknownCamera or NoFeed. It is written down: a picture was taken, though nobody saw it.
    """
    feed = feed_of(camera)
    recorded = upstream.recorded_of(feed)
    told = {"recorder": recorded is not None}
    record(actor, "feed_tried", "camera", camera, incident=None, detail=told, **traces)
    source = None if feed.source in queries.SENT_TO_US else queries.source(feed)

    async def ask() -> Tried:
        fetcher = Fetcher(AllowList(tuple(settings.CAMERA_NETWORKS), settings.SIMULATED_PORTS))
        try:
            # one after the other: a recorder may have few connections to give
            live = await _came(lambda: source.grab(fetcher)) if source else SENDS
            then = await _came(lambda: _latest(recorded, fetcher)) if recorded else None
            return Tried(live=live, recorded=then)
        finally:
            await fetcher.aclose()

    return asyncio.run(ask())


async def _came(take: Callable[[], Awaitable[Still]]) -> Trial:
    """Take one picture and decode it."""
    try:
        async with asyncio.timeout(PATIENCE):
            still = await take()
            unit = Unit(still.data, True, 0.0, still.captured_at)
            jpeg = await darkroom.still(still.codec, [unit])
    except TimeoutError:
        return Trial(why=f"No picture within {PATIENCE:.0f} s.")
    except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
        detail = refusal.detail.rstrip(".")
        return Trial(why=f"{detail[:1].upper()}{detail[1:]}.")
    return Trial(size=Image.open(io.BytesIO(jpeg)).size, taken_at=still.captured_at)


async def _latest(recorded: Recorded, fetcher: Fetcher) -> Still:
    """Take the first picture of the last minute that is kept."""
    now = time.time()
    kept = await recorded.spans(fetcher, now - LATELY, now)
    if not kept:
        raise NothingThere(f"nothing is recorded of the last {LATELY / 60:.0f} minutes")
    begin = max(kept[-1].begins_at, kept[-1].ends_at - 60.0)
    async with recorded.play(fetcher, begin, begin + SAMPLE) as stream:
        unit = await anext(stream.units())
        return Still(unit.data, unit.arrived_at, stream.codec)
