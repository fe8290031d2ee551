"""Who looks at live video through this process: told, warned and cut as things change."""

import asyncio
from dataclasses import asdict, dataclass
from uuid import UUID

from frontend.media.database import ask
from frontend.media.sittings import Sitting
from registry.feeds.relaying import Relay
from registry.feeds.streaming import Hub
from registry.feeds.viewers import Said, Viewer
from registry.incidents import living
from registry.refusals import Refusal


@dataclass(eq=False, kw_only=True)
class Viewing(Sitting):
    """One browser's look at one camera."""

    viewer: Viewer
    view: UUID
    relay: Relay | None = None  # what its player asks for playlists, where the hub shows it nothing

    def say(self, kind: str, **words: object) -> None:
        """Tell this viewer something, in its turn among the pictures."""
        self.viewer.hear(Said({"type": kind, **words}))


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
        if viewing.relay is None:
            self._hub.join(viewing.camera, viewing.viewer)
        introduction = asyncio.create_task(self._introduce(viewing.camera))
        self._introductions.add(introduction)
        introduction.add_done_callback(self._introductions.discard)

    async def leave(self, viewing: Viewing, why: str) -> None:
        """Stop showing, write the closing row, and tell the others."""
        self._all.discard(viewing)
        self._hub.leave(viewing.camera, viewing.viewer)
        await ask(living.end, viewing.given, viewing.view, why, viewing.seconds)
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
