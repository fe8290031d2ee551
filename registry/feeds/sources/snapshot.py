"""A camera that answers one JPEG to one HTTP request."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from registry.feeds.fetching import Fetcher
from registry.feeds.sources.source import Codec, Still, Unit

APART = 1.0  # seconds between two pictures while it is held


@dataclass(frozen=True)
class Snapshot:
    """One snapshot address."""

    url: str
    credential: str = field(default="", repr=False)

    async def grab(self, fetcher: Fetcher) -> Still:
        """Fetch one picture. Raises FeedSilent, FeedForbidden or PictureRefused."""
        fetched = await fetcher.fetch(self.url, credential=self.credential)
        return Still(fetched.body, captured_at(fetched.last_modified, time.time()))

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator["SnapshotStream"]:
        """Ask again and again."""
        yield SnapshotStream(self, fetcher)


@dataclass(frozen=True)
class SnapshotStream:
    """A camera that is asked each second."""

    source: Snapshot
    fetcher: Fetcher
    codec: Codec = Codec.JPEG

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give each picture as it is answered."""
        while True:
            began = time.monotonic()
            still = await self.source.grab(self.fetcher)
            yield Unit(still.data, True, still.captured_at, still.captured_at)
            await asyncio.sleep(max(0.0, began + APART - time.monotonic()))


# A clock that says it is earlier was never set.
CLOCK_SET = datetime(2020, 1, 1, tzinfo=UTC).timestamp()


def captured_at(last_modified: str, arrived: float) -> float:
    """Believe the camera's word that a picture is old, but not of the future or of 1970."""
    try:
        said = parsedate_to_datetime(last_modified).timestamp()
    except (ValueError, TypeError, OverflowError):
        return arrived
    if said < CLOCK_SET:
        return arrived
    # Last-Modified has whole seconds: within two of them it says "now"
    return arrived if said > arrived - 2.0 else said
