"""A thousand cameras after an outage of a minute: how soon all are back, and how gently."""

import asyncio
import time
from contextlib import AsyncExitStack
from uuid import uuid4

from registry.feeds.addresses import AllowList
from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.pulling import Pulling
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.taking import AT_ONCE, Pulled
from tests.registry.feeds.test_outage import SHARE, Switch, crowded

CAMERAS = 1000
OUTAGE = 60.0  # seconds
BACK = 120.0  # seconds to reach


def main() -> None:
    """Cut the power, give it back, and print what the cameras' side saw."""
    asyncio.run(measure())


async def measure() -> None:
    """Without power the cameras take connections and say nothing: the dearest way to be away."""
    async with AsyncExitStack() as stack:
        switch, frames, decoder = Switch(mute=True), Frames(None), Decoder()
        server = await asyncio.start_server(switch.serve, "127.0.0.1", 0, backlog=2000)
        stack.callback(server.close)
        stack.callback(decoder.close)
        port = server.sockets[0].getsockname()[1]
        fetcher = Fetcher(AllowList(loopback_ports={port}))
        stack.push_async_callback(fetcher.aclose)
        pulling = Pulling(fetcher, decoder, frames)
        stack.push_async_callback(pulling.aclose)
        cameras = [uuid4() for _ in range(CAMERAS)]
        pulling.near_incidents(cameras)
        pulling.follow(
            Pulled(each, Snapshot(f"http://127.0.0.1:{port}/{n}"), 15.0, private=False)
            for n, each in enumerate(cameras)
        )
        await asyncio.sleep(OUTAGE)
        switch.power()
        began, first = time.monotonic(), len(switch.came)
        back: dict[int, float] = {}
        while len(back) < CAMERAS:
            await asyncio.sleep(0.1)
            passed = time.monotonic() - began
            for n, each in enumerate(cameras):
                if frames.of(each).picture is not None:
                    back.setdefault(n, passed)
        times = sorted(back.values())
        print(
            f"half of {CAMERAS} back after {times[CAMERAS // 2]:.1f} s, all after {times[-1]:.1f}"
        )
        print(f"ratio to {BACK:.0f} s: {times[-1] / BACK:.2f} (to reach: 1.00)")
        share = crowded(switch.came[first:])
        print(f"most attempts in 100 ms: {share:.1%}, ratio to {SHARE:.0%}: {share / SHARE:.2f}")
        print(f"connections open at once: {switch.most}, ratio: {switch.most / AT_ONCE:.2f}")


if __name__ == "__main__":
    main()
