"""Take a fetched recording apart: in a child of its own, which may die alone."""

import asyncio
import os
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import IO, cast

from registry.feeds.recorders.unpacking import CODEC, HEAD, Coded
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec

PATIENCE = 10.0  # seconds a picture may take
LARGEST = 16 << 20
_NO_VIDEO = "what came is no recording in H.264 or H.265"


class Unpacked:
    """A recording's coded pictures, in the order they are decoded."""

    def __init__(self, out: StreamReader, codec: Codec) -> None:
        """Take the pipe of a child that runs."""
        self._out, self.codec = out, codec

    async def pictures(self) -> AsyncGenerator[Coded]:
        """Give them until the recording ends. Raises PictureRefused when the child hangs."""
        while head := await _read(self._out, HEAD.size):
            after, keyframe, length = HEAD.unpack(head)
            if length > LARGEST:
                raise PictureRefused("the picture is too large")
            data = await _read(self._out, length)
            if not data:
                return
            yield Coded(after, keyframe, data)


@asynccontextmanager
async def unpacked(recording: IO[bytes]) -> AsyncIterator[Unpacked]:
    """Begin to take a recording apart. Raises PictureRefused for what is none."""
    recording.seek(0)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "registry.feeds.recorders.unpacking"),
        stdin=recording,
        stdout=PIPE,
        env={name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
    )
    out = cast("StreamReader", child.stdout)
    try:
        said = await _read(out, CODEC.size)
        if not said:
            raise PictureRefused(_NO_VIDEO)
        yield Unpacked(out, Codec(CODEC.unpack(said)[0].decode()))
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.communicate()


async def _read(out: StreamReader, length: int) -> bytes:
    """Read so much, or nothing where the child ended."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await out.readexactly(length)
    except asyncio.IncompleteReadError:
        return b""
    except TimeoutError:
        raise PictureRefused("the recording takes too long to take apart") from None
