"""Thumbnails of 100 RTSP cameras against one ffmpeg process each, and a grab against ffmpeg's.

What ffmpeg costs is measured on a few cameras and counted by the camera: a hundred of them need
more cores than a bench may take. The cameras are played by a process of their own.
"""

import asyncio
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from uuid import uuid4

import psutil

from registry.feeds.addresses import AllowList
from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.pulling import Pulling
from registry.feeds.sources.rtsp.camera import Rtsp
from registry.feeds.sources.source import Unit
from registry.feeds.taking import Pulled

PORT = 25_190
CAMERAS, EVERY, SECONDS = 100, 5.0, 30.0
PEERS, GRABS = 8, 12
RATE, KEYFRAMES, SIZE = 15, 30, (1280, 720)


def main() -> None:
    """Play the cameras, weigh both ways, print the ratios."""
    with cameras():
        ours, memory, ages = asyncio.run(hold())
        print(f"ours: {ours * 1000:.1f} ms/s of CPU and {memory:.1f} MB a camera")
        middle, late = statistics.median(ages), statistics.quantiles(ages, n=20)[-1]
        most = EVERY + KEYFRAMES / RATE + 0.5
        print(f"age of a thumbnail: {middle:.1f} s, p95 {late:.1f} s (to reach: {most:.1f})")
        grab = asyncio.run(grabs())
        print(f"ours: {grab * 1000:.1f} ms of CPU a grab")
        if not shutil.which("ffmpeg"):
            print("ffmpeg is not installed: nothing to compare with")
            return
        theirs, their_memory = processes(())
        keys, _ = processes(("-skip_frame", "nokey"))
        their_grab = ffmpeg_grabs()
    print(f"ffmpeg: {theirs * 1000:.1f} ms/s and {their_memory:.1f} MB a camera")
    print(f"ffmpeg, keyframes only: {keys * 1000:.1f} ms/s; a grab {their_grab * 1000:.1f} ms")
    print(f"CPU over ffmpeg's: {ours / theirs:.3f} (to reach: 0.125)")
    print(f"CPU over ffmpeg's, keyframes only: {ours / keys:.3f}")
    print(f"memory over ffmpeg's: {memory / their_memory:.3f} (to reach: 0.333)")
    print(f"grab over ffmpeg's: {grab / their_grab:.3f} (to reach: 0.200)")


async def hold() -> tuple[float, float, list[float]]:
    """Hold every camera; gives CPU a second and MB, both by the camera, and thumbnails' ages."""
    frames, decoder = Frames(None), Decoder(1)
    fetcher = Fetcher(AllowList(loopback_ports={PORT}))
    pulls = Pulling(fetcher, decoder, frames)
    feeds = [Pulled(uuid4(), Rtsp(_url(n)), EVERY, private=False) for n in range(CAMERAS)]
    pulls.near_incidents([feed.camera for feed in feeds])
    pulls.follow(feeds)
    try:
        async with asyncio.timeout(120):
            while any(frames.of(feed.camera).picture is None for feed in feeds):
                await asyncio.sleep(0.2)
        own = psutil.Process()
        before, began = _cpu(own), time.monotonic()
        ages: list[float] = []
        while time.monotonic() - began < SECONDS:
            await asyncio.sleep(1.0)
            taken = [frames.of(feed.camera).captured_at or 0.0 for feed in feeds]
            ages += [time.time() - at for at in taken]
        spent = (_cpu(own) - before) / (time.monotonic() - began)
        return spent / CAMERAS, _memory(own) / CAMERAS, ages
    finally:
        await pulls.aclose()
        decoder.close()


async def grabs() -> float:
    """Grab and decode one picture after another; gives the CPU of one."""
    decoder, fetcher = Decoder(1), Fetcher(AllowList(loopback_ports={PORT}))
    own = psutil.Process()
    try:
        for round_ in range(2):  # the first starts the child
            before = _cpu(own)
            for n in range(GRABS if round_ else 1):
                still = await Rtsp(_url(n)).grab(fetcher)
                await decoder.decode(still.data, still.codec.value)
        return (_cpu(own) - before) / GRABS
    finally:
        decoder.close()


