"""What it costs to record one camera: our segments against FFmpeg's own, of the same pictures."""

import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import django
import numpy as np

if TYPE_CHECKING:
    from uuid import UUID

    from registry.feeds.sources.source import Unit

RATE, SECONDS, EVERY = 25, 120, 50
SIZE = (1280, 720)
BITS = 4_000_000  # a second


def main() -> None:
    """Record two minutes of 720p at 4 Mbit/s, with the database's rows, and give CPU by second."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    from django.conf import settings

    from tests import database
    from tests.registry.recordings.conftest import DISK, camera

    name = database.create("bench_recording")
    try:
        with tempfile.TemporaryDirectory() as folder:
            recordings = {"BACKEND": DISK, "OPTIONS": {"location": f"{folder}/ours"}}
            settings.STORAGES = settings.STORAGES | {"recordings": recordings}
            recorded, units = camera().pk, list(filmed())
            ours = spent(lambda: record(recorded, units))
            theirs = spent(lambda: remux(units, Path(folder)))
    finally:
        database.drop(name)
    size = sum(len(unit.data) for unit in units) * 8 / SECONDS / 1e6
    print(f"one camera, {SIZE[1]}p, {RATE} pictures and {size:.1f} Mbit a second")
    print(f"ours     {ours / SECONDS * 1000:5.2f} ms of CPU a second")
    print(f"FFmpeg's {theirs / SECONDS * 1000:5.2f} ms of CPU a second (copied, no rows)")
    print(f"ratio    {ours / theirs:5.2f}")


def filmed() -> Iterator["Unit"]:
    """Give pictures as large as a street's: a film of noise, again and again."""
    from registry.feeds.sources.source import Unit

    context = av.CodecContext.create("libx264", "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height, context.pix_fmt = *SIZE, "yuv420p"
    context.time_base, context.framerate = Fraction(1, RATE), Fraction(RATE)
    context.bit_rate, context.gop_size, context.max_b_frames = BITS, EVERY, 0
    context.options = {"preset": "ultrafast", "tune": "zerolatency"}
    noise = np.random.default_rng(1).integers(0, 255, (SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    reel: list[Unit] = []
    for n in range(EVERY):
        frame = av.VideoFrame.from_ndarray(np.roll(noise, n, axis=1), format="yuv420p")
        frame.pts = n
        reel += [Unit(bytes(p), bool(p.is_keyframe), 0.0, 0.0) for p in context.encode(frame)]
    for n in range(RATE * SECONDS):
        yield replace(reel[n % len(reel)], pts=n / RATE, arrived_at=1.9e9 + n / RATE)


def record(camera: "UUID", units: list["Unit"]) -> None:
    """Do as a recorder does."""
    from registry.feeds.sources.source import Codec
    from registry.recordings import writing
    from registry.recordings.cutting import Cutter

    cutter = Cutter()
    for unit in units:
        if cut := cutter.take(Codec.H264, unit):
            writing.keep(camera, cut)


def remux(units: list["Unit"], folder: Path) -> None:
    """Have FFmpeg's segment muxer copy the same pictures."""
    with (
        av.open(io.BytesIO(units[0].data), format="h264") as source,
        av.open(
            str(folder / "%03d.mp4"), "w", format="segment", options={"segment_time": "10"}
        ) as sink,
    ):
        stream = sink.add_stream_from_template(source.streams.video[0])
        for unit in units:
            packet = av.Packet(unit.data)
            packet.stream, packet.time_base = stream, Fraction(1, 90_000)
            packet.pts = packet.dts = round(unit.pts * 90_000)
            packet.is_keyframe = unit.keyframe
            sink.mux(packet)


def spent(deed: Callable[[], None]) -> float:
    """Give the seconds of CPU this process spends on it."""
    began = time.process_time()
    deed()
    return time.process_time() - began


if __name__ == "__main__":
    main()
