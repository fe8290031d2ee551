"""One thing the centre asks of this box's recordings, and how far its sending has come."""

import asyncio
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID

from registry.edge.terms import Call, TermsRefused
from registry.edge.wire import WINDOW


@dataclass(frozen=True)
class Wanted:
    """A time of one camera, in unix seconds, and the call it is wanted for."""

    ask: UUID
    camera: UUID
    begin: float
    end: float
    call: Call

    @classmethod
    def read(cls, said: Mapping[str, object]) -> Self:
        """Read it. Raises TermsRefused."""
        try:
            begin, end = float(str(said["begin"])), float(str(said["end"]))
            if not (math.isfinite(begin) and math.isfinite(end) and 0 < begin < end < 1e11):
                raise ValueError
            ask, camera = UUID(str(said["ask"])), UUID(str(said["camera"]))
        except (KeyError, ValueError):
            raise TermsRefused("That is no time of a camera.") from None
        return cls(ask, camera, begin, end, Call.read(said.get("call")))


@dataclass
class Play:
    """What is sent of it: never more ahead of the centre than a window."""

    wanted: Wanted
    asked_at: datetime
    earliest: float  # unix seconds; nothing filmed before this is sent
    began: float = field(default_factory=time.monotonic)
    _ahead: int = 0
    _taken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def seconds(self) -> float:
        """Say how long it lasts."""
        return time.monotonic() - self.began

    def allow(self, taken: int) -> None:
        """Hear that the centre took so many bytes."""
        self._ahead = max(0, self._ahead - max(0, taken))
        self._taken.set()

    async def room(self, size: int) -> None:
        """Wait until these bytes may be sent."""
        await self._until(WINDOW)
        self._ahead += size

    async def settled(self) -> None:
        """Wait until the centre took everything."""
        await self._until(1)

    async def _until(self, ahead: int) -> None:
        while self._ahead >= ahead:
            self._taken.clear()
            await self._taken.wait()
