"""What was written as a film is read back as the pictures it was made of."""

import io

import av
import pytest

from registry.feeds.mp4.film import Film
from registry.feeds.mp4.reading import Reading
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.filmed import film


def written(units: list[Unit], codec: Codec) -> bytes:
    strip = Film(codec, 0.0)
    return b"".join(each.data for unit in units for each in strip.take(unit))


def read(data: bytes, begun_at: float = 1000.0) -> tuple[Codec, list[Unit]]:
    reading = Reading(io.BytesIO(data), begun_at)
    return reading.codec, list(reading.units())


def brightness(units: list[Unit], codec: Codec) -> list[float]:
    decoder = av.CodecContext.create(codec.value.replace("h265", "hevc"), "r")
    assert isinstance(decoder, av.VideoCodecContext)
    packets = [*(av.Packet(unit.data) for unit in units), None]
    shown = [frame for packet in packets for frame in decoder.decode(packet)]
    return [float(frame.to_ndarray(format="gray").mean()) for frame in shown]


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_every_picture_comes_back_with_its_time(codec: Codec) -> None:
    units = film(codec, pictures=25, every=10)
    found, back = read(written(units, codec))
    assert found is codec
    assert [unit.keyframe for unit in back] == [unit.keyframe for unit in units]
    first = units[0].pts
    assert [unit.pts for unit in back] == pytest.approx([u.pts - first for u in units], abs=1e-4)
    assert [u.arrived_at for u in back] == pytest.approx([1000.0 + u.pts for u in back])
    assert brightness(back, codec) == pytest.approx(brightness(units, codec), abs=0.5)


def test_a_decoder_can_begin_at_any_keyframe_that_comes_back() -> None:
    _, back = read(written(film(pictures=25, every=10), Codec.H264))
    second = next(n for n, unit in enumerate(back) if unit.keyframe and n)
    assert len(brightness(back[second:], Codec.H264)) == len(back) - second


@pytest.mark.parametrize("cut", [1, 7, 60, 700])
def test_a_torn_tail_costs_its_own_picture_only(cut: int) -> None:
    units = film(pictures=12, every=6)
    whole = written(units, Codec.H264)
    _, back = read(whole[:-cut])
    assert 0 < len(back) < len(units)
    assert all(a.data == b.data for a, b in zip(back, read(whole)[1], strict=False))


def test_pictures_shown_before_what_was_sent_before_them_keep_their_place() -> None:
    units = film(pictures=20, every=10, b_frames=2)
    _, back = read(written(units, Codec.H264))
    assert [u.pts for u in back] == pytest.approx([u.pts - units[0].pts for u in units], abs=1e-4)


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"\xff" * 100, b"\x00\x00\x00\x08ftyp"])
def test_what_is_no_film_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefused):
        read(data)


def test_a_damaged_film_is_refused() -> None:
    whole = written(film(pictures=3), Codec.H264)
    with pytest.raises(PictureRefused):
        read(whole.replace(b"trun", b"nurt"))
    with pytest.raises(PictureRefused):
        read(whole.replace(b"avc1", b"vvc1"))
