"""What is handed on of a camera's playlists, how often it is asked for, and what never is."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from uuid import UUID

import pytest

from registry.feeds import relaying
from registry.feeds.refusals import (
    FeedForbidden,
    FeedSilent,
    PassExpired,
    PassRefused,
    PictureRefused,
)
from registry.feeds.relaying import Relay, Relays
from registry.feeds.sealing import opened, seal
from registry.feeds.sources.hls import Hls
from registry.feeds.sources.rewriting import Kind
from tests.registry.feeds.http_server import Say, body, serving

CAMERA, OTHER = UUID(int=1), UUID(int=2)
MASTER = b"""#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",URI="http://evil.example/sound.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=900,CODECS="avc1.42c01e,mp4a.40.2",AUDIO="a",RESOLUTION=640x360
large/list.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=300,CODECS="avc1.42c01e"
list.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9,URI="http://evil.example/i.m3u8"
"""
LIST = b"""#EXTM3U
#EXT-X-KEY:METHOD=AES-128,URI="key"
#EXTINF:2.5,title
a.ts
"""


def relayed(
    paths: dict[str, bytes], then: Callable[[Relay], Coroutine[None, None, None]]
) -> list[str]:
    """Serve these and hand them on; gives what was asked for."""
    asked: list[str] = []

    def noting(name: str, content: bytes) -> Say:
        async def say(writer: asyncio.StreamWriter, request: str) -> None:
            asked.append(name)
            await body(content)(writer, request)

        return say

    async def run() -> None:
        served = {name: noting(name, content) for name, content in paths.items()}
        async with serving(served) as (base, fetcher), asyncio.timeout(20):
            relay = Relay(CAMERA, Hls(f"{base}/m"), fetcher)
            await then(relay)
            relay.close()

    asyncio.run(run())
    return asked


def named(playlist: bytes) -> list[str]:
    return re.findall(r"[\w-]{40,}", playlist.decode())


def test_every_address_becomes_a_name_of_ours_and_the_rest_is_left_out() -> None:
    async def then(relay: Relay) -> None:
        master = (await relay.part(relay.first)).body
        assert b"evil" not in master
        assert b"AUDIO" not in master
        assert b'BANDWIDTH=900,RESOLUTION=640x360,CODECS="avc1.42c01e,mp4a.40.2"' in master
        large, small = named(master)
        assert opened(CAMERA, large)[0].endswith("/large/list.m3u8")
        listed = (await relay.part(small)).body
        key, segment = named(listed)
        assert b"#EXT-X-KEY:METHOD=AES-128,URI=" in listed
        assert (await relay.part(key)).kind is Kind.KEY
        assert (await relay.part(segment)).body == b"pictures"

    relayed({"m": MASTER, "list.m3u8": LIST, "key": bytes(16), "a.ts": b"pictures"}, then)


def test_many_who_ask_at_once_ask_the_camera_once() -> None:
    async def then(relay: Relay) -> None:
        await asyncio.gather(*(relay.part(relay.first) for _ in range(20)))
        (_, segment) = named((await relay.part(relay.first)).body)
        parts = await asyncio.gather(*(relay.part(segment) for _ in range(20)))
        assert {part.body for part in parts} == {b"pictures"}

    asked = relayed({"m": LIST, "a.ts": b"pictures"}, then)
    assert asked.count("a.ts") == asked.count("m") == 1


def test_whoever_asked_first_may_leave_without_the_others() -> None:
    async def then(relay: Relay) -> None:
        first, second = (asyncio.create_task(relay.part(relay.first)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        assert (await second).kind is Kind.LIST

    assert relayed({"m": LIST}, then) == ["m"]


def test_what_did_not_come_is_asked_for_again() -> None:
    async def gone(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")

    answers = [gone, body(LIST)]

    async def changing(writer: asyncio.StreamWriter, request: str) -> None:
        await answers.pop(0)(writer, request)

    async def run() -> None:
        async with serving({"m": changing}) as (base, fetcher), asyncio.timeout(20):
            relay = Relay(CAMERA, Hls(f"{base}/m"), fetcher)
            with pytest.raises(FeedSilent):
                await relay.part(relay.first)
            assert (await relay.part(relay.first)).kind is Kind.LIST

    asyncio.run(run())


@pytest.mark.parametrize(
    "line",
    [
        b"http://169.254.169.254/latest",
        b"//evil.example/a.m4s",
        b"https://127.0.0.1/a",
        b"file:///etc/passwd",
        b'#EXT-X-KEY:METHOD=AES-128,URI="http://127.0.0.1:22/key"',
        b'#EXT-X-MAP:URI="http://127.0.0.1:22/start"',
        b"a" * 3000,
    ],
)
def test_a_playlist_that_leads_elsewhere_is_refused(line: bytes) -> None:
    async def then(relay: Relay) -> None:
        with pytest.raises(FeedForbidden, match="leads elsewhere"):
            await relay.part(relay.first)

    relayed({"m": LIST + line + b"\n"}, then)


@pytest.mark.parametrize(
    ("playlist", "why"),
    [
        (LIST + b"#EXTINF:2,\na.ts\n" * 40_000, "no end"),
        (LIST + b"#\n" * 30_000, "no end"),
        (LIST + b"#EXT-X-BYTERANGE:9@0\n", "places in one file"),
        (b'#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI="k"\n', "encrypted"),
        (b"<html>", "no playlist"),
    ],
    ids=["long", "many lines", "byte ranges", "other keys", "a page"],
)
def test_what_cannot_be_handed_on_is_named(playlist: bytes, why: str) -> None:
    async def then(relay: Relay) -> None:
        with pytest.raises(PictureRefused, match=why):
            await relay.part(relay.first)

    relayed({"m": playlist}, then)


def test_a_key_is_a_key_and_nothing_else() -> None:
    async def then(relay: Relay) -> None:
        key, _ = named((await relay.part(relay.first)).body)
        with pytest.raises(PictureRefused, match="none"):
            await relay.part(key)

    relayed({"m": LIST, "key": b"<html>a page of the camera's own</html>"}, then)


@pytest.mark.parametrize(
    ("listed", "needed"),
    [
        ({"m": MASTER}, True),
        ({"m": LIST}, True),
        ({"m": b'#EXTM3U\n#EXT-X-MAP:URI="s"\n#EXTINF:2,\na\n'}, True),
        ({"m": b"#EXTM3U\n#EXTINF:2,\na.ts\n"}, False),
        ({"m": MASTER.replace(b"900", b"9").split(b"large")[0] + b"list.m3u8\n",
          "list.m3u8": b"#EXTM3U\n#EXTINF:2,\na.ts\n"}, False),
    ],
    ids=["variants", "key", "fragments", "plain", "one variant"],
)  # fmt: skip
def test_only_what_we_would_take_less_of_is_for_a_player(
    listed: dict[str, bytes], needed: bool
) -> None:
    async def then(relay: Relay) -> None:
        assert await relay.needed() is needed

    relayed(listed, then)


def test_a_feed_that_was_moved_begins_anew_and_one_nobody_asks_for_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def run() -> None:
        async with serving({}) as (base, fetcher):
            relays = Relays(fetcher)
            first = relays.of(CAMERA, Hls(f"{base}/m"))
            assert relays.of(CAMERA, Hls(f"{base}/m")) is first
            moved = relays.of(CAMERA, Hls(f"{base.replace('127.0.0.1', 'localhost')}/m"))
            assert moved is not first
            with pytest.raises(PassRefused):
                await moved.part(first.first)
            monkeypatch.setattr(relaying, "IDLE", -1.0)
            relays.of(OTHER, moved.source)
            assert relays.of(CAMERA, moved.source) is not moved
            relays.close()

    asyncio.run(run())


def test_a_name_is_of_one_camera_for_a_while_and_says_nothing() -> None:
    name = seal(CAMERA, "http://camera/a", Kind.PART, step=300, now=1000.0)
    assert name == seal(CAMERA, "http://camera/a", Kind.PART, step=300, now=1100.0)
    assert opened(CAMERA, name, now=1400.0) == ("http://camera/a", Kind.PART)
    assert "camera" not in name
    with pytest.raises(PassExpired):
        opened(CAMERA, name, now=1600.0)
    for camera, given in ((OTHER, name), (CAMERA, name[:-3]), (CAMERA, ""), (CAMERA, "ü/..")):
        with pytest.raises(PassRefused):
            opened(camera, given, now=1000.0)
