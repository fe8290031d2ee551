"""A recorder that cannot be asked at all, and why."""

from dataclasses import dataclass
from typing import NoReturn

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden


@dataclass(frozen=True)
class Unopened:
    """Stands for the recorder, so that only its own camera has no past."""

    reason: str

    async def spans(self, fetcher: Fetcher, begin: float, end: float) -> NoReturn:
        """Refuse. Raises FeedForbidden."""
        raise FeedForbidden(self.reason)

    def play(self, fetcher: Fetcher, begin: float, end: float) -> NoReturn:
        """Refuse. Raises FeedForbidden."""
        raise FeedForbidden(self.reason)
