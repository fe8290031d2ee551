"""What the simulated cameras cost: each picture taken, and each camera played, of one process."""

import asyncio
import multiprocessing
import threading
import time
from multiprocessing.connection import Connection

import psutil

from fixtures.feeds.ports import SUBSTREAM
from fixtures.town.camera import Camera
from fixtures.town.cameras import cameras
from fixtures.town.feeds import RTSP, codec, credential, source, transport
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.sources.rtsp.camera import Rtsp

GRABBED, SECONDS = 60, 5.0
PLAYED = (1, 5, 20)


def main() -> None:
    """Print CPU milliseconds and pictures a second."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    server.start()
    try:
        asyncio.run(_measure(psutil.Process(server.pid), ours.recv()))
    finally:
        server.terminate()
        server.join()


def _serve(told: Connection) -> None:
    from tests.fixtures.feeds.served import serving

    with serving(*_chosen()) as here:
        told.send(here.ports.rtsp)
        threading.Event().wait()


def _chosen() -> list[Camera]:
    plain = [c for c in cameras() if c.level != 1 and source(c) == RTSP and codec(c) == "h264"]
    plain = [c for c in plain if not c.fault and not credential(c) and transport(c) == "tcp"]
    return plain[:GRABBED]


async def _measure(server: psutil.Process, port: int) -> None:
    fetcher = Fetcher(AllowList(loopback_ports={port}))
    sources = [Rtsp(f"rtsp://127.0.0.1:{port}/{camera.ref}") for camera in _chosen()]
    for what in ("first picture of a camera", "later picture of a camera"):
        began = _spent(server)
        for each in sources:
            await each.grab(fetcher)
        print(f"{what:28s} {(_spent(server) - began) / len(sources) * 1000:6.1f} ms")
    small = [Rtsp(f"{each.url}/{SUBSTREAM}") for each in sources[:20]]
    for what, played in (
        *((f"{number} played", sources[:number]) for number in PLAYED),
        ("20 smaller streams", small),
    ):
        began, since = _spent(server), time.monotonic()
        counts = await asyncio.gather(*(_play(each, fetcher) for each in played))
        passed = time.monotonic() - since
        cost = (_spent(server) - began) / passed / len(played) * 100
        rate = sum(counts) / len(played) / passed
        print(f"{what:28s} {cost:6.1f} % of a core each, {rate:4.1f} fps")
    await fetcher.aclose()


async def _play(camera: Rtsp, fetcher: Fetcher) -> int:
    count, until = 0, time.monotonic() + SECONDS
    async with camera.open(fetcher) as stream:
        async for _ in stream.units():
            count += 1
            if time.monotonic() > until:
                break
    return count


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
