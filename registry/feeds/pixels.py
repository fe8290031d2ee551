"""Pixels out of a camera's bytes; to be run where it may fail alone."""

import io
from typing import cast

import av
import numpy as np
from PIL import Image, ImageFile, UnidentifiedImageError

from registry.feeds.refusals import PictureRefused

PIXEL_LIMIT = 16_000_000
_TOO_MANY = "more than 16 million pixels"
_DECODERS = {"h264": "h264", "h265": "hevc"}
_QUICKLY = {
    "max_pixels": str(PIXEL_LIMIT),
    # a thumbnail is a quarter of the picture: what the filter smooths is not seen
    "skip_loop_filter": "all",
}
# H.264 marks what it had to make up; the decoder of H.265 does not, but can be told to stop.
_STRICTLY = {"h264": {}, "h265": {"err_detect": "explode"}}


def of(data: bytes, codec: str, size: tuple[int, int]) -> Image.Image:
    """Decode one picture, not much larger than twice the size. Raises PictureRefused."""
    return _of_jpeg(data, size) if codec == "jpeg" else _of_keyframe(data, codec, size)


def _of_jpeg(data: bytes, size: tuple[int, int]) -> Image.Image:
    """Decode one whole JPEG."""
    if data[:3] != b"\xff\xd8\xff":
        raise PictureRefused("not a JPEG")
    # For all of Pillow, and some who use it ask it to paint grey what a file lacks.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            if image.width * image.height > PIXEL_LIMIT:
                raise PictureRefused(_TOO_MANY)
            image.draft("RGB", (size[0] * 2, size[1] * 2))
            image.load()  # a truncated file raises here, and is never shown half grey
            return image.convert("RGB")
    except Image.DecompressionBombError:
        raise PictureRefused(_TOO_MANY) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise PictureRefused("broken or cut short") from broken


def _of_keyframe(data: bytes, codec: str, size: tuple[int, int]) -> Image.Image:
    """Decode one keyframe in Annex B form, scaled to fit."""
    context = cast("av.VideoCodecContext", av.CodecContext.create(_DECODERS[codec], "r"))
    context.thread_count = 1
    context.options = _QUICKLY | _STRICTLY[codec]
    try:
        frames = [*context.decode(av.Packet(data)), *context.decode(None)]
    except av.FFmpegError:
        raise PictureRefused("broken or cut short, or too large") from None
    if not frames:
        raise PictureRefused("holds no picture")
    frame = frames[0]
    if frame.is_corrupt or (codec == "h265" and _is_uncovered(frame)):
        raise PictureRefused("broken or cut short")
    if frame.width * frame.height > PIXEL_LIMIT:
        raise PictureRefused(_TOO_MANY)
    across = frame.width * float(context.sample_aspect_ratio or 1)
    scale = min(size[0] / across, size[1] / frame.height)
    fitted = (max(2, round(across * scale)), max(2, round(frame.height * scale)))
    scaled = frame.reformat(*fitted, format="rgb24", interpolation="AREA")
    return Image.fromarray(scaled.to_ndarray())


def _is_uncovered(frame: av.VideoFrame) -> bool:
    """Tell whether parts were never painted: a fresh frame is zero, a green no camera sends."""
    if len(frame.planes) < 3:
        return False
    blue, red = (
        np.frombuffer(bytes(plane), np.uint8).reshape(plane.height, -1)[:, : plane.width]
        for plane in frame.planes[1:3]
    )
    return bool(((blue | red) == 0).mean() > 0.001)
