"""The program of a copying child: an original in, a poster or a playable film out.

Run as `python -m registry.evidence.developing poster|film`, the original as standard input and an
empty file as standard output. It opens no file and no address: a film that names others gets none.
"""

import os
import resource
import sys
from typing import IO

import av
from av.container import InputContainer, OutputContainer
from PIL import Image

MEMORY_LIMIT = 2 << 30
CPU_LIMIT = 300  # seconds
LARGEST = 6 << 30  # bytes that may come out
PIXEL_LIMIT = 1 << 26
NICE = 10
POSTER = 1280  # pixels a side
# Containers of film; none that only lists other files.
FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,asf,flv,h264,hevc,dhav,mjpeg,"
    "ogg,gif,jpeg_pipe,png_pipe,image2,jpegxl_pipe,webp_pipe,ivf,wav,dv,rm,mxf"
)
OPTIONS = {
    "protocol_whitelist": "none",
    "format_whitelist": FORMATS,
    "max_pixels": str(PIXEL_LIMIT),
}
PLAYABLE = {"video": "h264", "audio": "aac"}  # as they are, in an MP4, every browser plays them


def main(wanted: str, source: IO[bytes], sink: IO[bytes]) -> str:
    """Make what is wanted; gives the recipe, or blank where there is nothing to make it of."""
    with av.open(source, "r", options=OPTIONS, metadata_errors="ignore") as original:
        if not original.streams.video:
            return ""
        return poster(original, sink) if wanted == "poster" else film(original, sink)


def poster(original: InputContainer, sink: IO[bytes]) -> str:
    """Draw the first whole picture anew, so that nothing of the original travels on but pixels."""
    stream = original.streams.video[0]
    stream.thread_count = 1
    for frame in original.decode(stream):
        if frame.is_corrupt:
            continue
        picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
        size = picture.size
        picture.thumbnail((POSTER, POSTER))
        picture.save(sink, "JPEG", quality=85)
        at = f" at {frame.time:.2f} s" if frame.time else ""
        return f"first whole picture{at}, {size[0]} x {size[1]}, drawn anew as JPEG"
    return ""


def film(original: InputContainer, sink: IO[bytes]) -> str:
    """Put the same coded pictures into an MP4; nothing is coded again."""
    video = original.streams.video[0]
    if video.codec_context.name != PLAYABLE["video"]:
        return ""
    sound = next(
        (each for each in original.streams.audio if each.codec_context.name == PLAYABLE["audio"]),
        None,
    )
    with av.open(sink, "w", format="mp4") as copy:
        _carry(original, copy, [each for each in (video, sound) if each])
    kept = "video and sound" if sound else "video"
    return f"{kept} carried over into MP4 without coding again, FFmpeg in PyAV {av.__version__}"


def _carry(
    original: InputContainer, copy: OutputContainer, streams: list[av.stream.Stream]
) -> None:
    into = {each.index: copy.add_stream_from_template(each) for each in streams}
    for packet in original.demux(*streams):
        if packet.dts is None:
            continue
        packet.stream = into[packet.stream.index]
        copy.mux(packet)


if __name__ == "__main__":
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    av.logging.set_level(av.logging.PANIC)
    try:
        sys.stderr.write(main(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer))
    except (av.FFmpegError, OSError, ValueError, MemoryError):
        sys.exit(1)
