"""A recorder that replays over RTSP, as ONVIF's Profile G asks for it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from registry.feeds.fetching import Fetcher
from registry.feeds.playback import Span
from registry.feeds.recorders.played import Played, first_of
from registry.feeds.recorders.stamps import stamp
from registry.feeds.refusals import FeedForbidden, FeedSilent
from registry.feeds.sources.rtsp import sdp
from registry.feeds.sources.rtsp.camera import OPENING, PORT, channel_of
from registry.feeds.sources.rtsp.conversation import Conversation
from registry.feeds.sources.rtsp.pictures import Depacketizer
from registry.feeds.sources.source import Unit

REPLAY = "onvif-replay"
NEAR_END = 5.0  # seconds before the end within which silence or a closed line is the end
STAY = 1.0  # seconds between two looks at whether something has to be said
_BYE = 203  # the RTCP packet of one who stops sending


@dataclass(frozen=True)
class Replay:
    """One RTSP replay address."""

    url: str
    credential: str = field(default="", repr=False)

    async def spans(self, fetcher: Fetcher, begin: float, end: float) -> list[Span]:
        """Say that all of it may be kept: RTSP has no word to ask."""
        return [Span(begin, end)] if begin < end else []

    @asynccontextmanager
    async def play(self, fetcher: Fetcher, begin: float, end: float) -> AsyncIterator[Played]:
        """Open what was filmed. Raises NothingThere where nothing was."""
        reader, writer = await fetcher.connect(*_address(self.url))
        talk = Conversation(reader, writer, self.credential)
        async with AsyncExitStack() as stack:
            stack.callback(talk.close, self.url)
            try:
                async with asyncio.timeout(OPENING):
                    track = await _asked(talk, self.url, begin, end)
                    stack.callback(asyncio.create_task(track.stay()).cancel)
                    units = await stack.enter_async_context(aclosing(track.units(begin, end)))
                    played = Played(track.video.codec, await first_of(units), units)
            except TimeoutError:
                raise FeedSilent(f"does not play within {OPENING:.0f} s") from None
            yield played


def _address(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORT
    except ValueError:
        raise FeedForbidden("this is no address that can be asked") from None
    if parts.scheme != "rtsp" or not host or parts.username or parts.password:
        raise FeedForbidden("An RTSP address starts with rtsp:// and holds no password.")
    return host, port


async def _asked(talk: Conversation, url: str, begin: float, end: float) -> "_Track":
    described = await talk.ask("DESCRIBE", url, accept="application/sdp", require=REPLAY)
    base = described.headers.get("content-base") or url
    video = sdp.video(described.body, base)
    transport = "RTP/AVP/TCP;unicast;interleaved=0-1"
    agreed = await talk.ask("SETUP", video.control, transport=transport, require=REPLAY)
    await talk.ask(
        "PLAY",
        base,
        require=REPLAY,
        range=f"clock={clock(begin)}-{clock(end)}",
        **{"rate-control": "no"},
    )
    return _Track(talk, video, base, channel_of(agreed.headers.get("transport", "")))


@dataclass
class _Track:
    """A recording that plays, as fast as it is read."""

    talk: Conversation
    video: sdp.Video
    base: str
    channel: int
    _ended: bool = False

    async def units(self, begin: float, end: float) -> AsyncGenerator[Unit]:
        """Give what was filmed, until the end that was asked for or the recording's own."""
        make, said = Depacketizer(self.video, keyframes=False), None
        first: float | None = None
        while not self._ended:
            nearly = said is not None and said.at > end - NEAR_END
            for packet in await self._packets(nearly=nearly):
                said = stamp(packet) or said
                self._ended |= said is not None and said.last
                for unit in make.put(packet, said.at if said else 0.0):
                    first = unit.pts if first is None else first
                    # who sends no stamps is believed to begin where it was asked to
                    at = unit.arrived_at if said else begin + unit.pts - first
                    if at > end:
                        return
                    yield Unit(unit.data, unit.keyframe, 0.0, at)

    async def stay(self) -> None:
        """Say now and then that we are here, also while nobody reads on."""
        while True:
            await asyncio.sleep(STAY)
            self.talk.keep_alive(self.base)

    async def _packets(self, *, nearly: bool) -> list[bytes]:
        """Wait for packets; silence is the end where that is near."""
        came, self.talk.early = self.talk.early, []
        try:
            came = came or await self.talk.heard()
        except FeedSilent:
            if not nearly:
                raise
            self._ended = True
        said = (packet for channel, packet in came if channel == self.channel + 1)
        self._ended |= any(map(_says_bye, said))
        return [packet for channel, packet in came if channel == self.channel]


def clock(at: float) -> str:
    """Write a moment as RTSP's Range does (RFC 2326, 3.7)."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%S.%f")[:-3] + "Z"


def _says_bye(packet: bytes) -> bool:
    """Tell whether an RTCP packet, perhaps of several, says goodbye."""
    at = 0
    while at + 4 <= len(packet):
        if packet[at + 1] == _BYE:
            return True
        at += 4 + 4 * int.from_bytes(packet[at + 2 : at + 4])
    return False
