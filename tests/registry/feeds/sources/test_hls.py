"""Playlists and segments over HTTP, good and bad, on real sockets."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent, NoKeyframe, PictureRefused
from registry.feeds.sources import hls
from registry.feeds.sources.evenly import Evenly
from registry.feeds.sources.hls import Hls
from registry.feeds.sources.playlist import segments, variants
from registry.feeds.sources.source import Codec, Still
from tests.registry.feeds.fragmented import encrypted, fragmented
from tests.registry.feeds.http_server import Say, body, serving
from tests.registry.feeds.rtsp_server import short_film
from tests.registry.feeds.transport_streams import muxed

KIND = "application/vnd.apple.mpegurl"
SECRET = b"sixteen letters!"
MASTER = """#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2"
sound.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=4000000,RESOLUTION=1920x1080,CODECS="avc1.64001f,mp4a.40.2"
large.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=320x180,CODECS="avc1.42c01e"
list.m3u8
"""


def playlist(*names: str, first: int = 7, more: str = "") -> Say:
    lines = ["#EXTM3U", f"#EXT-X-MEDIA-SEQUENCE:{first}", "#EXT-X-TARGETDURATION:2"]
    lines += [line for name in names for line in (more, "#EXTINF:0.1,", name) if line]
    return body("\n".join(lines).encode(), KIND)


def grab(paths: dict[str, Say], name: str = "list.m3u8") -> Still:
    async def play() -> Still:
        async with serving(paths) as (base, fetcher), asyncio.timeout(10):
            return await Hls(f"{base}/{name}").grab(fetcher)

    return asyncio.run(play())


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_a_grab_takes_the_last_keyframe_of_the_newest_segment(codec: Codec) -> None:
    film = short_film(codec)
    new = body(muxed(film, codec))
    still = grab({"list.m3u8": playlist("old.ts", "new.ts"), "new.ts": new})
    assert still.codec is codec
    assert still.data.endswith(film[10].data[-40:])


def test_of_several_variants_the_smallest_with_pictures_is_taken() -> None:
    paths = {"m": body(MASTER.encode(), KIND), "list.m3u8": playlist("a.ts")}
    assert grab(paths | {"a.ts": body(muxed(short_film(Codec.H264)))}, "m").data


def test_the_playlist_is_believed_that_a_picture_is_old_and_never_that_it_is_new() -> None:
    film = body(muxed(short_film(Codec.H264)))

    def taken(at: float) -> float:
        said = datetime.fromtimestamp(at, UTC).isoformat()
        listed = playlist("a.ts", more=f"#EXT-X-PROGRAM-DATE-TIME:{said}")
        return grab({"list.m3u8": listed, "a.ts": film}).captured_at

    now = time.time()
    assert taken(now - 60) == pytest.approx(now - 59, abs=0.1)
    assert taken(now + 60) == pytest.approx(time.time(), abs=5)


def in_fragments() -> dict[str, bytes]:
    """Give a film's start and its one segment."""
    data = fragmented(short_film(Codec.H264))
    at = data.index(b"moof") - 4
    return {"start.mp4": data[:at], "a.m4s": data[at:]}


def test_fragments_of_mp4_are_taken_with_their_start() -> None:
    paths = {name: body(data) for name, data in in_fragments().items()}
    listed = playlist("a.m4s", more='#EXT-X-MAP:URI="start.mp4"')
    still = grab(paths | {"list.m3u8": listed})
    assert still.codec is Codec.H264
    assert still.data.endswith(short_film(Codec.H264)[10].data[-40:])


@pytest.mark.parametrize("iv", ["", ",IV=0x000000000000000000000000000000FF"])
def test_what_is_encrypted_is_opened_with_the_key_the_playlist_names(iv: str) -> None:
    first = bytes.fromhex(iv[6:]) if iv else (7).to_bytes(16)
    clear = muxed(short_film(Codec.H264), Codec.H264)
    paths = {
        "list.m3u8": playlist("a.ts", more=f'#EXT-X-KEY:METHOD=AES-128,URI="key"{iv}'),
        "key": body(SECRET),
        "a.ts": body(encrypted(clear, SECRET, first)),
    }
    assert grab(paths).data.endswith(short_film(Codec.H264)[10].data[-40:])
    with pytest.raises(PictureRefused, match="key does not open"):
        grab(paths | {"key": body(b"another")})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>", "no playlist"),
        (b"#EXTM3U\n", "nothing"),
        (b'#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI="k"\n#EXTINF:2,\na.ts\n', "encrypted"),
        (b'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0xZZ\n#EXTINF:2,\na\n', "cannot be read"),
        (b'#EXTM3U\n#EXT-X-MAP:URI="i",BYTERANGE="9@0"\n#EXTINF:2,\na\n', "places in one file"),
    ],
)
def test_what_cannot_be_played_is_named(content: bytes, said: str) -> None:
    with pytest.raises(PictureRefused, match=said):
        grab({"list.m3u8": body(content, KIND)})


def test_a_segment_that_is_no_transport_stream_is_refused() -> None:
    with pytest.raises(PictureRefused):
        grab({"list.m3u8": playlist("a.ts"), "a.ts": body(b"noise" * 1000)})


