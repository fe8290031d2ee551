"""RTSP cameras on this machine, healthy and faulty, from one film made at the start."""

import asyncio
import base64
import contextlib
import hashlib
import itertools
import re
import struct
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache

from registry.feeds.mp4.bits import nal_units
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.filmed import film

MTU = 400  # small, so that pictures of a test need several packets
NAMES = {Codec.H264: "H264", Codec.H265: "H265"}
USER, PASSWORD = "viewer", "s3cret:word"


@cache
def short_film(codec: Codec) -> tuple[Unit, ...]:
    """Two seconds, a keyframe each second."""
    return tuple(film(codec, pictures=20, every=10, rate=10))


def payloads(codec: Codec, nal: bytes, mtu: int = MTU) -> Iterator[bytes]:
    """Cut one NAL unit into RTP payloads."""
    if len(nal) <= mtu:
        yield nal
        return
    head = 1 if codec is Codec.H264 else 2
    parts = [nal[at : at + mtu] for at in range(head, len(nal), mtu)]
    for at, part in enumerate(parts):
        flags = (0x80 if at == 0 else 0) | (0x40 if at == len(parts) - 1 else 0)
        if codec is Codec.H264:
            yield bytes([nal[0] & 0xE0 | 28, flags | nal[0] & 31]) + part
        else:
            yield bytes([nal[0] & 0x81 | 49 << 1, nal[1], flags | nal[0] >> 1 & 63]) + part


def aggregate(codec: Codec, nals: Sequence[bytes]) -> bytes:
    """Put small NAL units into one payload."""
    head = bytes([24]) if codec is Codec.H264 else bytes([48 << 1, 1])
    return head + b"".join(struct.pack("!H", len(nal)) + nal for nal in nals)


@dataclass
class Sender:
    """Numbers and stamps packets as a camera does."""

    codec: Codec = Codec.H264
    mtu: int = MTU
    number: int = 65530  # wraps at once, as it may
    first: int = 0xFFFFFF00

    def packets(self, unit: Unit, *, aggregated: bool = False) -> list[bytes]:
        """Give one picture's packets."""
        nals = list(nal_units(unit.data))
        small = [nal for nal in nals if len(nal) < 100]
        out: list[bytes] = []
        if aggregated and len(small) > 1:
            out.append(aggregate(self.codec, small))
            nals = nals[len(small) :]
        out += [payload for nal in nals for payload in payloads(self.codec, nal, self.mtu)]
        stamp = self.first + round(unit.pts * 90_000) & 0xFFFFFFFF
        return [self._packet(each, stamp, each is out[-1]) for each in out]

    def _packet(self, payload: bytes, stamp: int, last: bool) -> bytes:
        self.number = self.number + 1 & 0xFFFF
        return struct.pack("!BBHII", 0x80, 96 | 128 * last, self.number, stamp, 7) + payload


def endless(units: Sequence[Unit]) -> Iterator[Unit]:
    """Play a film again and again."""
    length = units[-1].pts + units[1].pts - units[0].pts
    for round_ in itertools.count():
        for unit in units:
            yield Unit(unit.data, unit.keyframe, unit.pts + round_ * length, time.time())


@dataclass
class RtspServer:
    """Cameras by their path: /ok, /mute, /stall, /drop, /nokey, /corrupt, /header, /digest …"""

    codec: Codec = Codec.H264
    rate: float = 50.0  # pictures a second, faster than life
    aggregated: bool = False
    film: Sequence[Unit] = ()
    mtu: int = MTU
    sound: bool = True
    timeout: int = 60
    port: int = 0
    open: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    nonce: str = "one"

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["RtspServer"]:
        """Serve while inside."""
        talks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            talks[task] = writer
            await _Talk(self, reader, writer).go()

        server = await asyncio.start_server(serve, "127.0.0.1", self.port, backlog=2000)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for writer in talks.values():
                writer.transport.abort()
            await asyncio.gather(*talks)

    def __post_init__(self) -> None:
        self.film = self.film or short_film(self.codec)

    def url(self, path: str) -> str:
        """Give a camera's address."""
        return f"rtsp://127.0.0.1:{self.port}/{path}"

    def sent(self, path: str, shown: int, unit: Unit, packets: list[bytes]) -> list[bytes]:
        """Give the packets of a picture as this camera sends them."""
        return _faulty(path, shown, unit, packets)

    def sdp(self) -> str:
        """Describe the film, parameter sets and all."""
        nals = list(nal_units(self.film[0].data))
        if self.codec is Codec.H264:
            sets = [nal for nal in nals if nal[0] & 31 in (7, 8)]
            said = "sprop-parameter-sets=" + ",".join(map(_encoded, sets))
        else:
            names = {32: "vps", 33: "sps", 34: "pps"}
            sets = [nal for nal in nals if nal[0] >> 1 & 63 in names]
            said = ";".join(f"sprop-{names[nal[0] >> 1 & 63]}={_encoded(nal)}" for nal in sets)
        sound = "m=audio 0 RTP/AVP 0\r\na=control:track2\r\n" if self.sound else ""
        return (
            f"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n{sound}m=video 0 RTP/AVP 96\r\n"
            f"a=rtpmap:96 {NAMES[self.codec]}/90000\r\na=fmtp:96 {said}\r\na=control:track1\r\n"
        )


