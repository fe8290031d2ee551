"""A recorder over HTTP, as MediaMTX and Frigate are, that keeps a film made for the tests."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import cache
from tempfile import NamedTemporaryFile
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import av

from registry.feeds.fetching import Fetcher
from registry.feeds.playback import Recorded
from registry.feeds.recorders.over_http import OverHttp
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.filmed import film
from tests.registry.feeds.http_server import Say, body, serving

BEGAN = 1_700_000_000.0
RATE, GOP, SECONDS = 5, 10, 100  # pictures a second; pictures from keyframe to keyframe; in all
ASK = "?path=cam&start={start_rfc3339}&duration={duration}"
FORMATS = {
    "fragmented": ("mp4", {"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
    "plain": ("mp4", {}),
    "faststart": ("mp4", {"movflags": "faststart"}),
    "transport": ("mpegts", {}),
}
T = TypeVar("T")


@cache
def filmed(codec: Codec, seconds: int = SECONDS) -> tuple[Unit, ...]:
    """Film pictures that say by their brightness which one they are, in turns of thirty."""
    pictures = seconds * RATE
    return tuple(film(codec, pictures=pictures, every=GOP, size=(64, 64), rate=RATE))


def muxed(units: Sequence[Unit], codec: Codec, kind: str, zero: float) -> bytes:
    """Write pictures as a recorder does; those before the beginning take no time."""
    name, options = FORMATS[kind]
    with (
        NamedTemporaryFile() as out,  # by its name: faststart reads what it wrote
        av.open(out.name, "w", format=name, options=options) as container,
    ):
        stream = container.add_mux_stream(
            "hevc" if codec is Codec.H265 else "h264", width=64, height=64
        )
        stream.time_base = Fraction(1, 90_000)
        for n, unit in enumerate(units):
            packet = av.Packet(unit.data)
            packet.stream, packet.time_base = stream, Fraction(1, 90_000)
            packet.pts = packet.dts = max(n, round((unit.pts - zero) * 90_000))
            packet.is_keyframe = unit.keyframe
            container.mux(packet)
        container.close()
        return out.read()


@dataclass
class Shelf(dict[str, Say]):
    """What the recorder answers at /get and /list; everything that was asked is remembered."""

    codec: Codec = Codec.H264
    kind: str = "fragmented"
    gap: tuple[float, float] = (0.0, 0.0)  # seconds after the beginning, not recorded
    wanted: str = ""  # the Authorization it wants
    asked: list[tuple[float, float]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def __missing__(self, path: str) -> Say:
        async def say(writer: asyncio.StreamWriter, head: str) -> None:
            self.heads.append(head)
            await self._answer(path, head)(writer, head)

        return say

    def _answer(self, path: str, head: str) -> Say:
        if self.wanted and f"Authorization: {self.wanted}" not in head:
            return status("401 Unauthorized", 'WWW-Authenticate: Basic realm="r"\r\n')
        parts = urlsplit(path)
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "list":
            return body(json.dumps(self._listed()).encode(), "application/json")
        begin = datetime.fromisoformat(said["start"]).timestamp() - BEGAN
        end = begin + float(said["duration"])
        self.asked.append((begin, end))
        kept = self._kept(begin, end)
        return body(kept, "video/mp4") if kept else status("404 Not Found")

    def _listed(self) -> list[dict[str, object]]:
        edges = [0.0, *self.gap, float(SECONDS)] if any(self.gap) else [0.0, float(SECONDS)]
        return [
            {
                "start": datetime.fromtimestamp(BEGAN + a).astimezone().isoformat(),
                "duration": b - a,
            }
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]

    def _kept(self, begin: float, end: float) -> bytes:
        there = [u for u in filmed(self.codec) if not self.gap[0] <= u.pts < self.gap[1]]
        before = [u.pts for u in there if u.keyframe and u.pts <= begin + 1e-3]
        if any(self.gap) and before and before[-1] < self.gap[0] <= begin:
            before = []  # nothing leads into what lies behind the gap
        first = before[-1] if before else begin
        units = [u for u in there if first <= u.pts < end]
        if not any(u.pts >= begin for u in units):
            return b""
        return muxed(units, self.codec, self.kind, begin)


def status(line: str, more: str = "") -> Say:
    """Answer without a body."""

    async def say(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(f"HTTP/1.1 {line}\r\n{more}Content-Length: 0\r\n\r\n".encode())

    return say


def ask(shelf: dict[str, Say], question: Callable[[str, Fetcher], Awaitable[T]]) -> T:
    """Ask a recorder that is there for as long as it takes."""

    async def run() -> T:
        async with asyncio.timeout(60), serving(shelf) as (at, fetcher):
            return await question(at, fetcher)

    return asyncio.run(run())


async def watch(recorded: Recorded, fetcher: Fetcher, begin: float, end: float) -> list[Unit]:
    """Play a time, given in seconds after the beginning, to its end."""
    async with recorded.play(fetcher, BEGAN + begin, BEGAN + end) as stream:
        return [unit async for unit in stream.units()]


def at_recorder(at: str, ask: str = ASK, *, spans: bool = False, credential: str = "") -> OverHttp:
    """Give the camera's recorder."""
    return OverHttp(f"{at}/get{ask}", f"{at}/list?path=cam" if spans else "", credential)


def seconds(units: Sequence[Unit]) -> list[float]:
    """Say when pictures were taken, in seconds after the beginning."""
    return [round(unit.arrived_at - BEGAN, 2) for unit in units]


def numbers(units: Sequence[Unit], codec: Codec) -> list[int]:
    """Decode pictures and say which of thirty each is."""
    context = av.CodecContext.create("hevc" if codec is Codec.H265 else "h264", "r")
    assert isinstance(context, av.VideoCodecContext)
    frames = [frame for unit in units for frame in context.decode(av.Packet(unit.data))]
    frames += context.decode(None)
    assert not any(frame.is_corrupt for frame in frames)
    shown = [float(frame.to_ndarray(format="gray").mean()) for frame in frames]
    # studio range: 16..235 is 0..255
    return [round((each * 219 / 255 + 16 - 20) / 7) for each in shown]