def processes(only: tuple[str, ...]) -> tuple[float, float]:
    """Run one ffmpeg a camera; gives CPU a second and MB, both by the camera."""
    running = [
        subprocess.Popen(
            ["ffmpeg", "-v", "quiet", "-nostdin", "-rtsp_transport", "tcp", "-threads", "1", *only,
             "-i", _url(n), "-vf", f"fps=1/{EVERY:.0f},scale=320:180", "-q:v", "5",
             "-f", "image2pipe", "-c:v", "mjpeg", "-"],
            stdout=subprocess.DEVNULL,
        )
        for n in range(PEERS)
    ]  # fmt: skip
    try:
        time.sleep(8)
        known = [psutil.Process(each.pid) for each in running]
        before, began = sum(map(_cpu, known)), time.monotonic()
        time.sleep(SECONDS / 2)
        spent = (sum(map(_cpu, known)) - before) / (time.monotonic() - began)
        return spent / PEERS, sum(map(_memory, known)) / PEERS
    finally:
        for each in running:
            each.kill()
            each.wait()


def ffmpeg_grabs() -> float:
    """Grab with a process each time; gives the CPU of one."""
    before = psutil.Process().cpu_times()
    for n in range(GRABS):
        subprocess.run(
            ["ffmpeg", "-v", "quiet", "-nostdin", "-rtsp_transport", "tcp", "-skip_frame", "nokey",
             "-threads", "1", "-i", _url(n), "-frames:v", "1", "-vf", "scale=320:180", "-q:v", "5",
             "-f", "mjpeg", "-"],
            stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
    after = psutil.Process().cpu_times()
    spent = after.children_user + after.children_system
    return (spent - before.children_user - before.children_system) / GRABS


@contextmanager
def cameras() -> Iterator[None]:
    """Play the cameras in a process of their own."""
    played = subprocess.Popen(
        [sys.executable, "-c", "from tests.bench.bench_feeds import play; play()"],
        stdout=subprocess.PIPE,
    )
    try:
        assert played.stdout
        played.stdout.readline()
        yield
    finally:
        played.kill()
        played.wait()


def play() -> None:
    """Serve a film of 720 lines at 1.5 Mb/s from every path."""
    from tests.registry.feeds.rtsp_server import RtspServer

    async def serve() -> None:
        server = RtspServer(film=moving(), rate=RATE, mtu=1400, sound=False, port=PORT)
        async with server.serving():
            print("ready", flush=True)
            await asyncio.Event().wait()

    asyncio.run(serve())


def moving() -> list[Unit]:
    """Film something that moves and is noisy, so that decoding is not flattered."""
    import av
    import numpy as np

    width, height = SIZE
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = width, height, "yuv420p"
    context.time_base, context.framerate = Fraction(1, RATE), Fraction(RATE)
    context.gop_size, context.max_b_frames, context.bit_rate = KEYFRAMES, 0, 1_500_000
    context.options = {"preset": "veryfast", "tune": "zerolatency", "x264-params": "slices=1"}
    chance = np.random.default_rng(7)
    ground = np.kron(
        chance.integers(40, 200, (height // 20 * 3 // 2, width // 20)), np.ones((20, 20))
    )
    units = []
    for n in range(KEYFRAMES * 2):
        noisy = np.roll(ground, n * 2, axis=1) + chance.normal(0, 3, ground.shape)
        frame = av.VideoFrame.from_ndarray(noisy.clip(16, 235).astype(np.uint8), format="yuv420p")
        frame.pts = n
        for packet in context.encode(frame):
            units.append(Unit(bytes(packet), bool(packet.is_keyframe), n / RATE, 0.0))
    return units


def _url(number: int) -> str:
    return f"rtsp://127.0.0.1:{PORT}/{number}"


def _cpu(process: psutil.Process) -> float:
    """Give the seconds of CPU of a process and its children."""
    own = [process, *process.children(recursive=True)]
    return sum(sum(each.cpu_times()[:2]) for each in own)


def _memory(process: psutil.Process) -> float:
    """Give the MB of a process and its children, what they share counted once."""
    own = [process, *process.children(recursive=True)]
    return sum(each.memory_full_info().pss for each in own) / 1e6


if __name__ == "__main__":
    main()
