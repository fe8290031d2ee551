"""A transport stream over UDP or SRT, as drones and encoders send it: pictures and KLV."""

import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from registry.feeds.datagrams import Inbox
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.feeds.sources.source import Codec, Still, Unit, first_keyframe
from registry.feeds.sources.transport_stream import (
    PACKET,
    Assembler,
    Demuxer,
    Pes,
    klv_sets,
)

SILENCE = 10.0  # seconds without a datagram after which the sender has stalled
_RTP_HEAD = 12
_ADDRESS = "A transport stream's address is udp://sender:port or srt://sender:port."


@dataclass(frozen=True, slots=True)
class Klv:
    """One set of metadata (MISB ST 0601) as it was sent.

    pts: seconds on the same clock as the pictures', where it has one; arrived_at: unix seconds.
    """

    data: bytes
    pts: float | None
    arrived_at: float


@dataclass(frozen=True)
class MpegTs:
    """`udp://sender:port`, `udp://group:port` or `srt://sender:port`; any number may read it.

    Over SRT we call the sender, or with `?mode=listener` it calls us; `streamid=` goes along, and
    the credential is the passphrase.
    """

    url: str
    credential: str = field(default="", repr=False)

    async def grab(self, fetcher: Fetcher) -> Still:
        """Listen until the first keyframe."""
        async with self.open(fetcher) as stream:
            return await first_keyframe(stream)

    @asynccontextmanager
    async def open(self, fetcher: Fetcher) -> AsyncIterator["TsStream"]:
        """Listen to its pictures until left."""
        async with self._heard(fetcher) as inbox:
            stream = TsStream(inbox)
            await stream.begin()
            yield stream

    async def klv(self, fetcher: Fetcher) -> AsyncIterator[Klv]:
        """Give the metadata beside the pictures. Raises FeedSilent when nothing comes."""
        demuxer = Demuxer(video=False, klv=True)
        async with self._heard(fetcher) as inbox:
            while True:
                data, now = await _next(inbox), time.time()
                for pes in demuxer.feed(data):
                    for each in klv_sets(pes):
                        yield Klv(each, pes.pts, now)

    def _heard(self, fetcher: Fetcher) -> AbstractAsyncContextManager[Inbox]:
        """Say where its datagrams come in. Raises FeedForbidden."""
        try:
            parts = urlsplit(self.url)
            host, port, said = parts.hostname, parts.port, dict(parse_qsl(parts.query))
        except ValueError:
            raise FeedForbidden(_ADDRESS) from None
        if parts.scheme not in {"udp", "srt"} or not host or not port:
            raise FeedForbidden(_ADDRESS)
        if parts.scheme == "udp":
            return fetcher.listen(host, port)
        mode = said.pop("mode", "caller")
        stream = said.pop("streamid", "")
        if said or mode not in {"caller", "listener"} or not stream.isprintable():
            raise FeedForbidden("After an SRT address stand mode=listener and streamid= at most.")
        return fetcher.receive(
            host, port, listens=mode == "listener", stream=stream, passphrase=self.credential
        )


class TsStream:
    """A transport stream that is being listened to; its pictures are read once."""

    def __init__(self, inbox: Inbox) -> None:
        """Take where its datagrams come in."""
        self._inbox = inbox
        self._demuxer = Demuxer()
        self._early: list[Pes] = []

    async def begin(self) -> None:
        """Wait until it said what it holds. Raises FeedSilent or PictureRefused."""
        until = time.monotonic() + SILENCE
        while self._demuxer.codec is None:
            self._early += self._demuxer.feed(await _next(self._inbox))
            if time.monotonic() > until:
                raise PictureRefused("no transport stream with H.264 or H.265")

    @property
    def codec(self) -> Codec:
        """How every unit is coded."""
        if self._demuxer.codec is None:
            raise FeedSilent("the stream no longer holds pictures")
        return self._demuxer.codec

    async def units(self, *, keyframes: bool = False) -> AsyncIterator[Unit]:
        """Give what comes, or only keyframes. Raises FeedSilent."""
        assembler, codec = Assembler(self.codec), self.codec
        whole, self._early = self._early, []
        while self.codec is codec:
            now = time.time()
            for pes in whole:
                unit = assembler.unit(pes, now)
                if unit and (unit.keyframe or not keyframes):
                    yield unit
            whole = list(self._demuxer.feed(await _next(self._inbox)))
        raise FeedSilent("the stream changed how it is coded")


async def _next(inbox: Inbox) -> bytes:
    """Join the datagrams that came, out of RTP where they are in it."""
    return b"".join(_bare(each) for each in await inbox.take(SILENCE))


def _bare(datagram: bytes) -> bytes:
    in_rtp = len(datagram) % PACKET == _RTP_HEAD and datagram[0] >> 6 == 2
    return datagram[_RTP_HEAD:] if in_rtp else datagram
