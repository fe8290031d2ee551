"""Pictures that come in bursts, given as slowly as they were taken."""

import asyncio
from dataclasses import dataclass

LATE = 0.5  # seconds; what is later goes on from now, and is as much later from then on
EARLY = 12.0  # a clock that leaps


@dataclass
class Evenly:
    """When each picture is due on our clock, by its own."""

    _offset: float | None = None

    async def wait(self, pts: float) -> None:
        """Wait until a picture is due. pts: seconds on its own clock."""
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, self.due(pts, now) - now))

    def due(self, pts: float, now: float) -> float:
        """Say when a picture is due; the first is at once."""
        if self._offset is None or not -LATE <= pts + self._offset - now <= EARLY:
            self._offset = now - pts
        return pts + self._offset
