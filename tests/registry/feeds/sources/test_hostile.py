"""Whatever bytes a camera sends: they are read or refused, in bounded time and memory."""

import asyncio
import io
import struct
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.feeds.authentication import Login
from registry.feeds.klv import local_sets, read
from registry.feeds.klv_pose import fix_of
from registry.feeds.mp4.bits import nal_units
from registry.feeds.mp4.film import Film, Piece
from registry.feeds.mp4.fragments import Fragments
from registry.feeds.refusals import KlvRefused, PictureRefused
from registry.feeds.sources import playlist
from registry.feeds.sources.mjpeg import parts
from registry.feeds.sources.rtsp import pictures, sdp
from registry.feeds.sources.rtsp.camera import channel_of
from registry.feeds.sources.rtsp.pictures import Depacketizer
from registry.feeds.sources.rtsp.wire import Wire
from registry.feeds.sources.source import Codec, Unit
from registry.feeds.sources.transport_stream import Assembler, Demuxer, klv_sets
from registry.refusals import Refusal
from tests.registry.feeds.klv_sets import item, local_set
from tests.registry.feeds.rtsp_server import RtspServer, Sender, short_film
from tests.registry.feeds.transport_streams import muxed

EXAMPLES = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
CODECS = st.sampled_from([Codec.H264, Codec.H265])
MB = 1 << 20


