"""What was written as a film is read back as the pictures it was made of."""

import io
from dataclasses import replace

import av
import pytest
from PIL import Image

from registry.feeds.mp4.film import Film
from registry.feeds.mp4.reels import Reel
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.filmed import film

TAKEN = 1_900_000_000.25


def dated(units: list[Unit]) -> list[Unit]:
    return [replace(unit, arrived_at=TAKEN + unit.pts) for unit in units]


def written(units: list[Unit], codec: Codec = Codec.H264) -> bytes:
    strip = Film(codec, 0.0, dated=True)
    return b"".join(each.data for unit in dated(units) for each in strip.take(unit))


def brightness(units: list[Unit], codec: Codec) -> list[float]:
    decoder = av.CodecContext.create({Codec.H265: "hevc"}.get(codec, codec.value), "r")
    assert isinstance(decoder, av.VideoCodecContext)
    packets = [*(av.Packet(unit.data) for unit in units), None]
    shown = [frame for packet in packets for frame in decoder.decode(packet)]
    return [float(frame.to_ndarray(format="gray").mean()) for frame in shown]


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_every_picture_comes_back_with_the_time_it_was_taken(codec: Codec, b_frames: int) -> None:
    units = film(codec, pictures=25, every=10, b_frames=b_frames)
    reel = Reel.of(written(units, codec))
    back = list(reel.units())
    assert reel.codec is codec
    assert [unit.keyframe for unit in back] == [unit.keyframe for unit in units]
    first = units[0].pts
    assert [unit.pts for unit in back] == pytest.approx([u.pts - first for u in units], abs=1e-4)
    taken = [unit.arrived_at - TAKEN for unit in back]
    assert taken == pytest.approx([unit.pts for unit in units], abs=1e-4)
    assert brightness(back, codec) == pytest.approx(brightness(units, codec), abs=0.5)


def test_a_decoder_can_begin_at_any_keyframe_that_comes_back() -> None:
    back = list(Reel.of(written(film(pictures=25, every=10))).units())
    second = next(n for n, unit in enumerate(back) if unit.keyframe and n)
    assert len(brightness(back[second:], Codec.H264)) == len(back) - second


def test_jpeg_pictures_come_back_as_they_were_and_any_player_shows_them() -> None:
    jpegs = [picture(shade) for shade in (20, 90, 160)]
    units = [Unit(jpeg, True, n / 2, 0.0) for n, jpeg in enumerate(jpegs)]
    data = written(units, Codec.JPEG)
    assert [unit.data for unit in Reel.of(data).units()] == jpegs
    with av.open(io.BytesIO(data), mode="r", format="mp4") as container:
        shown = list(container.decode(video=0))
    assert [(frame.width, frame.height) for frame in shown] == [(64, 48)] * 3
    assert [float(frame.time or 0) for frame in shown] == pytest.approx([0.0, 0.5, 1.0])


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, shade, shade)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("cut", [1, 7, 60, 700])
def test_a_torn_tail_costs_its_own_pictures_only(cut: int) -> None:
    units = film(pictures=12, every=6)
    whole = written(units)
    back = list(Reel.of(whole[:-cut]).units())
    assert 0 < len(back) < len(units)
    assert back == list(Reel.of(whole).units())[: len(back)]


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"\xff" * 100, b"\x00\x00\x00\x08ftyp"])
def test_what_is_no_film_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefused):
        Reel.of(data)


@pytest.mark.parametrize(("part", "other"), [(b"trun", b"nurt"), (b"avc1", b"vvc1")])
def test_a_damaged_film_is_refused(part: bytes, other: bytes) -> None:
    whole = written(film(pictures=3)).replace(part, other)
    with pytest.raises(PictureRefused):
        list(Reel.of(whole).units())


def test_a_jpeg_cut_short_is_refused() -> None:
    with pytest.raises(PictureRefused):
        written([Unit(b"\xff\xd8\xff\xe0", True, 0.0, 0.0)], Codec.JPEG)
