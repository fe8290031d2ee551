"""A feed that cannot be asked at all, and why."""

from dataclasses import dataclass
from typing import NoReturn

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden
from registry.feeds.sources.source import Still


@dataclass(frozen=True)
class Unreadable:
    """Stands for the source, so that its camera is offline with the reason and no other is."""

    reason: str

    async def grab(self, fetcher: Fetcher) -> Still:
        """Refuse. Raises FeedForbidden."""
        raise FeedForbidden(self.reason)

    def open(self, fetcher: Fetcher) -> NoReturn:
        """Refuse. Raises FeedForbidden."""
        raise FeedForbidden(self.reason)