@st.composite
def bent(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bend real bytes: some changed, some lost, some doubled, some put in."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case 1:
                del data[at : at + draw(st.integers(1, 400))]
            case 2:
                data[at:at] = data[at : at + draw(st.integers(1, 400))]
            case _:
                data[at : at + 4] = draw(st.sampled_from([b"\0\0\0\0", b"\xff\xff\xff\xff"]))
    return bytes(data)


@cache
def stream(codec: Codec) -> bytes:
    return muxed(short_film(codec)[:12], codec, klv=[local_set(), local_set(item(13, bytes(4)))])


@cache
def fragments(codec: Codec) -> bytes:
    film = Film(codec, 0.0)
    return b"".join(made.data for unit in short_film(codec) for made in film.take(unit))


def shown(codec: Codec, units: Iterator[Unit]) -> None:
    """Show what came through, as a viewer would."""
    film = Film(codec, 0.0)
    for unit in units:
        for made in film.take(unit):
            assert isinstance(made, Piece) or made.width >= 0


def refused(play: Callable[[], object]) -> None:
    """Play it; a refusal is an answer, any other fault is ours."""
    try:
        play()
    except Refusal:
        return


@EXAMPLES
@given(st.data(), CODECS)
def test_a_bent_transport_stream(data: st.DataObject, codec: Codec) -> None:
    def play() -> None:
        demuxer = Demuxer(klv=True)
        came = [*demuxer.feed(data.draw(bent(stream(codec)))), *demuxer.finish()]
        for pes in came:
            for each in klv_sets(pes):
                assert isinstance(each, bytes)
        if demuxer.codec:
            assembler = Assembler(demuxer.codec)
            shown(demuxer.codec, (u for pes in came if (u := assembler.unit(pes, 0.0))))

    refused(play)


@EXAMPLES
@given(st.data(), CODECS)
def test_a_bent_film_in_fragments(data: st.DataObject, codec: Codec) -> None:
    refused(lambda: shown(codec, Fragments().feed(data.draw(bent(fragments(codec))), 0.0)))


@EXAMPLES
@given(st.data(), CODECS, st.booleans())
def test_bent_packets(data: st.DataObject, codec: Codec, keyframes: bool) -> None:
    sender = Sender(codec)
    packets = [p for unit in short_film(codec) for p in sender.packets(unit, aggregated=True)]
    told = sdp.video(RtspServer(codec).sdp(), "rtsp://c/")
    make = Depacketizer(told, keyframes=keyframes)
    bad = data.draw(st.lists(st.integers(0, len(packets) - 1), max_size=10))
    for at in bad:
        packets[at] = data.draw(bent(packets[at]))
    for number, packet in enumerate(packets):
        if number == len(packets) // 2:
            make.spare(keyframes=not keyframes)
        refused(lambda packet=packet: shown(codec, make.put(packet, 0.0)))  # type: ignore[misc]


@EXAMPLES
@given(st.data(), CODECS)
def test_a_bent_description(data: st.DataObject, codec: Codec) -> None:
    said = data.draw(bent(RtspServer(codec).sdp().encode())).decode("utf-8", "replace")

    def play() -> None:
        video = sdp.video(said, "rtsp://camera:554/main")
        assert video.payload >= 0
        assert video.clock > 0
        Depacketizer(video)

    refused(play)


@pytest.mark.parametrize(
    "line",
    [
        "m=video 0 RTP/AVP x\r\na=rtpmap:x H264/90000",
        "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000abc",
        "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/0",
        "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:http//[",
        "m=video 0 RTP/AVP ²\r\na=rtpmap:² H264/²",
    ],
)
def test_a_description_that_lies(line: str) -> None:
    refused(lambda: sdp.video(f"v=0\r\n{line}\r\n", "rtsp://c/"))


@EXAMPLES
@given(st.data())
def test_a_bent_conversation(data: st.DataObject) -> None:
    whole = (
        b'RTSP/1.0 401 No\r\nCSeq: 1\r\nWWW-Authenticate: Digest realm="a", nonce="b"\r\n\r\n'
        b"$\x00\x00\x04abcd" + b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nv=0\r\n"
    )
    wire, came = Wire(), data.draw(bent(whole))

    def play() -> None:
        for at in range(0, len(came), 7):
            for each in wire.feed(came[at : at + 7]):
                if not isinstance(each, tuple):
                    login = Login("user:word")
                    login.take(each.challenges)
                    assert isinstance(login.header("DESCRIBE", "rtsp://c/"), str)

    refused(play)


@pytest.mark.parametrize("said", ["interleaved=²", "interleaved=" + "9" * 5000, "interleaved=4-5"])
def test_a_channel_that_is_no_number(said: str) -> None:
    assert 0 <= channel_of(f"RTP/AVP/TCP;{said}") <= 999


@EXAMPLES
@given(st.data())
def test_a_bent_playlist(data: st.DataObject) -> None:
    whole = (
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\n"
        '#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x01\n#EXT-X-MAP:URI="start.mp4"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-10-01T00:00:00Z\n#EXTINF:2.0,\na.ts\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="avc1.64001f"\nlow.m3u8\n'
    )
    said = data.draw(bent(whole.encode())).decode("utf-8", "replace")
    refused(lambda: playlist.segments(said, "https://c/list.m3u8"))
    refused(lambda: playlist.variants(said, "https://c/list.m3u8"))


@pytest.mark.parametrize(
    "lines",
    [
        "#EXT-X-MEDIA-SEQUENCE:²\na.ts",
        "#EXT-X-MEDIA-SEQUENCE:" + "9" * 5000 + "\na.ts",
        "#EXTINF:1e999,\na.ts",
        "#EXTINF:nan,\na.ts",
        "#EXT-X-PROGRAM-DATE-TIME:0001-01-01T00:00:00+14:00\na.ts",
        "http://[a.ts",
        "#EXT-X-STREAM-INF:" + "A" * 400_000 + "\na.m3u8",
        "#EXT-X-STREAM-INF:BANDWIDTH=1\n" * 20_000,
    ],
)
def test_a_playlist_that_lies(lines: str) -> None:
    def play() -> None:
        for each in playlist.segments("#EXTM3U\n" + lines, "https://c/"):
            assert 0 <= each.seconds <= playlist.LONGEST

    refused(play)
    refused(lambda: playlist.variants("#EXTM3U\n" + lines, "https://c/"))


@EXAMPLES
@given(st.data(), st.lists(st.tuples(st.integers(1, 127), st.binary(max_size=20)), max_size=40))
def test_bent_metadata(data: st.DataObject, items: list[tuple[int, bytes]]) -> None:
    whole = local_set(*(item(tag, raw) for tag, raw in items))
    for each in local_sets(whole + data.draw(bent(whole * 2))):
        try:
            fix_of(read(each), arrived=1e9)
        except KlvRefused:
            continue


def cut(body: bytes, size: int, boundary: bytes = b"x") -> list[bytes]:
    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(body), size):
            yield body[at : at + size]

    async def whole() -> list[bytes]:
        return [part async for part in parts(chunks(), boundary)]

    return asyncio.run(whole())


