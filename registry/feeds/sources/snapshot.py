"""A camera that answers one JPEG to one HTTP request."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from registry.feeds.fetching import Fetcher


@dataclass(frozen=True)
class Still:
    """A JPEG as the camera sent it, and when it was taken (unix seconds)."""

    data: bytes
    captured_at: float


@dataclass(frozen=True)
class Snapshot:
    """One snapshot address."""

    url: str
    credential: str = ""

    async def grab(self, fetcher: Fetcher) -> Still:
        """Fetch one picture. Raises FeedSilent, FeedForbidden or PictureRefused."""
        fetched = await fetcher.fetch(self.url, credential=self.credential)
        return Still(fetched.body, captured_at(fetched.last_modified, time.time()))


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
