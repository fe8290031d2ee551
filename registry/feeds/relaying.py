"""A camera's playlists and segments handed on to players of playlists, under names of ours."""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from registry.feeds import darkroom, sealing
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, PassRefused, PictureRefused
from registry.feeds.shelves import Shelf
from registry.feeds.sources.hls import Hls
from registry.feeds.sources.playlist import segments, variants
from registry.feeds.sources.rewriting import Kind, rewritten
from registry.feeds.sources.source import Unit
from registry.feeds.streaming import Taken

FRESH = {Kind.LIST: 1.0, Kind.PART: 60.0, Kind.KEY: 60.0}  # seconds a body is handed out again
# A segment is fetched once and soon; a playlist is asked for anew as long as somebody looks.
STEP = {Kind.LIST: 6 * 3600, Kind.PART: 300, Kind.KEY: 300}  # seconds a name lasts once or twice
LIST_LIMIT = 256 * 1024
KEY_SIZE = 16
ROOM = 32 << 20  # bytes kept of one camera
IDLE = 30.0  # seconds without a question after which nothing of a camera is kept


@dataclass(frozen=True)
class Part:
    """A playlist of ours, or bytes as they came."""

    kind: Kind
    body: bytes


class Relay:
    """One camera's playlists and what they name, from where its playlist is and nowhere else."""

    def __init__(self, camera: UUID, source: Hls, fetcher: Fetcher) -> None:
        """Take whose it is, where its playlist is and the one way out."""
        self.source, self.asked_at = source, time.monotonic()
        self._camera, self._fetcher = camera, fetcher
        self._shelf = Shelf(self._fetched, room=ROOM)

    @property
    def first(self) -> str:
        """Name the playlist a player begins with."""
        return self._name(self.source.url, Kind.LIST)

    async def part(self, name: str) -> Part:
        """Give what is behind a name of ours.

        Raises PassRefused for a name that is none, and as Fetcher does.
        """
        url, number = sealing.opened(self._camera, name)
        if self._origin(url) != self._origin(self.source.url):  # the feed was moved since
            raise PassRefused
        kind = Kind(number)
        self.asked_at = time.monotonic()
        body = await self._shelf.get(url, fresh=FRESH[kind])
        if kind is Kind.KEY and len(body) != KEY_SIZE:
            raise PictureRefused("what should be a key is none")
        if kind is Kind.LIST:
            body = rewritten(_text(body), url, self._name).encode()
        return Part(kind, body)

    async def needed(self) -> bool:
        """Tell whether its pictures are for a player of playlists: there is more than we hand on.

        What we take apart ourselves is the smallest variant, out of transport streams in the clear.
        Raises as `part` does.
        """
        url = self.source.url
        text = _text(await self._shelf.get(url, fresh=FRESH[Kind.LIST]))
        if len(found := variants(text, url)) > 1:
            return True
        if found:
            url = found[0].url
            text = _text(await self._shelf.get(url, fresh=FRESH[Kind.LIST]))
        return any(each.start or each.key for each in segments(text, url))

    async def still(self) -> Taken:
        """Take its newest picture at full size. Raises as a source's grab does."""
        still = await self.source.grab(self._fetcher)
        unit = Unit(still.data, True, 0.0, still.captured_at)
        return Taken(await darkroom.still(still.codec, [unit]), still.captured_at)

    def close(self) -> None:
        """Keep nothing."""
        self._shelf.clear()

    def _name(self, url: str, kind: Kind) -> str:
        if len(url) > sealing.LONGEST or self._origin(url) != self._origin(self.source.url):
            raise FeedForbidden("the playlist leads elsewhere")
        return sealing.seal(self._camera, url, kind, step=STEP[kind])

    async def _fetched(self, url: str) -> bytes:
        if self._origin(url) != self._origin(self.source.url):  # nor does the password
            raise FeedForbidden("the playlist leads elsewhere")
        fetched = await self._fetcher.fetch(url, credential=self.source.credential)
        return fetched.body

    @staticmethod
    def _origin(url: str) -> tuple[str, str]:
        try:
            parts = urlsplit(url)
        except ValueError:
            raise FeedForbidden("this is no address") from None
        return parts.scheme, parts.netloc


@dataclass
class Relays:
    """Those cameras whose playlists are asked for through this process."""

    fetcher: Fetcher
    _relays: dict[UUID, Relay] = field(default_factory=dict)

    def of(self, camera: UUID, source: Hls) -> Relay:
        """Give one camera's; one whose feed was changed begins anew."""
        now = time.monotonic()
        for idle in [c for c, each in self._relays.items() if now - each.asked_at > IDLE]:
            self._relays.pop(idle).close()
        relay = self._relays.get(camera)
        if relay is None or relay.source != source:
            if relay:
                relay.close()
            relay = self._relays[camera] = Relay(camera, source, self.fetcher)
        return relay

    def close(self) -> None:
        """Keep nothing of any."""
        for relay in self._relays.values():
            relay.close()
        self._relays.clear()


def _text(body: bytes) -> str:
    if len(body) > LIST_LIMIT:
        raise PictureRefused("the playlist has no end")
    return body.decode("utf-8", "replace")
