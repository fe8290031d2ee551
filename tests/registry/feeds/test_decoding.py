"""Camera bytes become our own pictures, or nothing."""

import asyncio
import io
import os
import signal
import subprocess
import sys
from fractions import Fraction
from typing import cast

import av
import numpy as np
import psutil
import pytest
from PIL import Image, ImageFile

from registry.feeds import decoding
from registry.feeds.decoding import MASTER, SMALL, Decoder, thumbnails
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec
from tests.registry.feeds.filmed import ENCODERS, film


def jpeg(size: tuple[int, int] = (640, 360), **save: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", **save)
    return out.getvalue()


def test_both_sizes_are_made_from_pixels_and_carry_nothing_of_the_camera() -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-DESCRIPTION"
    made = thumbnails(jpeg(exif=exif, comment=b"SECRET-COMMENT"))
    for data, size in ((made.master, MASTER), (made.small, SMALL)):
        assert Image.open(io.BytesIO(data)).size == size
        assert b"SECRET" not in data


def test_a_four_to_three_camera_keeps_its_shape_on_black() -> None:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(out, "JPEG")
    small = Image.open(io.BytesIO(thumbnails(out.getvalue()).small)).convert("L")
    row = list(small.crop((0, 45, 160, 46)).tobytes())
    assert max(row[:15]) < 40
    assert min(row[30:130]) > 220


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\xff\xd8\xff" + b"garbage" * 50,
        jpeg()[:-2000],
        jpeg()[:40],
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_not_one_whole_jpeg_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefused):
        thumbnails(data)


def test_another_library_that_takes_cut_files_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    with pytest.raises(PictureRefused):
        thumbnails(jpeg()[:-2000])


@pytest.mark.parametrize("side", [5000, 20000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    bomb = bytearray(jpeg((64, 64)))
    at = bomb.index(b"\xff\xc0")
    bomb[at + 5 : at + 9] = side.to_bytes(2, "big") * 2
    with pytest.raises(PictureRefused, match="16 million"):
        thumbnails(bytes(bomb))


def keyframe(codec: Codec, size: tuple[int, int] = (640, 360)) -> bytes:
    return film(codec, pictures=1, size=size)[0].data


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_a_keyframe_becomes_both_sizes(codec: Codec) -> None:
    made = thumbnails(keyframe(codec), codec.value)
    assert Image.open(io.BytesIO(made.master)).size == MASTER
    assert Image.open(io.BytesIO(made.small)).size == SMALL


def test_a_keyframe_of_another_shape_stands_on_black() -> None:
    small = Image.open(io.BytesIO(thumbnails(lit_keyframe((640, 480)), "h264").small)).convert("L")
    row = list(small.crop((0, 45, 160, 46)).tobytes())
    assert max(row[:15]) < 40
    assert min(row[30:130]) > 180


def lit_keyframe(size: tuple[int, int]) -> bytes:
    return film(pictures=30, every=1, size=size)[29].data


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_a_keyframe_with_errors_in_it_is_refused(codec: Codec) -> None:
    data = bytearray(noisy_keyframe(codec))
    data[len(data) // 3 : len(data) // 3 + 400] = bytes(b ^ 0xA5 for b in data[:400])
    with pytest.raises(PictureRefused):
        thumbnails(bytes(data), codec.value)


@pytest.mark.parametrize(
    ("codec", "part"), [(Codec.H264, 0.3), (Codec.H264, 0.99), (Codec.H265, 0.3)]
)
def test_a_keyframe_cut_short_is_refused(codec: Codec, part: float) -> None:
    data = noisy_keyframe(codec)
    with pytest.raises(PictureRefused):
        thumbnails(data[: int(len(data) * part)], codec.value)


def noisy_keyframe(codec: Codec) -> bytes:
    """Encode noise, so that nearly every byte of it is picture."""
    context = cast("av.VideoCodecContext", av.CodecContext.create(ENCODERS[codec], "w"))
    context.width, context.height = 640, 360
    context.pix_fmt, context.time_base = "yuv420p", Fraction(1, 25)
    alone = "log-level=none:pools=none:frame-threads=1"  # the same bytes every time
    context.options = {"preset": "ultrafast", "x265-params": alone}
    noise = np.random.default_rng(1).integers(0, 255, (540, 640), np.uint8)
    frame = av.VideoFrame.from_ndarray(noise, format="yuv420p")
    return b"".join(bytes(packet) for each in (frame, None) for packet in context.encode(each))


@pytest.mark.parametrize("data", [b"", b"\x00\x00\x01", b"\x00\x00\x00\x01\x65" + bytes(500)])
def test_what_is_no_keyframe_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefused):
        thumbnails(data, "h264")


def test_a_keyframe_too_large_is_refused() -> None:
    with pytest.raises(PictureRefused):
        thumbnails(keyframe(Codec.H264, (4608, 3840)), "h264")


async def decode_while(hurt: signal.Signals, pictures: int) -> list[bytes | str]:
    """Decode many at once in two children, one of which is hurt; give each or why it is not."""

    async def one(data: bytes) -> bytes | str:
        try:
            return (await decoder.decode(data)).small
        except PictureRefused as refusal:
            return refusal.detail

    decoder = Decoder(2)
    try:
        await asyncio.gather(*(one(jpeg()) for _ in range(4)))
        victim = next(iter(decoder._pool._processes or ()))
        os.kill(victim, hurt)
        return await asyncio.gather(*(one(jpeg()) for _ in range(pictures)))
    finally:
        decoder.close()


def test_a_killed_child_loses_no_picture() -> None:
    made = asyncio.run(decode_while(signal.SIGKILL, 40))
    assert [picture for picture in made if isinstance(picture, str)] == []


def test_a_child_that_hangs_loses_one_picture_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "TIME_LIMIT", 4.0)
    made = asyncio.run(decode_while(signal.SIGSTOP, 40))
    lost = [picture for picture in made if isinstance(picture, str)]
    assert lost in ([], ["the picture takes too long to decode"])  # it may have had none in hand


OWNER = """
import asyncio, os, sys
from registry.feeds.decoding import Decoder

async def main():
    decoder = Decoder(1)
    await decoder.decode(sys.stdin.buffer.read())
    print(*decoder._pool._processes, flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux can tell")
def test_decoders_end_with_their_owner_even_when_it_is_killed() -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert owner.stdin
    assert owner.stdout
    owner.stdin.write(jpeg())
    owner.stdin.close()
    child = psutil.Process(int(owner.stdout.readline()))
    owner.kill()
    owner.wait()
    owner.stdout.close()
    child.wait(10)
