"""Transport streams over SRT, on real sockets by libsrt on both sides."""

import asyncio
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent
from registry.feeds.sources import mpegts
from registry.feeds.sources.mpegts import MpegTs
from registry.feeds.sources.source import Codec
from registry.feeds.sources.srt import library
from registry.feeds.sources.srt.ends import End
from tests.registry.feeds import srt_sender
from tests.registry.feeds.rtsp_server import short_film
from tests.registry.feeds.transport_streams import muxed

SECRET = "a long secret"  # noqa: S105
SETS = [b"\x06\x0e\x2b\x34" + bytes([n]) * 30 for n in range(5)]
T = TypeVar("T")

with_libsrt = pytest.mark.skipif(
    srt_sender.library() is None,
    reason="libsrt is not here, so nothing over SRT is tested: install libsrt1.5-gnutls",
)


class Sender:
    """A running encoder, and the stream ids it was called with."""

    def __init__(self, port: int, process: asyncio.subprocess.Process) -> None:
        self.port, self._process = port, process

    async def called(self) -> str:
        assert self._process.stdout
        return (await self._process.stdout.readline()).decode().strip()

    def kill(self) -> None:
        self._process.kill()


@asynccontextmanager
async def sending(folder: Path, mode: str, *words: str) -> AsyncIterator[Sender]:
    """Run an encoder on a free port."""
    film = folder / "film.ts"
    film.write_bytes(muxed(short_film(Codec.H264), klv=SETS))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.registry.feeds.srt_sender", mode, str(port), str(film)),
        *words,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    sender = Sender(port, process)
    try:
        assert await sender.called() == "ready"
        yield sender
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def run(play: Callable[[Fetcher, Sender], Awaitable[T]], folder: Path, *sender: str) -> T:
    async def whole() -> T:
        async with asyncio.timeout(60), sending(folder, *sender) as encoder:
            fetcher = Fetcher(AllowList(loopback_ports={encoder.port}))
            try:
                return await play(fetcher, encoder)
            finally:
                await fetcher.aclose()

    return asyncio.run(whole())


def children() -> list[psutil.Process]:
    """Find the children that take streams in."""
    return [
        child
        for child in psutil.Process().children()
        if "srt.receiving" in " ".join(child.cmdline())
    ]


@with_libsrt
def test_pictures_and_metadata_come_over_one_encrypted_call(tmp_path: Path) -> None:
    async def play(out: Fetcher, encoder: Sender) -> None:
        camera = MpegTs(f"srt://127.0.0.1:{encoder.port}?streamid=drone/1", SECRET)

        async def told() -> bytes:
            async for each in camera.klv(out):
                return each.data
            raise AssertionError

        one, two, first = await asyncio.gather(camera.grab(out), camera.grab(out), told())
        assert one.codec is two.codec is Codec.H264
        assert one.data
        assert first in SETS
        assert await encoder.called() == "drone/1"

    run(play, tmp_path, "listen", SECRET)


@with_libsrt
def test_an_encoder_calls_us(tmp_path: Path) -> None:
    async def play(out: Fetcher, encoder: Sender) -> None:
        camera = MpegTs(f"srt://127.0.0.1:{encoder.port}?mode=listener", SECRET)
        for _ in range(2):  # the port is free again after each
            assert (await camera.grab(out)).data

    run(play, tmp_path, "call", SECRET)


@with_libsrt
@pytest.mark.parametrize("given", ["another secret", ""])
def test_a_wrong_passphrase_is_named(given: str, tmp_path: Path) -> None:
    async def play(out: Fetcher, encoder: Sender) -> None:
        with pytest.raises(FeedSilent, match="passphrase"):
            await MpegTs(f"srt://127.0.0.1:{encoder.port}", given).grab(out)

    run(play, tmp_path, "listen", SECRET)


@with_libsrt
def test_a_sender_that_dies_ends_the_stream_and_its_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(out: Fetcher, encoder: Sender) -> None:
        async with MpegTs(f"srt://127.0.0.1:{encoder.port}").open(out) as stream:
            [child] = children()
            assert not {"DATABASE_URL", "SECRET_KEY"} & child.environ().keys()
            encoder.kill()
            with pytest.raises(FeedSilent, match="ended"):
                await anext(unit async for unit in stream.units() if unit.pts < 0)
            assert not child.is_running()

    monkeypatch.setenv("SECRET_KEY", "never passed on")
    run(play, tmp_path, "listen")


@with_libsrt
def test_no_process_list_shows_the_passphrase(tmp_path: Path) -> None:
    async def play(out: Fetcher, encoder: Sender) -> None:
        async with MpegTs(f"srt://127.0.0.1:{encoder.port}", SECRET).open(out):
            [child] = children()
            assert SECRET not in " ".join([*child.cmdline(), *child.environ().values()])

    run(play, tmp_path, "listen", SECRET)


@with_libsrt
def test_a_caller_who_was_not_named_is_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mpegts, "SILENCE", 2.0)

    async def play(out: Fetcher, encoder: Sender) -> None:
        elsewhere = Fetcher(AllowList(("10.1.0.0/16",)))
        camera = MpegTs(f"srt://10.1.1.1:{encoder.port}?mode=listener")
        try:
            with pytest.raises(FeedSilent, match="nothing came"):
                await camera.grab(elsewhere)
        finally:
            await elsewhere.aclose()

    run(play, tmp_path, "call")


@with_libsrt
def test_nobody_there_is_no_answer() -> None:
    async def play() -> None:
        out = Fetcher(AllowList(loopback_ports={25_100}))
        try:
            await MpegTs("srt://127.0.0.1:25100").grab(out)
        finally:
            await out.aclose()

    with pytest.raises(FeedSilent, match="no answer"):
        asyncio.run(play())


def test_a_machine_without_libsrt_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "NAMES", ("libsrt-of-nowhere.so",))
    with pytest.raises(library.LinkEnded) as ended:
        library.Link.made(b"")
    assert ended.value.end is End.NO_LIBRARY


@pytest.mark.parametrize(
    "url",
    [
        "srt://127.0.0.1:9",
        "srt://10.9.9.9:9000",
        "srt://0.0.0.0:9000?mode=listener",
        "srt://10.1.1.1:80?mode=listener",
        "srt://10.1.1.1:9000?passphrase=0123456789",
        "srt://10.1.1.1:9000?mode=rendezvous",
        "srt://10.1.1.1:9000?streamid=a%00b",
        "srt://10.1.1.1:99999",
        "srt://10.1.1.1",
    ],
)
def test_only_senders_the_operator_listed_are_called_or_heard(url: str) -> None:
    with pytest.raises(FeedForbidden):
        asyncio.run(MpegTs(url).grab(Fetcher(AllowList(("10.1.0.0/16",)))))
