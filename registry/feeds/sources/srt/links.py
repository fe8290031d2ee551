"""Streams taken in over SRT, each by a child of its own: libsrt never runs in this process."""

import asyncio
import os
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import cast

from registry.feeds.datagrams import Inbox
from registry.feeds.sources.srt.ends import words

PACKET = 188
MOST = 7 * PACKET  # bytes of one message, as encoders send them
HANGING_UP = 2.0  # seconds a child has to say goodbye
PROGRAM = "registry.feeds.sources.srt.receiving"


@dataclass(frozen=True)
class Call:
    """Whom to call, or whose call to wait for, at an address that was checked."""

    address: str
    port: int
    listens: bool = False
    stream: str = ""
    passphrase: str = field(default="", repr=False)


class Links:
    """Every SRT stream this process takes in; two who want the same one share it."""

    def __init__(self) -> None:
        """Take nothing in yet."""
        self._open: dict[Call, _Link] = {}

    @asynccontextmanager
    async def join(self, call: Call) -> AsyncIterator[Inbox]:
        """Hear one sender until left; taking it raises FeedSilent when the link ends."""
        inbox = Inbox()
        while (link := self._open.get(call)) and link.ending:
            await asyncio.wait({link.task})  # its port is free again only then
        if link is None:
            link = self._open[call] = _Link(call)
            link.task.add_done_callback(lambda _: self._open.pop(call))
        link.inboxes.add(inbox)
        try:
            yield inbox
        finally:
            link.inboxes.discard(inbox)
            if not link.inboxes:
                link.end()

    async def aclose(self) -> None:
        """End every link."""
        links = list(self._open.values())
        for link in links:
            link.end()
        await asyncio.gather(*(link.task for link in links), return_exceptions=True)


class _Link:
    """One child, and who reads from it."""

    def __init__(self, call: Call) -> None:
        self.inboxes: set[Inbox] = set()
        self.ending = False
        self.task = asyncio.create_task(self._run(call), name=f"srt-{call.address}:{call.port}")

    def end(self) -> None:
        self.ending = True
        self.task.cancel()

    async def _run(self, call: Call) -> None:
        """Pass on what the child gives, and say how it ended."""
        ended = words(-1)
        try:
            async with _child(call) as child:
                await self._pass_on(cast("StreamReader", child.stdout))
                ended = words(await child.wait())
        finally:
            self.ending = True
            for inbox in self.inboxes:
                inbox.end(ended)

    async def _pass_on(self, out: StreamReader) -> None:
        """Cut what comes into messages of whole packets."""
        rest = b""
        while chunk := await out.read(1 << 16):
            rest += chunk
            whole = len(rest) // PACKET * PACKET
            for at in range(0, whole, MOST):
                for inbox in self.inboxes:
                    inbox.put(rest[at : min(at + MOST, whole)])
            rest = rest[whole:]


@asynccontextmanager
async def _child(call: Call) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start it with nothing of our environment that leads to the database."""
    mode = "listener" if call.listens else "caller"
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", PROGRAM, mode, call.address, str(call.port), call.stream),
        stdin=PIPE,
        stdout=PIPE,
        env={name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
    )
    into = cast("StreamWriter", child.stdin)
    try:
        into.write(call.passphrase.encode() + b"\n")  # no process list shows it
        yield child
    finally:
        into.close()  # so that it hangs up, and the sender need not find out
        with suppress(TimeoutError):
            async with asyncio.timeout(HANGING_UP):
                await child.communicate()
        with suppress(ProcessLookupError):
            child.kill()
        await child.communicate()
