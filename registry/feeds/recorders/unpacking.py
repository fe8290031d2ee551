"""The program of an unpacker's child: a recording in, its coded pictures out.

Run as `python -m registry.feeds.recorders.unpacking`. It opens no file and no address: the whole
recording is its standard input, where it may look back, and a hostile one breaks only this child.
"""

import os
import resource
import struct
import sys
from collections.abc import Iterator
from typing import IO, NamedTuple

import av

from registry.feeds.mp4.bits import nal_units
from registry.feeds.sources.nal import Pictures
from registry.feeds.sources.source import Codec

CODEC = struct.Struct("!4s")
HEAD = struct.Struct("!d?I")  # seconds after the beginning; whether it stands alone; length
MEMORY_LIMIT = 1 << 30
TIME_LIMIT = 60  # seconds of the processor's for one recording
NICE = 5
CODECS = {"h264": Codec.H264, "hevc": Codec.H265}
_FILTERS = {Codec.H264: "h264_mp4toannexb", Codec.H265: "hevc_mp4toannexb"}
_TS_SYNC = 0x47


class Coded(NamedTuple):
    """One picture in Annex B form, and how long after the beginning of the recording it is."""

    after: float
    keyframe: bool
    data: bytes


def main(source: IO[bytes], sink: IO[bytes]) -> None:
    """Write the codec, then each picture; nothing for what is no video of ours."""
    kind = "mpegts" if source.read(1)[:1] == bytes([_TS_SYNC]) else "mp4"
    source.seek(0)
    # The kind is fixed: left to guess, the library would also follow playlists and scripts.
    with av.open(source, "r", format=kind, options={"enable_drefs": "0"}) as container:
        streams = [s for s in container.streams.video if s.codec_context.name in CODECS]
        if not streams:
            return
        codec = CODECS[streams[0].codec_context.name]
        sink.write(CODEC.pack(codec.encode()))
        for picture in _pictures(container, streams[0], codec, from_zero=kind == "mp4"):
            sink.write(HEAD.pack(picture.after, picture.keyframe, len(picture.data)))
            sink.write(picture.data)
    sink.flush()


def _pictures(
    container: av.container.InputContainer,
    stream: av.VideoStream,
    codec: Codec,
    *,
    from_zero: bool,
) -> Iterator[Coded]:
    """Give what a decoder can use, from the first keyframe on; a transport stream begins anywhere.

    After a broken part it goes on with the next picture that stands alone.
    """
    known, leaning, first = Pictures(codec), True, 0.0 if from_zero else None
    annex_b = av.BitStreamFilterContext(_FILTERS[codec], stream) if from_zero else None
    for raw in container.demux(stream):
        for packet in annex_b.filter(raw) if annex_b else [raw]:
            if packet.pts is None or packet.time_base is None:
                continue
            units = list(nal_units(bytes(packet)))
            for unit in units:
                known.learn(unit)
            shown = any(known.shows(known.kind(unit[0])) for unit in units)
            keyframe = known.keyframe(units) and known.complete()
            leaning = packet.is_corrupt or (leaning and not keyframe)
            if leaning or not shown:
                continue
            at = float(packet.pts * packet.time_base)
            first = at if first is None else first
            yield Coded(at - first, keyframe, known.written(units, keyframe=keyframe))


if __name__ == "__main__":
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT, TIME_LIMIT))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    av.logging.set_level(av.logging.PANIC)
    try:
        main(sys.stdin.buffer, sys.stdout.buffer)
    except (av.FFmpegError, ValueError, BrokenPipeError):
        sys.exit(1)  # what was whole is told, and the rest is not
