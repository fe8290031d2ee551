"""A recorder that replays over RTSP, healthy and faulty, on real sockets."""

import asyncio
import logging
import struct
from dataclasses import dataclass

import pytest

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.playback import Span
from registry.feeds.recorders import replay
from registry.feeds.recorders.replay import Replay, clock
from registry.feeds.refusals import FeedForbidden, FeedSilent, NothingThere, PictureRefused
from registry.feeds.sources.rtsp import conversation
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.recorders.recorder import BEGAN, numbers, seconds, watch
from tests.registry.feeds.rtsp_server import PASSWORD, USER, RtspServer

NTP = 2_208_988_800


@dataclass
class Stamping(RtspServer):
    """Says of each picture when it was taken: a tenth of a second apart, with a gap after ten."""

    rate: float = 500.0
    begins: float = BEGAN
    last: int = 1_000_000  # the picture that says it is the last

    def sent(self, path: str, shown: int, unit: Unit, packets: list[bytes]) -> list[bytes]:
        """Give the packets of a picture, each with the time it was taken."""
        at = self.begins + shown / 10 + (60 if shown >= 10 else 0)
        whole, after = divmod(at, 1.0)
        time = struct.pack(">II", int(whole) + NTP, int(after * (1 << 32)))
        more = struct.pack(">HH", 0xABAC, 3) + time + bytes([0x10 * (shown == self.last), 0, 0, 0])
        plain = super().sent(path, shown, unit, packets)
        return [bytes([0x90]) + each[1:12] + more + each[12:] for each in plain]


class Blind(RtspServer):
    """Has nothing but sound."""

    def sdp(self) -> str:
        """Describe no picture."""
        return "v=0\r\nm=audio 0 RTP/AVP 0\r\n"


def play(
    server: RtspServer, path: str, begin: float, end: float, credential: str = ""
) -> list[Unit]:
    async def run() -> list[Unit]:
        async with server.serving(), asyncio.timeout(30):
            fetcher = Fetcher(AllowList(loopback_ports={server.port}))
            try:
                return await watch(Replay(server.url(path), credential), fetcher, begin, end)
            finally:
                await fetcher.aclose()

    return asyncio.run(run())


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "ANSWER", 0.5)
    monkeypatch.setattr(conversation, "SILENCE", 0.5)
    monkeypatch.setattr(replay, "OPENING", 2.0)


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_each_picture_has_the_time_its_stamp_says(codec: Codec) -> None:
    units = play(Stamping(codec), "ok", 0, 61.95)
    assert seconds(units) == [n / 10 if n < 10 else 60 + n / 10 for n in range(20)]
    assert [round(unit.pts, 2) for unit in units] == seconds(units)
    assert len(numbers(units, codec)) == 20


def test_the_picture_that_says_it_is_the_last_is() -> None:
    units = play(Stamping(last=7), "ok", 0, 1000)
    assert seconds(units) == [n / 10 for n in range(8)]


def test_without_stamps_it_is_believed_to_begin_where_it_was_asked_to() -> None:
    units = play(RtspServer(rate=500.0), "ok", 500, 503)
    assert seconds(units) == pytest.approx([500 + n / 10 for n in range(31)], abs=0.01)


def test_it_is_asked_as_onvif_wants_to_be() -> None:
    server = RtspServer(rate=500.0)
    play(server, "ok", 0.25, 1)
    asked = dict(server.requests)
    assert {asked[method]["Require"] for method in ("DESCRIBE", "SETUP", "PLAY")} == {
        "onvif-replay"
    }
    assert asked["PLAY"]["Range"] == "clock=20231114T221320.250Z-20231114T221321.000Z"
    assert asked["PLAY"]["Rate-Control"] == "no"


def test_a_line_that_is_cut_near_the_end_is_the_end() -> None:
    assert len(play(Stamping(begins=BEGAN - 60.5), "drop", 0, 4)) == 15


def test_a_line_that_is_cut_in_the_middle_is_not() -> None:
    with pytest.raises(FeedSilent, match="ended the stream"):
        play(Stamping(), "drop", 0, 600)


@pytest.mark.parametrize(
    ("path", "words"),
    [("mute", "no answer to DESCRIBE"), ("stall", "nothing came"), ("header", "too long")],
)
def test_a_recorder_that_stops_is_left(path: str, words: str, short_waits: None) -> None:
    with pytest.raises(FeedSilent, match=words):
        play(RtspServer(rate=500.0), path, 0, 600)


def test_one_who_pauses_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "STAY", 0.05)
    server = RtspServer(rate=500.0, timeout=2)

    async def run() -> None:
        async with server.serving(), asyncio.timeout(30):
            fetcher = Fetcher(AllowList(loopback_ports={server.port}))
            async with Replay(server.url("ok")).play(fetcher, BEGAN, BEGAN + 600) as stream:
                await anext(stream.units())
                while not server.asked["GET_PARAMETER"]:
                    await asyncio.sleep(0.05)

    asyncio.run(run())


def test_a_password_is_proven_and_not_written_down(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = RtspServer(rate=500.0)
    assert play(server, "digest", 0, 1, f"{USER}:{PASSWORD}")
    assert PASSWORD not in caplog.text
    assert PASSWORD not in repr(server.requests)
    assert PASSWORD not in repr(Replay("rtsp://r/", f"{USER}:{PASSWORD}"))


def test_a_wrong_password_is_said() -> None:
    with pytest.raises(FeedSilent, match="password"):
        play(RtspServer(), "digest", 0, 1, "viewer:wrong")


def test_what_has_no_picture_in_it_is_refused() -> None:
    with pytest.raises(PictureRefused, match=r"neither H\.264 nor H\.265"):
        play(Blind(), "ok", 0, 1)


@pytest.mark.parametrize(
    ("line", "refusal", "words"),
    [
        ("457 Invalid Range", NothingThere, "457"),
        ("404 Not Found", NothingThere, "404"),
        ("551 Option not supported", FeedSilent, "551"),
        ("302 Moved", FeedForbidden, "elsewhere"),
    ],
)
def test_what_it_refuses_is_said(line: str, refusal: type[Exception], words: str) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (await reader.readuntil(b"\r\n\r\n")).decode()
        number = asked.split("CSeq: ")[1].split("\r\n")[0]
        writer.write(f"RTSP/1.0 {line}\r\nCSeq: {number}\r\n\r\n".encode())
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(refuse, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, asyncio.timeout(20):
            fetcher = Fetcher(AllowList(loopback_ports={port}))
            await watch(Replay(f"rtsp://127.0.0.1:{port}/r"), fetcher, 0, 1)

    with pytest.raises(refusal, match=words):
        asyncio.run(run())


def test_an_address_outside_the_camera_networks_is_not_asked() -> None:
    async def run(url: str) -> None:
        await watch(Replay(url), Fetcher(AllowList()), 0, 1)

    for url in ("rtsp://127.0.0.1:554/", "rtsp://a:b@r/", "http://r/", "rtsp:///"):
        with pytest.raises(FeedForbidden):
            asyncio.run(run(url))


def test_what_is_kept_is_not_known() -> None:
    kept = asyncio.run(Replay("rtsp://r/").spans(Fetcher(AllowList()), 1.0, 2.0))
    assert kept == [Span(1.0, 2.0)]


def test_a_moment_is_written_as_rtsp_writes_it() -> None:
    assert clock(0.5) == "19700101T000000.500Z"
