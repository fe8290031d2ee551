"""One who takes what a camera sends as it comes: every picture, in order, untouched."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from registry.feeds.sources.source import Codec, Unit
from registry.feeds.viewers import Told

HELD = 32 << 20  # bytes that may wait; past them it goes on at a keyframe

Taken = tuple[Codec, Unit] | Told


@dataclass(eq=False)
class Tap:
    """A queue that never grows past what memory is for."""

    _waiting: deque[Taken] = field(default_factory=deque)
    _something: asyncio.Event = field(default_factory=asyncio.Event)
    _bytes: int = 0
    _skipping: bool = True

    def take(self, codec: Codec, unit: Unit) -> None:
        """Take the next picture."""
        if self._bytes > HELD:
            self._skipping = True
        if self._skipping and (self._bytes > HELD or not unit.keyframe):
            return
        self._skipping = False
        self._bytes += len(unit.data)
        self._put((codec, unit))

    def hear(self, told: Told) -> None:
        """Take what became of the stream."""
        self._put(told)

    async def next(self) -> Taken:
        """Wait for the next of either."""
        while not self._waiting:
            self._something.clear()
            await self._something.wait()
        taken = self._waiting.popleft()
        if not isinstance(taken, Told):
            self._bytes -= len(taken[1].data)
        return taken

    def _put(self, taken: Taken) -> None:
        self._waiting.append(taken)
        self._something.set()
