"""What a box recorded, seen at the centre: for one call, as far back as its owner lets it."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.ring import Ring
from registry.edge.terms import Terms
from registry.edge.wire import Sent
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.folders import sockets_folder
from registry.feeds.playback import Span
from registry.feeds.recorders.edge import EdgeRecorded
from registry.feeds.refusals import FeedForbidden, FeedSilent
from registry.feeds.sources.source import Codec, Unit
from registry.models import Box, Grant, Incident
from tests.frontend.media.boxed import Site, at_work, by_hand, site, until, words
from tests.frontend.media.conftest import CameraServer, Media
from tests.frontend.media.streamer import Streamer, streaming
from tests.frontend.media.test_edge import Shop
from tests.frontend.media.test_watch import Scene

OPEN = Terms(capabilities=frozenset({"recorded"}), condition="always")
NEVER = Fetcher(AllowList((), ()))


@pytest.fixture(scope="module")
def streamer() -> Iterator[Streamer]:
    with streaming(every=5) as streamer:
        yield streamer


@pytest.fixture
def shop(cameras: CameraServer, media: Media, streamer: Streamer) -> Shop:
    camera = LocalCamera(
        id=uuid4(), name="Door", url=streamer.url("shop"), terms=OPEN, keep=True
    )  # fmt: skip
    return Shop(Scene(cameras), camera)


@pytest.fixture
def work(shop: Shop, media: Media, streamer: Streamer, tmp_path: Path) -> Iterator[Site]:
    with at_work(site(tmp_path, media, shop.box, shop.key, shop.local, streamer.port)) as work:
        work.switch(OPEN)  # from now on
        until(lambda: Box.objects.get().heard_at and _terms(shop).get("since"), 30)
        yield work


def _terms(shop: Shop) -> dict[str, object]:
    return dict(shop.box.cameras.get().terms)


def recorded(shop: Shop) -> EdgeRecorded:
    scene = shop.scene
    return EdgeRecorded(shop.camera.pk, sockets_folder(), scene.call.pk, scene.user.pk)


async def played(shop: Shop, begin: float, end: float) -> list[Unit]:
    async with recorded(shop).play(NEVER, begin, end) as stream:
        assert stream.codec is Codec.H264
        return [unit async for unit in stream.units()]


def spans(shop: Shop, begin: float = 1.0, end: float = 9e9) -> list[Span]:
    return asyncio.run(recorded(shop).spans(NEVER, begin, end))


def test_what_a_box_kept_is_listed_and_played(shop: Shop, work: Site) -> None:
    until(lambda: [s for s in spans(shop) if s.ends_at - s.begins_at > 1.0], 30)
    [span] = spans(shop)
    units = asyncio.run(played(shop, span.begins_at, span.ends_at))
    assert units[0].keyframe
    assert span.begins_at <= units[0].arrived_at < span.begins_at + 0.5
    assert all(span.begins_at <= unit.arrived_at < span.ends_at for unit in units)
    assert units[-1].pts - units[0].pts == pytest.approx(
        units[-1].arrived_at - units[0].arrived_at, abs=0.01
    )
    until(lambda: work.looks("ended"))
    [began] = work.looks("began")
    assert (began["want"], began["incident"], began["role"]) == ("recorded", "1", "dispatcher")


def test_who_hangs_up_is_sent_no_more(shop: Shop, work: Site) -> None:
    async def run() -> None:
        async with recorded(shop).play(NEVER, time.time() - 60, time.time() + 60) as stream:
            async for _ in stream.units():
                return

    until(lambda: spans(shop), 30)
    asyncio.run(run())
    until(lambda: work.looks("ended"), 30)


def test_the_box_says_no_where_its_owner_does(shop: Shop, work: Site) -> None:
    until(lambda: spans(shop), 30)
    work.switch(replace(OPEN, capabilities=frozenset({"still"})))
    grants = Grant.objects.filter(camera=shop.camera)
    until(lambda: grants.get(valid_to=None).capabilities == ["still"], 30)
    with pytest.raises(FeedForbidden, match="not allowed"):
        spans(shop)


def test_a_closed_call_opens_no_recording(shop: Shop, work: Site) -> None:
    until(lambda: spans(shop), 30)
    Incident.registry.update(state="closed", closed_at=shop.scene.call.reported_at)
    with pytest.raises(FeedForbidden, match="not allowed"):
        asyncio.run(played(shop, time.time() - 60, time.time()))


def test_a_killed_box_ends_what_is_played_and_keeps_what_it_recorded(
    shop: Shop, work: Site
) -> None:
    until(lambda: spans(shop), 30)
    assert work.process
    work.process.kill()
    work.process.wait(10)
    with pytest.raises(FeedSilent, match="not connected"):
        until(lambda: spans(shop) and None, 30)
    assert Ring(work.folder, 1 << 30).spans(shop.local.id, 0, 9e9)


def test_a_box_that_sends_another_time_than_was_asked_for_shows_nothing(
    shop: Shop, media: Media
) -> None:
    async def run() -> list[Unit]:
        async with by_hand(media, shop.box.pk, shop.key) as box:
            await words(box, "looks")
            asking = asyncio.create_task(played(shop, 5000.0, 5010.0))
            asked = await words(box, "play")
            for at in (1000.0, 5020.0, 5001.0):
                unit = Unit(b"\x00\x00\x00\x01\x65", True, 0.0, at)
                sent = Sent.played(UUID(asked["ask"]), Codec.H264, unit)
                await box.send(sent.written())
            await box.send(json.dumps({"type": "played", "ask": asked["ask"]}))
            return await asking

    [unit] = asyncio.run(run())
    assert unit.arrived_at == 5001.0