@EXAMPLES
@given(st.data(), st.integers(1, 400))
def test_a_bent_series_of_pictures(data: st.DataObject, size: int) -> None:
    one = b"--x\r\nContent-Length: 300\r\n\r\n" + bytes(300) + b"\r\n"
    other = b"--x\r\nContent-Type: image/jpeg\r\n\r\n" + b"\xff\xd8" * 100 + b"\r\n"
    refused(lambda: cut(data.draw(bent((one + other) * 3)), size))


def test_a_picture_in_many_pieces_is_not_searched_again_and_again() -> None:
    """Four megabytes in pieces of a hundred bytes were eighty gigabytes to look through."""
    head = b"--x\r\nContent-Type: image/jpeg\r\n\r\n"
    picture = b"-" * (4 * MB)
    assert cut(head + picture + b"\r\n--x", 100) == [picture]


def test_a_picture_of_a_million_empty_units() -> None:
    assert len(list(nal_units(b"\0\0\1\x09" * MB))) < 3000


def test_a_table_without_an_end_is_forgotten() -> None:
    demuxer = Demuxer()
    body = b"\x00" + bytes([0, 0xB0, 0]) + bytes(180)  # a section of length nothing
    first, more = (struct.pack("!BBBB", 0x47, start, 0, 0x10) + body for start in (0x40, 0x00))
    list(demuxer.feed(first + more * 10_000))
    assert len(demuxer._tables[0]) < 8192


def test_an_elementary_packet_shorter_than_its_head() -> None:
    whole = bytearray(stream(Codec.H264))
    at = whole.find(b"\x00\x00\x01\xe0")
    for length in range(4):
        whole[at + 4 : at + 6] = struct.pack("!H", length)
        list(Demuxer().feed(bytes(whole)))


@pytest.mark.parametrize("size", [1, 1000])
def test_a_picture_without_an_end_is_not_kept(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither as one unit in fragments without an end, nor as units without number."""
    monkeypatch.setattr(pictures, "PICTURE_LIMIT", 1 << 16)
    monkeypatch.setattr(pictures, "KEPT_LIMIT", 1 << 16)
    make = Depacketizer(sdp.Video(Codec.H264, 96, "rtsp://c/"))
    tracemalloc.start()
    try:
        for number in range(10_000):
            payload = bytes([28, 5 | 0x80 * (number == 0)]) if number % 2 else bytes([1])
            head = struct.pack("!BBHII", 0x80, 96, number & 0xFFFF, 7, 7)
            list(make.put(head + payload + bytes(size), 0.0))
        assert tracemalloc.get_traced_memory()[0] < 1 << 19
    finally:
        tracemalloc.stop()


def test_boxes_without_number_and_pictures_that_overlap() -> None:
    list(Fragments().feed(struct.pack("!I4s", 8, b"free") * (MB // 4), 0.0))
    whole = fragments(Codec.H264)
    begins = whole.find(b"moof") - 4
    (length,) = struct.unpack_from("!I", whole, begins)
    moof = io.BytesIO(whole[begins : begins + length]).read()
    trun = moof.find(b"trun") - 4
    (size,) = struct.unpack_from("!I", moof, trun)
    run = bytearray(moof[trun : trun + size])
    struct.pack_into("!II", run, 8, 0, 4096)  # pictures that say nothing of themselves
    traf = moof.find(b"traf") - 4
    many = bytes(run[:16]) * 5000
    grown = bytearray(moof[:trun] + many)
    struct.pack_into("!I", grown, trun, 16)
    struct.pack_into("!I", grown, traf, len(grown) - traf)
    struct.pack_into("!I", grown, 0, len(grown))
    with pytest.raises(PictureRefused):
        list(Fragments(whole[:begins]).feed(bytes(grown), 0.0))
