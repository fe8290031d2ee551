"""A tiny RTSP camera: every path is one, and plays a short film round and round."""

import asyncio
import base64
import math
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

from registry.feeds.mp4.bits import nal_units
from registry.feeds.sources.source import Unit
from tests.registry.feeds.filmed import film

RATE = 25
LOOP = 50  # pictures
STEP = 4  # by which each is lighter than the one before, so that a picture tells its time
LARGEST = 1200  # bytes of a packet


@dataclass
class Streamer:
    """Where it plays, how often each path was asked for, and the paths that answer nothing."""

    port: int = 0
    played: dict[str, int] = field(default_factory=dict)
    playing: dict[str, int] = field(default_factory=dict)
    mute: set[str] = field(default_factory=set)
    test: str = ""

    def url(self, name: str) -> str:
        return f"rtsp://127.0.0.1:{self.port}/{self.test}{name}"

    def begin(self) -> None:
        """Count anew; whoever still plays a path of the test before is counted no more."""
        self.test = uuid4().hex
        self.played, self.playing, self.mute = {}, {}, set()


@contextmanager
def streaming(*, every: int = 25) -> Iterator[Streamer]:
    """Serve from a loop of its own, with a keyframe at every so many pictures."""
    streamer, ready = Streamer(), threading.Event()
    units = film(pictures=LOOP, every=every, size=(480, 270), rate=RATE, step=STEP)
    ends: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        done = asyncio.Event()
        talks: set[asyncio.Task[None]] = set()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            talk = asyncio.get_running_loop().create_task(_talk(streamer, units, reader, writer))
            talks.add(talk)
            talk.add_done_callback(talks.discard)

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        streamer.port = server.sockets[0].getsockname()[1]
        ends.append((asyncio.get_running_loop(), done))
        ready.set()
        await done.wait()
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait(30)
    try:
        yield streamer
    finally:
        loop, done = ends[0]
        loop.call_soon_threadsafe(done.set)
        thread.join()


async def _talk(
    streamer: Streamer,
    units: list[Unit],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    name, sending = "", None
    playing: dict[str, int] = {}
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = head.split("\r\n")
            method, url = lines[0].split()[:2]
            name = url.split("/")[3].removeprefix(streamer.test)
            if name in streamer.mute:
                continue
            said = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
            extra, body = _answer(method, units)
            answer = f"RTSP/1.0 200 OK\r\nCSeq: {said.get('CSeq', '0')}\r\nSession: 1\r\n{extra}"
            writer.write(f"{answer}Content-Length: {len(body)}\r\n\r\n{body}".encode())
            if method == "PLAY" and sending is None:
                played, playing = streamer.played, streamer.playing
                played[name] = played.get(name, 0) + 1
                playing[name] = playing.get(name, 0) + 1
                sending = asyncio.create_task(_send(units, writer))
            if method == "TEARDOWN":
                return
    except (asyncio.IncompleteReadError, ConnectionError):
        return
    finally:
        if sending:
            playing[name] -= 1
            sending.cancel()
        writer.close()


def _answer(method: str, units: list[Unit]) -> tuple[str, str]:
    match method:
        case "DESCRIBE":
            sets = [unit for unit in nal_units(units[0].data) if unit[0] & 31 in (7, 8)]
            told = ",".join(base64.b64encode(unit).decode() for unit in sets)
            body = (
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=film\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
                f"a=rtpmap:96 H264/90000\r\na=control:track1\r\n"
                f"a=fmtp:96 packetization-mode=1; sprop-parameter-sets={told}\r\n"
            )
            return "Content-Type: application/sdp\r\n", body
        case "SETUP":
            return "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n", ""
        case _:
            return "", ""


async def _send(units: list[Unit], writer: asyncio.StreamWriter) -> None:
    """Play round and round: which picture is on, the clock says, as on any camera."""
    number = 0
    with suppress(ConnectionError):
        for shown in count(math.ceil(time.time() * RATE)):
            await asyncio.sleep(max(0.0, shown / RATE - time.time()))
            unit = units[shown % LOOP]
            at = shown * 90_000 // RATE & 0xFFFFFFFF
            packets = [each for nal in nal_units(unit.data) for each in _payloads(nal)]
            for n, payload in enumerate(packets):
                last = 0x80 if n == len(packets) - 1 else 0
                rtp = struct.pack("!BBHII", 0x80, 96 | last, number & 0xFFFF, at, 7) + payload
                writer.write(struct.pack("!cBH", b"$", 0, len(rtp)) + rtp)
                number += 1
            await writer.drain()


def _payloads(nal: bytes) -> Iterator[bytes]:
    """Cut an H.264 unit into packets (RFC 6184)."""
    if len(nal) <= LARGEST:
        yield nal
        return
    body, kind, level = nal[1:], nal[0] & 31, nal[0] & 0x60
    for at in range(0, len(body), LARGEST):
        part = body[at : at + LARGEST]
        begun = 0x80 if at == 0 else 0
        ended = 0x40 if at + LARGEST >= len(body) else 0
        yield bytes([level | 28, begun | ended | kind]) + part
