"""One browser in front of one camera's video, live or recorded, and how long it may stay."""

import asyncio
import time
from dataclasses import dataclass, field
from uuid import UUID

from registry.feeds.passes import Pass

WARNING = 60.0  # seconds before the end at which the viewer is told


@dataclass(eq=False, kw_only=True)
class Sitting:
    """Whoever looks, for as long as their pass and the owner's minutes last."""

    given: Pass
    minutes: int | None  # none where the owner set no limit
    began: float = field(default_factory=time.monotonic)
    ends_at: float | None = None  # monotonic
    cut: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.Future())

    def __post_init__(self) -> None:
        """Count the owner's minutes from now."""
        if self.minutes:
            self.ends_at = self.began + self.minutes * 60

    @property
    def camera(self) -> UUID:
        """Say at which camera it looks."""
        return self.given.cameras[0]

    @property
    def seconds(self) -> float:
        """Say for how long it has looked."""
        return time.monotonic() - self.began

    def say(self, kind: str, **words: object) -> None:
        """Tell this viewer something, in its turn among the pictures."""
        raise NotImplementedError

    def end(self, why: str) -> None:
        """Cut it."""
        if not self.cut.done():
            self.cut.set_result(why)

    async def time_out(self) -> None:
        """Wait for the end of the owner's minutes, and warn before it."""
        while self.ends_at is not None and (left := self.ends_at - time.monotonic()) > 0:
            if left <= WARNING:
                self.say("ending", seconds=round(left))
                warned = self.ends_at
                await asyncio.sleep(left)
                if self.ends_at == warned:
                    return
            else:
                await asyncio.sleep(left - WARNING)
        if self.ends_at is None:
            await asyncio.Future()  # for ever
