"""Our MP4 is judged by FFmpeg's demuxer and decoder, which know nothing of it."""

import io
import struct
from itertools import pairwise

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.feeds.mp4.bits import Bits, nal_units
from registry.feeds.mp4.film import Film, Piece, Start
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.filmed import film


def made(units: list[Unit], codec: Codec = Codec.H264, begun_at: float = 0.0) -> bytes:
    strip = Film(codec, begun_at)
    return b"".join(each.data for unit in units for each in strip.take(unit))


def judged(data: bytes) -> tuple[tuple[int, int], list[float], list[int]]:
    """Decode it; gives the size, when each picture is shown and how light it is."""
    with av.open(io.BytesIO(data), mode="r", format="mp4") as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        times = [float(frame.time or 0) for frame in frames]
        light = [int(frame.to_ndarray(format="gray").mean()) for frame in frames]
        return (stream.width, stream.height), times, light


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
@pytest.mark.parametrize("size", [(320, 180), (642, 362), (64, 48)])
def test_every_picture_comes_out_as_it_went_in(codec: Codec, size: tuple[int, int]) -> None:
    found, times, light = judged(made(film(codec, size=size), codec))
    assert found == size
    assert times == pytest.approx([n / 25 for n in range(30)], abs=1e-3)
    assert all(a < b for a, b in pairwise(light))


def test_pictures_that_lean_on_later_ones_are_shown_in_their_order() -> None:
    _, times, light = judged(made(film(b_frames=2)))
    assert len(times) == 30
    assert times == sorted(times)
    assert light == sorted(light)


def test_a_film_that_goes_on_later_begins_where_it_is_told() -> None:
    _, times, _ = judged(made(film(), begun_at=100.0))
    assert times[0] == pytest.approx(100.0)


def test_nothing_is_shown_before_the_first_keyframe() -> None:
    units = film()
    strip = Film(Codec.H264, 0.0)
    assert [each for unit in units[3:10] for each in strip.take(unit)] == []
    kinds = [type(each) for each in strip.take(units[10])]
    assert kinds == [Start, Piece]


@pytest.mark.parametrize(
    ("codec", "named"), [(Codec.H264, "avc1.42c00c"), (Codec.H265, "hvc1.1.6.L60.90")]
)
def test_the_codec_is_named_as_browsers_want_it(codec: Codec, named: str) -> None:
    [start] = [each for each in Film(codec, 0.0).take(film(codec)[0]) if isinstance(each, Start)]
    assert start.mime == f'video/mp4; codecs="{named}"'


def test_another_size_begins_a_new_film() -> None:
    strip = Film(Codec.H264, 0.0)
    units = [*film(pictures=3), *film(pictures=3, size=(640, 360))]
    starts = [each for unit in units for each in strip.take(unit) if isinstance(each, Start)]
    assert [(start.width, start.height) for start in starts] == [(320, 180), (640, 360)]


@given(st.binary(max_size=200), st.sampled_from([Codec.H264, Codec.H265]))
def test_noise_is_refused_or_passed_over_and_breaks_nothing(noise: bytes, codec: Codec) -> None:
    strip = Film(codec, 0.0)
    sets = b"".join(
        b"\0\0\0\1" + head + noise
        for head in (b"\x67", b"\x68", b"\x40\1", b"\x42\1", b"\x44\1", b"\x26\1")
    )
    try:
        list(strip.take(Unit(sets, True, 0.0, 0.0)))
    except PictureRefused:
        return


@given(st.lists(st.integers(0, 2**20), min_size=1, max_size=20))
def test_numbers_are_read_as_they_were_coded(numbers: list[int]) -> None:
    coded = "".join(f"{n + 1:b}".zfill(2 * (n + 1).bit_length() - 1) for n in numbers)
    padded = coded + "1" + "0" * (-(len(coded) + 1) % 8)
    raw = int(padded, 2).to_bytes(len(padded) // 8)
    escaped = bytearray()
    for byte in raw:
        if escaped[-2:] == b"\0\0" and byte <= 3:
            escaped.append(3)
        escaped.append(byte)
    bits = Bits(bytes(escaped))
    assert [bits.ue() for _ in numbers] == numbers


def test_a_stream_is_split_at_long_and_short_start_codes() -> None:
    assert list(nal_units(b"\0\0\0\1ab\0\0\1c\0\0\0\1d")) == [b"ab", b"c", b"d"]
    assert list(nal_units(b"no start code")) == []


def test_each_piece_says_how_long_it_is() -> None:
    data = made(film(pictures=2))
    boxes = []
    while data:
        length, kind = struct.unpack_from("!I4s", data)
        boxes.append(kind)
        data = data[length:]
    assert boxes == [b"ftyp", b"moov", b"moof", b"mdat", b"moof", b"mdat"]
