"""Camera bytes become our own pictures, or nothing."""

import asyncio
import io
import os
import signal
import subprocess
import sys

import psutil
import pytest
from PIL import Image

from registry.feeds import decoding
from registry.feeds.decoding import MASTER, SMALL, Decoder, thumbnails
from registry.feeds.refusals import PictureRefused


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


@pytest.mark.parametrize("side", [5000, 20000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    bomb = bytearray(jpeg((64, 64)))
    at = bomb.index(b"\xff\xc0")
    bomb[at + 5 : at + 9] = side.to_bytes(2, "big") * 2
    with pytest.raises(PictureRefused, match="16 million"):
        thumbnails(bytes(bomb))


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
