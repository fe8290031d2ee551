"""The program of a darkroom's child: coded pictures in, JPEG of our own making out.

Run as `python -m registry.feeds.developing CODEC [last]`. It opens no file and no address: what is
coded comes in by standard input, and a hostile stream breaks nothing but this child.
"""

import io
import os
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, cast

import av
from PIL import Image, ImageFile

from registry.feeds import pixels
from registry.feeds.refusals import PictureRefused

HEAD = struct.Struct("!dI")  # when it is shown, in seconds; length
LENGTH = struct.Struct("!I")
MEMORY_LIMIT = 1 << 30
NICE = 5
APART = 0.19  # seconds between two pictures: five a second
LARGEST, WHOLE = (960, 540), (8192, 8192)
QUALITY, STILL_QUALITY = 72, 92
DECODERS = {"h264": "h264", "h265": "hevc"}

Decode = Callable[[bytes], Iterator[Image.Image]]


def main(codec: str, *, last: bool, source: IO[bytes], sink: IO[bytes]) -> None:
    """Develop what comes in: up to five small pictures a second, or the last one at full size."""
    decode = _coded(codec) if codec in DECODERS else _jpeg
    newest, due = None, float("-inf")
    while head := source.read(HEAD.size):
        at, length = HEAD.unpack(head)
        for picture in decode(source.read(length)):
            newest = picture
            if not last and at >= due:
                due = at + APART
                _write(sink, _smaller(picture), QUALITY)
    if last and newest is not None:
        _write(sink, newest, STILL_QUALITY)


def _coded(codec: str) -> Decode:
    context = cast("av.VideoCodecContext", av.CodecContext.create(DECODERS[codec], "r"))
    context.thread_count = 1
    context.options = {"max_pixels": str(pixels.PIXEL_LIMIT), "flags": "low_delay"}

    def decode(data: bytes) -> Iterator[Image.Image]:
        try:
            frames = context.decode(av.Packet(data))
        except av.FFmpegError:
            return
        for frame in frames:
            if not frame.is_corrupt:
                yield Image.fromarray(frame.to_ndarray(format="rgb24"))

    return decode


def _jpeg(data: bytes) -> Iterator[Image.Image]:
    with suppress(PictureRefused):
        yield pixels.of(data, "jpeg", WHOLE)


def _smaller(picture: Image.Image) -> Image.Image:
    scale = min(LARGEST[0] / picture.width, LARGEST[1] / picture.height, 1.0)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BILINEAR)


def _write(sink: IO[bytes], picture: Image.Image, quality: int) -> None:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    sink.write(LENGTH.pack(out.tell()) + out.getvalue())
    sink.flush()


if __name__ == "__main__":
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    av.logging.set_level(av.logging.PANIC)
    main(sys.argv[1], last="last" in sys.argv, source=sys.stdin.buffer, sink=sys.stdout.buffer)
