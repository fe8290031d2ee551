"""Who looks at live video through this process: told, warned and cut as things change."""

import asyncio
import time
from dataclasses import asdict, dataclass, field
from uuid import UUID

from frontend.media.database import ask
from registry.feeds.passes import Pass
from registry.feeds.streaming import Hub
from registry.feeds.viewers import Said, Viewer
from registry.incidents import living
from registry.refusals import Refusal

WARNING = 60.0  # seconds before the end at which the viewer is told


@dataclass(eq=False)
class Viewing:
    """One browser's look at one camera."""

    given: Pass
    viewer: Viewer
    opened: living.Opened
    began: float = field(default_factory=time.monotonic)
    ends_at: float | None = None  # monotonic; none where the owner set no limit
    cut: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.Future())

    def __post_init__(self) -> None:
        """Count the owner's minutes from now."""
        if minutes := self.opened.max_session_min:
            self.ends_at = self.began + minutes * 60

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
        self.viewer.hear(Said({"type": kind, **words}))

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


class Viewings:
    """All of them; whoever joins or leaves is made known to the others at the same camera."""

    def __init__(self, hub: Hub) -> None:
        """Begin with none."""
        self._hub = hub
        self._all: set[Viewing] = set()
        self._introductions: set[asyncio.Task[None]] = set()

    def enter(self, viewing: Viewing) -> None:
        """Begin to show it the camera; who else looks is told while the picture is on its way."""
        self._all.add(viewing)
        self._hub.join(viewing.camera, viewing.viewer)
        introduction = asyncio.create_task(self._introduce(viewing.camera))
        self._introductions.add(introduction)
        introduction.add_done_callback(self._introductions.discard)

    async def leave(self, viewing: Viewing, why: str) -> None:
        """Stop showing, write the closing row, and tell the others."""
        self._all.discard(viewing)
        self._hub.leave(viewing.camera, viewing.viewer)
        await ask(living.end, viewing.given, viewing.opened.view, why, viewing.seconds)
        await self._introduce(viewing.camera)

    async def decide_anew(self) -> None:
        """Ask for each whether it may go on, and cut those that may not."""
        for viewing in list(self._all):
            try:
                await ask(living.decide, viewing.given)
            except Refusal as refusal:
                viewing.end(refusal.detail)

    async def _introduce(self, camera: UUID) -> None:
        for viewing in [each for each in self._all if each.camera == camera]:
            try:
                also = await ask(living.others, viewing.given)
            except Refusal as refusal:
                viewing.end(refusal.detail)
            else:
                viewing.say("also", also=[asdict(other) for other in also])
