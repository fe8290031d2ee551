"""Where one camera's coded pictures become JPEG: a child of its own, which may die alone."""

import asyncio
import os
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Self, cast

from registry.feeds.developing import HEAD, LENGTH
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec, Unit

PATIENCE = 10.0  # seconds a picture may take
HELD = 8 << 20  # bytes that may wait for the child
LARGEST = 32 << 20
UNDUE = 5  # pictures that may go in after the last that came out, without one being owed
_TOO_LONG = "the picture takes too long to decode"


class Darkroom:
    """Coded pictures in, small JPEG out, as many as there is time for."""

    def __init__(self, into: StreamWriter, out: StreamReader) -> None:
        """Take the pipes of a child that runs."""
        self._into, self._out = into, out
        self._skipping = True
        self._given = 0

    @classmethod
    @asynccontextmanager
    async def open(cls, codec: Codec) -> AsyncIterator[Self]:
        """Start a child for this codec; it ends with the block."""
        async with _child(codec) as (into, out):
            yield cls(into, out)

    def give(self, unit: Unit) -> None:
        """Hand a picture over; where the child is too slow, all until a keyframe are left out."""
        if self._into.transport.get_write_buffer_size() > HELD:
            self._skipping = True
        if (self._skipping and not unit.keyframe) or self._into.is_closing():
            return
        self._skipping = False
        self._given += 1
        self._into.write(HEAD.pack(unit.pts, len(unit.data)) + unit.data)

    def finish(self) -> None:
        """Hand over no more; pictures end, with PictureRefused, after the last that was owed."""
        self._into.close()

    async def pictures(self) -> AsyncIterator[bytes]:
        """Give what is developed. Raises PictureRefused when the child died or hangs."""
        while True:
            before = self._given
            try:
                async with asyncio.timeout(PATIENCE):
                    jpeg = await _picture(self._out)
            except TimeoutError:
                if self._given - before > UNDUE:
                    raise PictureRefused(_TOO_LONG) from None
            else:
                yield jpeg


async def still(codec: Codec, units: Iterable[Unit]) -> bytes:
    """Develop the last of these pictures at full size. Raises PictureRefused."""
    async with _child(codec, "last") as (into, out):
        for unit in units:
            into.write(HEAD.pack(unit.pts, len(unit.data)) + unit.data)
        into.close()
        try:
            async with asyncio.timeout(PATIENCE):
                return await _picture(out)
        except TimeoutError:
            raise PictureRefused(_TOO_LONG) from None


async def _picture(out: StreamReader) -> bytes:
    try:
        (length,) = LENGTH.unpack(await out.readexactly(LENGTH.size))
        if length > LARGEST:
            raise PictureRefused("the picture is too large")
        return await out.readexactly(length)
    except asyncio.IncompleteReadError:
        raise PictureRefused("the picture cannot be decoded") from None


@asynccontextmanager
async def _child(codec: Codec, *words: str) -> AsyncIterator[tuple[StreamWriter, StreamReader]]:
    """Start it with nothing of our environment that leads to the database."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "registry.feeds.developing", codec, *words),
        stdin=PIPE,
        stdout=PIPE,
        env={name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
    )
    try:
        yield cast("StreamWriter", child.stdin), cast("StreamReader", child.stdout)
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.communicate()  # what is still in the pipes goes with it
