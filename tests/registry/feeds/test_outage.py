"""Many cameras after an outage: they come back all, a few at once, and in no step."""

import asyncio
import io
import time
from bisect import bisect_right
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

from PIL import Image

from registry.feeds.addresses import AllowList
from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.pulling import Pulling
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.taking import AT_ONCE, Pulled

CAMERAS = 400  # a thousand in the bench
SHARE, WINDOW = 0.1, 0.1  # of all attempts, in so many seconds
DEADLINE = 110.0  # seconds, of the hundred and twenty; alone on a machine it takes five


class Switch:
    """A network of cameras behind one switch; it counts who is connected.

    mute: without power they take connections and say nothing, until the other side hangs up.
    """

    def __init__(self, *, mute: bool = False) -> None:
        self.open = self.most = self.asked = 0
        self.came: list[float] = []  # when each connection was made
        self._on, self._mute = False, mute
        drawn = io.BytesIO()
        Image.new("L", (64, 36)).save(drawn, "JPEG")
        self._picture = drawn.getvalue()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one camera's request; without power, hang up."""
        self.came.append(time.monotonic())
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            if self._on:
                await reader.readuntil(b"\r\n\r\n")
                self.asked += 1
                length = len(self._picture)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % length
                    + self._picture
                )
                await writer.drain()
            elif self._mute:
                await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            self.open -= 1
            writer.close()

    def power(self) -> None:
        """Let the cameras answer again."""
        self._on = True


def crowded(moments: list[float]) -> float:
    """Give the largest share of all that falls into one window."""
    ordered = sorted(moments)
    most = max(bisect_right(ordered, at + WINDOW) - n for n, at in enumerate(ordered))
    return most / len(ordered)


def test_all_cameras_come_back_after_an_outage() -> None:
    async def play() -> None:
        async with AsyncExitStack() as stack:
            switch, frames, decoder = Switch(), Frames(None), Decoder(2)
            server = await asyncio.start_server(switch.serve, "127.0.0.1", 0, backlog=2000)
            stack.callback(server.close)
            stack.callback(decoder.close)
            port = server.sockets[0].getsockname()[1]
            fetcher = Fetcher(AllowList(loopback_ports={port}))
            stack.push_async_callback(fetcher.aclose)
            pulling = Pulling(fetcher, decoder, frames)
            stack.push_async_callback(pulling.aclose)
            cameras: list[UUID] = [uuid4() for _ in range(CAMERAS)]
            pulling.watch(cameras)
            pulling.follow(
                Pulled(each, Snapshot(f"http://127.0.0.1:{port}/{n}"), 5.0, private=False)
                for n, each in enumerate(cameras)
            )
            async with asyncio.timeout(DEADLINE):
                while any(not frames.of(each).failures for each in cameras):
                    await asyncio.sleep(0.05)
            # When each will try again is drawn anew after each failure: the plan is what is even,
            # whatever this machine then makes of it.
            assert crowded([pulling._due(pull) for pull in pulling._pulls.values()]) <= SHARE
            pulling.unwatch(cameras)  # else who is back is asked again before the last are
            switch.power()
            async with asyncio.timeout(DEADLINE):
                while any(frames.of(each).picture is None for each in cameras):
                    await asyncio.sleep(0.05)
            assert switch.asked >= CAMERAS
            assert switch.most <= AT_ONCE

    asyncio.run(play())
