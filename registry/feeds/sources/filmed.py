"""A phone: its film where it makes one, and else its pictures one by one."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources.edge import Edge, EdgeStream
from registry.feeds.sources.sent import Sent
from registry.feeds.sources.source import Codec, Still, Stream, Unit


@dataclass(frozen=True)
class Filmed:
    """One phone, by both ways its pictures come to us."""

    film: Edge
    pictures: Sent

    async def grab(self, fetcher: Fetcher) -> Still:
        """Give the picture that came last."""
        return await self.pictures.grab(fetcher)

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator[Stream]:
        """Hold the film open, or hear the pictures."""
        async with AsyncExitStack() as stack:
            try:
                film = await stack.enter_async_context(self.film.open(fetcher))
            except FeedSilent:
                yield await stack.enter_async_context(self.pictures.open(fetcher))
            else:
                yield Film(film)


@dataclass(frozen=True)
class Film:
    """A phone that films."""

    stream: EdgeStream

    @property
    def codec(self) -> Codec:
        """How every unit is coded."""
        return self.stream.codec

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give what comes. Raises FeedSilent when it films no more."""
        try:
            async for unit in self.stream.units(keyframes=keyframes):
                yield unit
        except FeedSilent:
            raise FeedSilent("the phone no longer films") from None