def test_a_segment_without_a_keyframe_is_named() -> None:
    segment = body(muxed(short_film(Codec.H264)[1:9]))
    with pytest.raises(NoKeyframe):
        grab({"list.m3u8": playlist("a.ts"), "a.ts": segment})


def follow(listed: Callable[[int], Say], count: int) -> list[float]:
    film = short_film(Codec.H264)
    asked = 0

    async def say(writer: asyncio.StreamWriter, request: str) -> None:
        nonlocal asked
        asked += 1
        await listed(asked)(writer, request)

    async def play() -> list[float]:
        paths = {"list.m3u8": say} | {f"{n}.ts": body(muxed(film)) for n in range(50)}
        taken: list[float] = []
        async with (
            asyncio.timeout(10),
            serving(paths) as (base, fetcher),
            Hls(f"{base}/list.m3u8").open(fetcher) as stream,
        ):
            async for unit in stream.units(keyframes=True):
                taken.append(unit.arrived_at)
                if len(taken) == count:
                    break
        return taken

    return asyncio.run(play())


@pytest.fixture
def short_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hls, "LEAST_REST", 0.05)
    monkeypatch.setattr(hls, "SILENCE", 0.3)


@pytest.mark.usefixtures("short_rests")
def test_each_new_segment_is_given_once() -> None:
    taken = follow(lambda n: playlist(f"{n}.ts", f"{n + 1}.ts", first=n), 6)
    assert len(taken) == 6


@pytest.mark.usefixtures("short_rests")
def test_a_segment_is_given_as_slowly_as_it_was_filmed(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def wait(_: Evenly, pts: float) -> None:
        waited.append(pts)

    monkeypatch.setattr(Evenly, "wait", wait)

    async def play() -> int:
        paths = {"list.m3u8": playlist("1.ts"), "1.ts": body(muxed(short_film(Codec.H264)))}
        async with (
            asyncio.timeout(10),
            serving(paths) as (base, fetcher),
            Hls(f"{base}/list.m3u8").open(fetcher) as stream,
        ):
            units = stream.units()
            for _ in stream.first:
                await anext(units)
            return len(stream.first)

    count = asyncio.run(play())
    assert len(waited) == count
    assert waited == sorted(waited)


@pytest.mark.usefixtures("short_rests")
def test_a_playlist_that_stands_still_is_left() -> None:
    with pytest.raises(FeedSilent, match="no new segment"):
        follow(lambda _: playlist("1.ts", "2.ts"), 6)


def test_the_password_goes_only_to_where_the_playlist_is() -> None:
    asked: list[str] = []

    def noting(say: Say) -> Say:
        async def note(writer: asyncio.StreamWriter, request: str) -> None:
            asked.append(request)
            await say(writer, request)

        return note

    async def guarded(writer: asyncio.StreamWriter, request: str) -> None:
        if "Authorization: Basic" in request:
            await playlist(f"{elsewhere}/a.ts")(writer, request)
        else:
            writer.write(b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")

    elsewhere = ""

    async def play() -> None:
        nonlocal elsewhere
        film = body(muxed(short_film(Codec.H264)))
        async with (
            serving({"a.ts": noting(film)}) as (elsewhere, _),
            serving({"list.m3u8": guarded}) as (base, _),
        ):
            ports = {urlsplit(each).port or 0 for each in (base, elsewhere)}
            fetcher = Fetcher(AllowList(loopback_ports=ports))
            await Hls(f"{base}/list.m3u8", "user:secret").grab(fetcher)
            await fetcher.aclose()

    asyncio.run(play())
    assert asked
    assert not any("Authorization" in request for request in asked)


def test_a_playlist_leads_to_no_camera_of_the_operators() -> None:
    async def play() -> None:
        segment = body(muxed(short_film(Codec.H264)))
        async with serving({"a.ts": segment}) as (elsewhere, _):
            led = playlist(f"{elsewhere.replace('127.0.0.1', 'localhost')}/a.ts")
            async with serving({"list.m3u8": led}) as (base, _):
                ports = {urlsplit(each).port or 0 for each in (base, elsewhere)}
                fetcher = Fetcher(AllowList(loopback_ports=ports))
                with pytest.raises(FeedForbidden):
                    await Hls(f"{base}/list.m3u8").grab(fetcher)
                await fetcher.aclose()

    asyncio.run(play())


@pytest.mark.parametrize("url", ["http://[c/list.m3u8", "http://c:x/", "ftp://c/list.m3u8"])
def test_what_is_no_address_is_not_asked(url: str) -> None:
    with pytest.raises(FeedForbidden):
        asyncio.run(Hls(url).grab(Fetcher(AllowList())))


def test_variants_and_segments_are_read_as_they_are_listed() -> None:
    found_variants = [each.url for each in variants(MASTER, "http://c/x/m.m3u8")]
    assert found_variants == ["http://c/x/list.m3u8", "http://c/x/large.m3u8"]
    text = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:9\n#EXTINF:2.5,\na.ts\n#EXTINF:x,\n/b.ts\n"
    found = segments(text, "http://c/x/m.m3u8")
    assert [each.url for each in found] == ["http://c/x/a.ts", "http://c/b.ts"]
    assert [each.number for each in found] == [9, 10]
