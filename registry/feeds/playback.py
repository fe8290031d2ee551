"""What every kind of recording can do: say what is kept, and play it from a moment on."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from registry.feeds.fetching import Fetcher
from registry.feeds.sources.source import Stream


@dataclass(frozen=True, slots=True)
class Span:
    """A time of which pictures are kept, in unix seconds."""

    begins_at: float
    ends_at: float


class Recorded(Protocol):
    """Where a camera's past pictures lie: our recorder, an upstream one, an owner's box.

    Everything raises FeedSilent, FeedForbidden or PictureRefused, and nothing else.
    """

    async def spans(self, fetcher: Fetcher, begin: float, end: float) -> list[Span]:
        """Say what is kept between two moments, in order, apart from each other."""

    def play(
        self, fetcher: Fetcher, begin: float, end: float
    ) -> AbstractAsyncContextManager[Stream]:
        """Open what was filmed between two moments, from the keyframe at or before the first.

        It comes as fast as it is read. Each unit's arrived_at is when the picture was taken, and
        its pts has gaps where the recording has.
        """
