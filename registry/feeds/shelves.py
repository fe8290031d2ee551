"""What came lately and what is on its way: however many ask for it, it is fetched once."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class _Fetch:
    task: "asyncio.Task[bytes]"
    begun: float


class Shelf:
    """Bodies by address, the oldest put away first."""

    def __init__(self, fetch: Callable[[str], Awaitable[bytes]], *, room: int) -> None:
        """Take what fetches, and how many bytes are kept."""
        self._fetch, self._room = fetch, room
        self._fetches: dict[str, _Fetch] = {}

    async def get(self, url: str, *, fresh: float) -> bytes:
        """Give a body that was asked for at most so many seconds ago. Raises what fetching does."""
        held = self._fetches.get(url)
        if held is None or self._stale(held, fresh):
            held = _Fetch(asyncio.create_task(self._brought(url)), time.monotonic())
            self._fetches.pop(url, None)
            self._fetches[url] = held
            self._make_room()
        # whoever asked first may leave; the others still wait for it
        return await asyncio.shield(held.task)

    def clear(self) -> None:
        """Put everything away, also what is on its way."""
        for held in self._fetches.values():
            held.task.cancel()
        self._fetches.clear()

    async def _brought(self, url: str) -> bytes:
        return await self._fetch(url)

    @staticmethod
    def _stale(held: _Fetch, fresh: float) -> bool:
        if not held.task.done():
            return False
        failed = held.task.cancelled() or held.task.exception() is not None
        return failed or time.monotonic() - held.begun > fresh

    def _make_room(self) -> None:
        kept = 0
        for url, held in reversed(list(self._fetches.items())):
            if not held.task.done():
                continue
            failed = held.task.cancelled() or held.task.exception() is not None
            kept += 0 if failed else len(held.task.result())
            if failed or kept > self._room:
                del self._fetches[url]