@dataclass
class _Talk:
    server: RtspServer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    client: int = 0
    play: asyncio.Task[None] | None = None

    async def go(self) -> None:
        self.server.open += 1
        try:
            while await self._turn():
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.server.open -= 1
            if self.play:
                self.play.cancel()
                await asyncio.gather(self.play, return_exceptions=True)
            self.writer.close()

    async def _turn(self) -> bool:
        text = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        method, url, _ = text.split(" ", 2)
        headers = dict(line.split(": ", 1) for line in text.split("\r\n")[1:] if ": " in line)
        path = url.split("/", 3)[3].split("/")[0]
        self.server.asked[method] += 1
        self.server.requests.append((method, headers))
        if path == "mute":
            await self.reader.read()
            return False
        if path == "header":
            await self._endless_header()
            return False
        if path == "flood":
            await self._flood()
            return False
        if path == "junk":
            self.writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return True
        if challenge := self._challenge(path, method, url, headers.get("Authorization", "")):
            self._reply(headers, "401 Unauthorized", challenge)
            return True
        return await self._answer(method, path, url, headers)

    async def _answer(self, method: str, path: str, url: str, headers: dict[str, str]) -> bool:
        if method == "DESCRIBE":
            self._reply(headers, more=f"Content-Base: {url}/\r\n", body=self.server.sdp())
        elif method == "SETUP":
            self._setup(headers)
        elif method == "PLAY":
            self._reply(headers)
            self.play = asyncio.create_task(self._play(path))
        elif method == "GET_PARAMETER" and path == "old":
            self._reply(headers, "405 Method Not Allowed")
        else:
            self._reply(headers)
        return method != "TEARDOWN"

    def _setup(self, headers: dict[str, str]) -> None:
        wanted = headers["Transport"]
        if found := re.search(r"client_port=(\d+)", wanted):
            self.client = int(found[1])
        chosen = wanted.replace("0-1", "2-3")
        timeout = f";timeout={self.server.timeout}"
        self._reply(headers, more=f"Transport: {chosen}\r\nSession: 42{timeout}\r\n")

    async def _play(self, path: str) -> None:
        sender, loop = Sender(self.server.codec, self.server.mtu), asyncio.get_running_loop()
        out: asyncio.DatagramTransport | None = None
        if self.client:
            out, _ = await loop.create_datagram_endpoint(
                asyncio.DatagramProtocol, remote_addr=("127.0.0.1", self.client)
            )
        try:
            for shown, unit in enumerate(endless(self.server.film)):
                if self.writer.is_closing() or (path == "stall" and shown == 15):
                    return
                if path == "drop" and shown == 15:
                    self.writer.close()
                    return
                packets = sender.packets(unit, aggregated=self.server.aggregated)
                self._send(out, self.server.sent(path, shown, unit, packets))
                await asyncio.sleep(1 / self.server.rate)
        finally:
            if out:
                out.close()

    def _send(self, out: asyncio.DatagramTransport | None, packets: Iterable[bytes]) -> None:
        for packet in packets:
            if out:
                out.sendto(packet)
            else:
                self.writer.write(struct.pack("!cBH", b"$", 2, len(packet)) + packet)

    async def _flood(self) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                self.writer.write(b"$\0\xff\xff" + bytes(0xFFFF))
                await self.writer.drain()

    async def _endless_header(self) -> None:
        self.writer.write(b"RTSP/1.0 200 OK\r\n")
        with contextlib.suppress(ConnectionError):
            while True:
                self.writer.write(b"X: " + b"a" * 1000 + b"\r\n")
                await self.writer.drain()

    def _reply(
        self, headers: dict[str, str], status: str = "200 OK", more: str = "", body: str = ""
    ) -> None:
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        self.writer.write(
            f"RTSP/1.0 {status}\r\nCSeq: {headers['CSeq']}\r\n{more}{length}\r\n{body}".encode()
        )

    def _challenge(self, path: str, method: str, url: str, given: str) -> str:
        """Say what is missing for a camera with a password; empty when nothing is."""
        if path == "basic":
            right = "Basic " + _encoded(f"{USER}:{PASSWORD}".encode())
            return "" if given == right else 'WWW-Authenticate: Basic realm="cam"\r\n'
        if path not in {"digest", "sha256"}:
            return ""
        name = "SHA-256" if path == "sha256" else "MD5"
        fields = {key: a or b for key, a, b in re.findall(r'(\w+)=(?:"([^"]*)"|([^,]*))', given)}
        if given.startswith("Digest") and fields["nonce"] == self.server.nonce:
            if fields["response"] == _expected(name, method, url, fields):
                return ""
            stale = ""
        else:
            stale = ", stale=true" if given else ""
        basic = 'WWW-Authenticate: Basic realm="cam"\r\n'
        return (
            f'{basic}WWW-Authenticate: Digest realm="cam", nonce="{self.server.nonce}", '
            f'qop="auth", algorithm={name}{stale}\r\n'
        )


def _expected(name: str, method: str, url: str, fields: dict[str, str]) -> str:
    def hashed(text: str) -> str:
        return hashlib.new(name.replace("-", "").lower(), text.encode()).hexdigest()

    secret = hashed(f"{USER}:cam:{PASSWORD}")
    middle = f"{fields['nonce']}:{fields['nc']}:{fields['cnonce']}:auth"
    return hashed(f"{secret}:{middle}:" + hashed(f"{method}:{fields['uri']}"))


def _faulty(path: str, shown: int, unit: Unit, packets: list[bytes]) -> list[bytes]:
    if path == "nokey" and unit.keyframe:
        return []
    if path == "corrupt" or (path == "rots" and shown >= 10):
        return [p[:60] + bytes(b ^ 0xA5 for b in p[60:90]) + p[90:] for p in packets]
    if path == "lost" and shown % 10 == 0 and shown % 20 != 10:  # every other keyframe has a hole
        return packets[:2] + packets[3:]
    if path == "late" and len(packets) > 3:
        return [packets[0], packets[2], packets[1], *packets[3:]]
    return packets


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()
