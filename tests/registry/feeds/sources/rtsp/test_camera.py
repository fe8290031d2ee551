"""RTSP cameras, healthy and faulty, on real sockets."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent, NoKeyframe
from registry.feeds.sources import source
from registry.feeds.sources.rtsp import camera, conversation
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.sources.source import Codec, Still, Unit
from tests.registry.feeds.rtsp_server import PASSWORD, USER, RtspServer, short_film

RIGHT = f"{USER}:{PASSWORD}"
T = TypeVar("T")


def run(server: RtspServer, play: Callable[[Fetcher], Awaitable[T]]) -> T:
    async def whole() -> T:
        async with server.serving(), asyncio.timeout(20):
            fetcher = Fetcher(AllowList(loopback_ports={server.port}))
            try:
                return await play(fetcher)
            finally:
                await fetcher.aclose()

    return asyncio.run(whole())


def grab(path: str, *, credential: str = "", udp: bool = False, codec: Codec = Codec.H264) -> Still:
    server = RtspServer(codec)
    return run(server, lambda out: Rtsp(server.url(path), credential, udp).grab(out))


async def take(
    source: Rtsp, fetcher: Fetcher, count: int, *, keyframes: bool = False
) -> list[Unit]:
    taken: list[Unit] = []
    async with source.open(fetcher) as stream:
        async for unit in stream.units(keyframes=keyframes):
            taken.append(unit)
            if len(taken) == count:
                break
    return taken


@pytest.mark.parametrize("udp", [False, True])
@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
@pytest.mark.parametrize("aggregated", [False, True])
def test_every_picture_arrives_as_it_was_filmed(codec: Codec, aggregated: bool, udp: bool) -> None:
    server = RtspServer(codec, aggregated=aggregated)
    units = run(server, lambda out: take(Rtsp(server.url("ok"), udp=udp), out, 25))
    shown = [unit.pts - units[0].pts for unit in units]
    assert shown == pytest.approx([n / 10 for n in range(25)], abs=1e-4)
    assert [unit.keyframe for unit in units] == [n % 10 == 0 for n in range(25)]
    assert decoded(units, codec) == 25
    film = short_film(codec)
    assert units[1].data.endswith(film[1].data[-200:])


def decoded(units: list[Unit], codec: Codec) -> int:
    """Count the pictures a decoder makes of these, none of them corrupt."""
    import av

    context = av.CodecContext.create("hevc" if codec is Codec.H265 else "h264", "r")
    assert isinstance(context, av.VideoCodecContext)
    frames = [frame for unit in units for frame in context.decode(av.Packet(unit.data))]
    frames += context.decode(None)
    assert not any(frame.is_corrupt for frame in frames)
    return len(frames)


def test_only_keyframes_are_given_when_only_they_are_wanted() -> None:
    server = RtspServer()
    units = run(server, lambda out: take(Rtsp(server.url("ok")), out, 3, keyframes=True))
    assert all(unit.keyframe for unit in units)
    assert [unit.pts for unit in units] == pytest.approx([0, 1, 2], abs=1e-4)


@pytest.mark.parametrize("udp", [False, True])
def test_one_grab_asks_once_and_says_goodbye(udp: bool) -> None:
    server = RtspServer()

    async def play(out: Fetcher) -> Still:
        still = await Rtsp(server.url("ok"), udp=udp).grab(out)
        while server.open:
            await asyncio.sleep(0.01)
        return still

    still = run(server, play)
    assert still.codec is Codec.H264
    assert time.time() - still.captured_at < 5
    asked = server.asked.copy()
    # over TCP pictures still on their way may overtake the last word: the connection ends anyway
    assert asked.pop("TEARDOWN", 0) == 1 or not udp
    assert asked == {"DESCRIBE": 1, "SETUP": 1, "PLAY": 1}


@pytest.mark.parametrize("path", ["basic", "digest", "sha256"])
def test_a_camera_that_wants_a_password_gets_it_in_its_way(path: str) -> None:
    assert grab(path, credential=RIGHT).data


@pytest.mark.parametrize("path", ["digest", "sha256"])
def test_the_password_itself_is_never_sent_to_one_that_knows_digest(path: str) -> None:
    server = RtspServer()
    run(server, lambda out: Rtsp(server.url(path), RIGHT).grab(out))
    given = [headers.get("Authorization", "") for _, headers in server.requests]
    assert not any(each.startswith("Basic") for each in given)


@pytest.mark.parametrize("path", ["basic", "digest", "sha256"])
@pytest.mark.parametrize("credential", ["", f"{USER}:wrong"])
def test_a_wrong_password_is_named_and_not_tried_for_ever(path: str, credential: str) -> None:
    with pytest.raises(FeedSilent, match="password"):
        grab(path, credential=credential)


def test_a_nonce_that_grew_old_is_renewed_while_the_stream_plays() -> None:
    server = RtspServer(timeout=2)

    async def play(out: Fetcher) -> int:
        async with Rtsp(server.url("digest"), RIGHT).open(out) as stream:
            server.nonce = "two"
            async for _ in stream.units():
                if server.asked["GET_PARAMETER"] >= 2:
                    break
        return server.asked["DESCRIBE"]

    assert run(server, play) == 2  # once without, once with the password


@pytest.mark.parametrize(("path", "word"), [("ok", "GET_PARAMETER"), ("old", "OPTIONS")])
@pytest.mark.parametrize("udp", [False, True])
def test_a_session_is_kept_alive_by_what_the_camera_knows(path: str, word: str, udp: bool) -> None:
    server = RtspServer(timeout=2)

    async def play(out: Fetcher) -> None:
        async with Rtsp(server.url(path), udp=udp).open(out) as stream:
            async for _ in stream.units():
                if server.asked[word]:
                    break

    run(server, play)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("mute", "no answer"),
        ("header", "too long"),
        ("junk", "not RTSP"),
        ("flood", "does not answer"),
        ("stall", "nothing came"),
    ],
)
def test_a_camera_that_misbehaves_is_left(
    path: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the wait that is to run out is short: a busy machine must not name another.
    short = {"mute": "ANSWER", "stall": "SILENCE"}
    if path in short:
        monkeypatch.setattr(conversation, short[path], 0.5)
    server = RtspServer()
    with pytest.raises(FeedSilent, match=said):
        run(server, lambda out: take(Rtsp(server.url(path)), out, 30))


def test_a_stalled_camera_is_left_over_udp_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "SILENCE", 0.5)
    server = RtspServer()
    with pytest.raises(FeedSilent, match="nothing came"):
        run(server, lambda out: take(Rtsp(server.url("stall"), udp=True), out, 30))


@pytest.mark.parametrize("udp", [False, True])
def test_a_camera_that_hangs_up_ends_the_stream(udp: bool) -> None:
    server = RtspServer()
    with pytest.raises(FeedSilent, match="ended"):
        run(server, lambda out: take(Rtsp(server.url("drop"), udp=udp), out, 30))


def test_a_camera_without_keyframes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "KEYFRAME_WAIT", 0.5)
    with pytest.raises(NoKeyframe):
        grab("nokey")


@pytest.mark.parametrize("keyframes", [True, False])
def test_a_picture_with_a_hole_is_never_given(keyframes: bool) -> None:
    server = RtspServer()
    units = run(server, lambda out: take(Rtsp(server.url("lost")), out, 5, keyframes=keyframes))
    first, whole = short_film(Codec.H264)[0].data, short_film(Codec.H264)[10].data
    keys = [unit.data for unit in units if unit.keyframe]
    assert keys
    assert all(key[-100:] == whole[-100:] and key[-100:] != first[-100:] for key in keys)
    assert units[0].keyframe


def test_packets_that_overtook_each_other_are_put_in_order() -> None:
    server = RtspServer()
    units = run(server, lambda out: take(Rtsp(server.url("late"), udp=True), out, 20))
    assert decoded(units, Codec.H264) == 20


def test_a_closed_port_is_named() -> None:
    async def play() -> Still:
        server = RtspServer()
        async with server.serving():
            pass
        return await Rtsp(server.url("ok")).grab(Fetcher(AllowList((), {server.port})))

    with pytest.raises(FeedSilent, match="refused"):
        asyncio.run(play())


@pytest.mark.parametrize("url", ["rtsp://u:p@127.0.0.1/", "http://127.0.0.1/", "rtsp://127.0.0.1/"])
def test_an_address_that_is_not_allowed_is_never_connected_to(url: str) -> None:
    with pytest.raises(FeedForbidden):
        asyncio.run(Rtsp(url).grab(Fetcher(AllowList())))


def test_a_password_is_not_in_what_is_printed() -> None:
    assert PASSWORD not in repr(Rtsp("rtsp://10.0.0.1/", RIGHT))
