"""Who looks at recordings through this process: decided anew as things change, and cut."""

import asyncio
import time
from dataclasses import dataclass, field

from frontend.media.database import ask
from frontend.media.outbox import Outbox
from frontend.media.playing import Playing
from frontend.media.sittings import Sitting
from registry.feeds.playback import Recorded, Span
from registry.feeds.sources.source import Codec
from registry.recordings import watching
from registry.recordings.watching import Reach
from registry.refusals import Refusal


@dataclass(eq=False, kw_only=True)
class Rewinding(Sitting):
    """One browser's look at what a camera recorded."""

    reach: Reach
    recorded: Recorded
    plays: frozenset[Codec]
    outbox: Outbox = field(default_factory=Outbox)
    looked: list[Span] = field(default_factory=list)
    playing: Playing | None = None
    jobs: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def say(self, kind: str, **words: object) -> None:
        """Tell this viewer something, in its turn."""
        self.outbox.say(kind, words)

    def within(self, begin: float, end: float) -> tuple[float, float]:
        """Keep of a time what may be looked at."""
        return max(begin, self.reach.begins_at), min(end, time.time())

    def stop(self) -> None:
        """End what it asked for."""
        for job in self.jobs.values():
            job.cancel()


class Rewindings:
    """All of them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._all: set[Rewinding] = set()

    def enter(self, rewinding: Rewinding) -> None:
        """Take one in."""
        self._all.add(rewinding)

    async def leave(self, rewinding: Rewinding, why: str) -> None:
        """Stop what it asked for, and write the closing row."""
        self._all.discard(rewinding)
        rewinding.stop()
        await asyncio.gather(*rewinding.jobs.values(), return_exceptions=True)
        await ask(watching.end, rewinding.given, why, rewinding.seconds, rewinding.looked)

    async def decide_anew(self) -> None:
        """Ask for each whether it may go on and how far back, and cut those that may not."""
        for rewinding in list(self._all):
            await self.decide(rewinding)

    async def decide(self, rewinding: Rewinding) -> None:
        """Ask for one."""
        try:
            rewinding.reach = await ask(watching.decide, rewinding.given)
        except Refusal as refusal:
            rewinding.end(refusal.detail)
