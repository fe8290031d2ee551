"""What waits to be sent to one browser: words always, film only while it is wanted."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from typing import Any

from registry.feeds.mp4.film import Start

FULL = 8 << 20  # bytes of film that may wait


class Outbox:
    """A queue that forgets film on demand, and says when there is room."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._waiting: deque[tuple[str | bytes, bool]] = deque()
        self._something = asyncio.Event()
        self._bytes = 0
        self.moved = asyncio.Event()  # set whenever something was sent

    @property
    def full(self) -> bool:
        """Tell whether film should wait."""
        return self._bytes > FULL

    def say(self, kind: str, words: Mapping[str, object], *, of_film: bool = False) -> None:
        """Queue words; those of a film go when it is forgotten."""
        self._put(json.dumps({"type": kind, **words}), of_film)

    def show(self, data: bytes) -> None:
        """Queue a part of the film."""
        self._bytes += len(data)
        self._put(data, True)

    def forget_film(self) -> None:
        """Drop what is no longer wanted."""
        self._waiting = deque(each for each in self._waiting if not each[1])
        self._bytes = 0

    async def next(self) -> str | bytes:
        """Wait for the next thing to send."""
        while not self._waiting:
            self._something.clear()
            await self._something.wait()
        message, _ = self._waiting.popleft()
        if isinstance(message, bytes):
            self._bytes -= len(message)
        self.moved.set()
        return message

    def _put(self, message: str | bytes, of_film: bool) -> None:
        self._waiting.append((message, of_film))
        self._something.set()


def film_words(start: Start) -> dict[str, Any]:
    """Say what the binary after it is."""
    return {"mime": start.mime, "width": start.width, "height": start.height}
