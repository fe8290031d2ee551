"""A camera that speaks RTSP, its pictures over TCP inside the conversation, or over UDP."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from registry.feeds.datagrams import Inbox
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent
from registry.feeds.sources.rtsp import sdp
from registry.feeds.sources.rtsp.conversation import SILENCE, Conversation
from registry.feeds.sources.rtsp.pictures import Depacketizer
from registry.feeds.sources.source import Still, Unit, first_keyframe

PORT = 554
_ADDRESS = "An RTSP address starts with rtsp:// and holds no password."
OPENING = 10.0  # seconds from connecting to the first packet


@dataclass(frozen=True)
class Rtsp:
    """One RTSP address."""

    url: str
    credential: str = field(default="", repr=False)
    udp: bool = False

    async def grab(self, fetcher: Fetcher) -> Still:
        """Connect, take the first keyframe, close."""
        async with self.open(fetcher) as stream:
            return await first_keyframe(stream)

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator["RtspStream"]:
        """Play the first video track until left."""
        reader, writer = await fetcher.connect(*_where(self.url))
        talk = Conversation(reader, writer, self.credential)
        async with AsyncExitStack() as stack:
            stack.callback(talk.close, self.url)
            try:
                async with asyncio.timeout(OPENING):
                    yielded = await self._play(talk, fetcher, stack)
            except TimeoutError:
                raise FeedSilent(f"does not play within {OPENING:.0f} s") from None
            yield yielded

    async def _play(
        self, talk: Conversation, fetcher: Fetcher, stack: AsyncExitStack
    ) -> "RtspStream":
        described = await talk.ask("DESCRIBE", self.url, accept="application/sdp")
        base = described.headers.get("content-base") or self.url
        video = sdp.video(described.body, base)
        inbox: Inbox | None = None
        if self.udp:
            port, inbox = await stack.enter_async_context(fetcher.pair(talk.peer))
            wanted = f"RTP/AVP;unicast;client_port={port}-{port + 1}"
        else:
            wanted = "RTP/AVP/TCP;unicast;interleaved=0-1"
        agreed = await talk.ask("SETUP", video.control, transport=wanted)
        await talk.ask("PLAY", base, range="npt=0.000-")
        channel = channel_of(agreed.headers.get("transport", ""))
        return RtspStream(talk, video, base, channel, inbox)


class RtspStream:
    """A camera that plays."""

    def __init__(
        self, talk: Conversation, video: sdp.Video, base: str, channel: int, inbox: Inbox | None
    ) -> None:
        """Take what was agreed."""
        self._talk, self._base = talk, base
        self._channel, self._inbox = channel, inbox
        self._make = Depacketizer(video)
        self.codec = video.codec

    def units(self, *, keyframes: bool = False) -> AsyncGenerator[Unit]:
        """Give what comes, or only keyframes. Raises FeedSilent."""
        self.spare(keyframes=keyframes)
        return self._units()

    def spare(self, *, keyframes: bool) -> None:
        """Change what is given, in the middle of it."""
        self._make.spare(keyframes=keyframes)

    async def _units(self) -> AsyncGenerator[Unit]:
        async with aclosing(self._datagrams() if self._inbox else self._packets()) as heard:
            async for packets in heard:
                now = time.time()
                for packet in packets:
                    for unit in self._make.put(packet, now):
                        yield unit
                self._talk.keep_alive(self._base)

    async def _packets(self) -> AsyncGenerator[Iterable[bytes]]:
        early, self._talk.early = self._talk.early, []
        yield [packet for channel, packet in early if channel == self._channel]
        while True:
            packets = await self._talk.heard(unhurried=self._make.spares)
            yield [packet for channel, packet in packets if channel == self._channel]

    async def _datagrams(self) -> AsyncGenerator[Iterable[bytes]]:
        """Take datagrams, while the conversation beside them is heard too: its end is the end."""
        assert self._inbox  # noqa: S101
        heard = asyncio.create_task(self._hear_out())
        tasks: set[asyncio.Task[Any]] = {heard}
        try:
            while True:
                came = asyncio.create_task(self._inbox.take(SILENCE))
                tasks = {heard, came}
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                if heard.done():
                    heard.result()
                yield came.result()
        finally:  # whoever says goodbye listens to the same connection
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear_out(self) -> None:
        while True:
            await self._talk.heard(patient=True)


def _where(url: str) -> tuple[str, int]:
    """Read host and port. Raises FeedForbidden."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORT
    except ValueError:
        raise FeedForbidden(_ADDRESS) from None
    if parts.scheme != "rtsp" or not parts.hostname or parts.username or parts.password:
        raise FeedForbidden(_ADDRESS)
    return parts.hostname, port


def channel_of(transport: str) -> int:
    """Read which channel the camera chose for RTP."""
    for part in transport.split(";"):
        name, _, value = part.strip().partition("=")
        if name == "interleaved" and (first := value.partition("-")[0][:3]).isdecimal():
            return int(first)
    return 0
