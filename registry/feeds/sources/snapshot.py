"""A camera that answers one JPEG to one HTTP request."""

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from registry.feeds.fetching import Fetcher
from registry.feeds.sources.source import Still


@dataclass(frozen=True)
class Snapshot:
    """One snapshot address."""

    url: str
    credential: str = ""

    async def grab(self, fetcher: Fetcher) -> Still:
        """Fetch one picture. Raises FeedSilent, FeedForbidden or PictureRefused."""
        fetched = await fetcher.fetch(self.url, credential=self.credential)
        return Still(fetched.body, captured_at(fetched.last_modified, time.time()))


def captured_at(last_modified: str, arrived: float) -> float:
    """Believe the camera's word that a picture is old, never that it is from the future."""
    try:
        said = parsedate_to_datetime(last_modified).timestamp()
    except (ValueError, TypeError):
        return arrived
    # Last-Modified has whole seconds: within two of them it says "now"
    return arrived if said > arrived - 2.0 else said
