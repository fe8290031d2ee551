"""A recorder takes what its camera sends over RTSP and loses no more than it must."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import av
import pytest
from django.db import connection

from frontend.media.database import ask
from frontend.media.recording import Recording
from registry.feeds import streaming
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.sources.source import Codec, Source, Unit
from registry.feeds.streaming import Hub
from registry.models import Recorder, Segment
from registry.recordings import cutting
from registry.recordings.store import Store
from tests.registry.feeds.filmed import Projector, film
from tests.registry.feeds.rtsp_server import RtspServer
from tests.registry.recordings import conftest
from tests.registry.recordings.conftest import camera

pytestmark = pytest.mark.usefixtures("committed")
shelf = conftest.shelf


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "LENGTH", 0.5)
    monkeypatch.setattr(streaming, "LONGEST_REST", 0.2)


@pytest.fixture
def recorded() -> UUID:
    pk = camera().pk
    Recorder.objects.create(camera_id=pk, days=1)
    return pk


@asynccontextmanager
async def recording(source: Source) -> AsyncIterator[tuple[Recording, Fetcher]]:
    """Have a recorder whose cameras are all this one."""

    async def find(_: UUID) -> Source:
        return source

    ports = {int(source.url.split(":")[2].split("/")[0])} if isinstance(source, Rtsp) else set()
    fetcher = Fetcher(AllowList((), ports))
    hub = Hub(find, fetcher)
    recording = Recording(hub)
    try:
        yield recording, fetcher
    finally:
        await recording.aclose()
        await hub.aclose()
        await fetcher.aclose()


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await true():
            await asyncio.sleep(0.02)


async def segments(count: int) -> bool:
    return int(await ask(Segment.objects.count)) >= count


async def state() -> tuple[str, str]:
    recorder = await ask(Recorder.objects.get)
    return recorder.state, recorder.reason


def light(units: list[Unit], codec: Codec) -> list[int]:
    decoder = av.CodecContext.create({Codec.H265: "hevc"}.get(codec, codec.value), "r")
    assert isinstance(decoder, av.VideoCodecContext)
    packets = [*(av.Packet(unit.data) for unit in units), None]
    shown = [frame for packet in packets for frame in decoder.decode(packet)]
    return [int(frame.to_ndarray(format="gray").mean()) for frame in shown]


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_what_a_camera_sent_over_rtsp_plays_as_it_was_sent(
    shelf: Path, recorded: UUID, codec: Codec
) -> None:
    async def run() -> tuple[RtspServer, list[Unit]]:
        async with (
            RtspServer(codec, rate=10).serving() as server,
            recording(Rtsp(server.url("ok"), "", udp=False)) as (recorder, fetcher),
        ):
            recorder.follow(frozenset({recorded}))
            await until(lambda: segments(2))
            recorder.follow(frozenset())
            await recorder.aclose()
            store = Store(recorded, ask)
            [span] = await store.spans(fetcher, 0.0, 1e10)
            async with store.play(fetcher, span.begins_at, span.ends_at + 1) as stream:
                assert stream.codec is codec
                return server, [unit async for unit in stream.units()]

    server, units = asyncio.run(run())
    shown, sent = light(units, codec), light(list(server.film), codec)
    assert shown == [sent[n % len(sent)] for n in range(len(shown))]
    assert len(units) == len(shown) >= 20
    assert all(0 < b.pts - a.pts < 0.3 for a, b in pairwise(units))


def test_an_outage_is_a_gap_and_the_recorder_says_so(shelf: Path, recorded: UUID) -> None:
    projector = Projector()

    async def run() -> None:
        async with recording(projector) as (recorder, _):
            recorder.follow(frozenset({recorded}))
            projector.show(aged(film(pictures=20, every=10, rate=10), 60.0))
            await until(lambda: said("recording"))
            projector.feed.put_nowait(None)
            await until(lambda: said("no_picture"))
            assert (await state())[1] == "the camera ended the stream"
            projector.show(aged(film(pictures=20, every=10, rate=10), 10.0))
            await until(lambda: said("recording"))

    async def said(word: str) -> bool:
        return (await state())[0] == word

    asyncio.run(run())
    assert len(spans(recorded)) == 2


def test_what_was_begun_is_kept_when_another_process_takes_over(
    shelf: Path, recorded: UUID
) -> None:
    projector = Projector()

    async def run() -> None:
        async with recording(projector) as (recorder, _):
            recorder.follow(frozenset({recorded}))
            projector.show(aged(film(pictures=4, every=10, rate=10), 10.0))
            await until(lambda: shown(projector))
            recorder.follow(frozenset())

    asyncio.run(run())
    [(begins_at, ends_at)] = spans(recorded)
    assert ends_at - begins_at == pytest.approx(0.4, abs=0.02)


def test_a_full_disk_is_said_and_recording_goes_on_once_there_is_room(
    shelf: Path, recorded: UUID, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.media.recording.FULL_AGAIN", 0.1)
    shelf.mkdir()
    settings.RECORDINGS_LEAVE_FREE_MB = 1 << 40
    projector = Projector()

    async def full() -> bool:
        projector.show(aged(film(pictures=20, every=5, rate=10), 10.0))
        return (await state())[0] == "full"

    async def going() -> bool:
        projector.show(aged(film(pictures=20, every=5, rate=10), 5.0))
        return await segments(1)

    async def run() -> None:
        async with recording(projector) as (recorder, _):
            recorder.follow(frozenset({recorded}))
            await until(full)
            assert "are free" in (await state())[1]
            assert not await segments(1)
            settings.RECORDINGS_LEAVE_FREE_MB = 1
            await until(going)

    asyncio.run(run())


def test_a_fault_of_ours_costs_one_recorder_a_moment_and_no_other(
    shelf: Path, recorded: UUID, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    projector, broken = Projector(), [True]
    real = cutting.Cutter.take

    def take(self: cutting.Cutter, codec: Codec, unit: Unit) -> cutting.Cut | None:
        if broken.pop() if broken else False:
            raise AssertionError("a fault")
        return real(self, codec, unit)

    monkeypatch.setattr(cutting.Cutter, "take", take)

    async def run() -> None:
        async with recording(projector) as (recorder, _), asyncio.timeout(30):
            while not await segments(1):
                recorder.follow(frozenset({recorded}))
                projector.show(aged(film(pictures=20, every=5, rate=10), 5.0))

    asyncio.run(run())
    assert "a recorder fell" in caplog.text


async def shown(projector: Projector) -> bool:
    """Tell whether all was taken and handed on."""
    return projector.feed.empty() and (await state())[0] == "recording"


def aged(units: list[Unit], ago: float) -> list[Unit]:
    """Say they were taken so many seconds ago."""
    now = datetime.now(UTC).timestamp()
    return [Unit(u.data, u.keyframe, u.pts, now - ago + u.pts) for u in units]


def spans(camera: UUID) -> list[tuple[float, float]]:
    """Join what adjoins."""
    found: list[tuple[float, float]] = []
    rows = Segment.objects.filter(camera=camera).order_by("begins_at")
    for begins_at, ends_at in rows.values_list("begins_at", "ends_at"):
        span = begins_at.timestamp(), ends_at.timestamp()
        if found and span[0] - found[-1][1] < 1:
            span = found.pop()[0], span[1]
        found.append(span)
    connection.close()
    return found
