"""Transport streams over UDP, on real sockets: pictures and metadata from one port."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.feeds.sources import mpegts
from registry.feeds.sources.mpegts import MpegTs
from registry.feeds.sources.source import Codec
from tests.registry.feeds.rtsp_server import short_film
from tests.registry.feeds.transport_streams import muxed

SETS = [b"\x06\x0e\x2b\x34" + bytes([n]) * 30 for n in range(20)]
T = TypeVar("T")


@asynccontextmanager
async def sending(data: bytes, *, rtp: bool = False, to: str = "127.0.0.1") -> AsyncIterator[int]:
    """Send this again and again to a free port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    async def send() -> None:
        head = b"\x80\x21" + bytes(10) if rtp else b""
        while True:
            await asyncio.sleep(0)
            for at in range(0, len(data), 1316):
                out.sendto(head + data[at : at + 1316], (to, port))
                await asyncio.sleep(0.001)

    task = asyncio.create_task(send())
    try:
        yield port
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        out.close()


def run(play: Callable[[Fetcher, str], Awaitable[T]], data: bytes, *, rtp: bool = False) -> T:
    async def whole() -> T:
        async with sending(data, rtp=rtp) as port, asyncio.timeout(10):
            fetcher = Fetcher(AllowList(loopback_ports={port}))
            return await play(fetcher, f"udp://127.0.0.1:{port}")

    return asyncio.run(whole())


@pytest.mark.parametrize("rtp", [False, True])
@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_a_grab_gives_a_keyframe(codec: Codec, rtp: bool) -> None:
    film = short_film(codec)
    still = run(lambda out, url: MpegTs(url).grab(out), muxed(film, codec), rtp=rtp)
    assert still.codec is codec
    assert any(still.data.endswith(unit.data[-40:]) for unit in film if unit.keyframe)


def test_any_number_may_read_pictures_and_metadata_from_one_port() -> None:
    async def sets(out: Fetcher, url: str) -> set[bytes]:
        found: set[bytes] = set()
        async for each in MpegTs(url).klv(out):
            assert each.pts is not None
            found.add(each.data)
            if len(found) == len(SETS):
                break
        return found

    async def play(out: Fetcher, url: str) -> None:
        first, second, told = await asyncio.gather(
            MpegTs(url).grab(out), MpegTs(url).grab(out), sets(out, url)
        )
        assert first.data
        assert second.data
        assert told == set(SETS)

    run(play, muxed(short_film(Codec.H264), klv=SETS))


def test_a_silent_sender_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpegts, "SILENCE", 0.2)
    with pytest.raises(FeedSilent, match="nothing came"):
        run(lambda out, url: MpegTs(url).grab(out), b"")


def test_what_is_no_transport_stream_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpegts, "SILENCE", 2.0)  # in which a busy machine still sends something
    with pytest.raises(PictureRefused):
        run(lambda out, url: MpegTs(url).grab(out), b"noise" * 1000)


@pytest.mark.parametrize(
    "url",
    [
        "udp://127.0.0.1:9",
        "udp://0.0.0.0:25100",
        "udp://10.9.9.9:25100",
        "udp://239.9.9.9:25100",
        "udp://127.0.0.1:80",
        "udp://127.0.0.1",
        "tcp://127.0.0.1:25100",
    ],
)
def test_only_senders_and_groups_the_operator_listed_are_heard(url: str) -> None:
    with pytest.raises(FeedForbidden):
        asyncio.run(MpegTs(url).grab(Fetcher(AllowList(("10.1.0.0/16",), {80}))))


def test_datagrams_of_somebody_else_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpegts, "SILENCE", 0.3)

    async def play(_: Fetcher, url: str) -> None:
        port = int(url.rpartition(":")[2])
        await MpegTs(f"udp://10.1.1.1:{port}").grab(Fetcher(AllowList(("10.1.0.0/16",))))

    with pytest.raises(FeedSilent, match="nothing came"):
        run(play, muxed(short_film(Codec.H264)))
