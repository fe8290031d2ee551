"""What waits to be sent: no more than a slow line can catch up with."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from registry.edge.wire import KEYFRAME, UNIT, Sent

if TYPE_CHECKING:
    from uuid import UUID

HELD = 6 << 20  # bytes


class Outbox:
    """Words first, then pictures; where the line is too slow a stream goes on at a keyframe."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._words: deque[str] = deque()
        self._pictures: deque[Sent] = deque()
        self._size = 0
        self._skipping: set[UUID] = set()
        self._something = asyncio.Event()

    def say(self, words: str) -> None:
        """Queue words."""
        self._words.append(words)
        self._something.set()

    def show(self, sent: Sent) -> None:
        """Queue a picture, or leave it out."""
        if sent.kind == KEYFRAME:
            self._skipping.discard(sent.camera)
        if self._size + len(sent.data) > HELD:
            self._skipping.add(sent.camera)
            return
        if sent.kind == UNIT and sent.camera in self._skipping:
            return
        self._pictures.append(sent)
        self._size += len(sent.data)
        self._something.set()

    async def next(self) -> str | Sent:
        """Wait for the next thing to send."""
        while not self._words and not self._pictures:
            self._something.clear()
            await self._something.wait()
        if self._words:
            return self._words.popleft()
        sent = self._pictures.popleft()
        self._size -= len(sent.data)
        return sent
