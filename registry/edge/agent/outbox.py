"""What waits to be sent: no more than a slow line can catch up with."""

import asyncio
from collections import deque
from uuid import UUID

from registry.edge.wire import KEYFRAME, UNIT, Sent

HELD = 6 << 20  # bytes


class Outbox:
    """Words first, then pictures, then recordings, the newest of them first.

    Where the line is too slow a stream goes on at a keyframe; a recording waits.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        self._words: deque[str] = deque()
        self._pictures: deque[Sent] = deque()
        self._played: dict[UUID, deque[Sent]] = {}
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

    def play(self, sent: Sent) -> None:
        """Queue a recording's picture; whoever plays it heeds the centre's window."""
        self._played.setdefault(sent.camera, deque()).append(sent)
        self._something.set()

    def drop(self, ask: UUID) -> None:
        """Leave out what is queued of a recording."""
        self._played.pop(ask, None)

    async def next(self) -> str | Sent:
        """Wait for the next thing to send."""
        while not self._words and not self._pictures and not self._played:
            self._something.clear()
            await self._something.wait()
        if self._words:
            return self._words.popleft()
        if not self._pictures:
            return self._newest()
        sent = self._pictures.popleft()
        self._size -= len(sent.data)
        return sent

    def _newest(self) -> Sent:
        ask = max(self._played, key=lambda ask: self._played[ask][0].at)
        sent = self._played[ask].popleft()
        if not self._played[ask]:
            del self._played[ask]
        return sent
