"""Whether each camera answers its box: all the centre hears of one that nobody may look at."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from registry.edge.agent.cameras import LocalCamera
from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused

AGAIN = 60.0  # seconds between two tries of a camera that nobody looks at
SOON = 20.0  # where one did not answer


@dataclass(frozen=True)
class State:
    """A camera as its box finds it: "unknown", "live" or "offline", and why."""

    name: str = "unknown"
    reason: str = ""


@dataclass
class Health:
    """The newest state of every camera."""

    states: dict[UUID, State] = field(default_factory=dict)
    recordings: dict[UUID, str] = field(default_factory=dict)  # "on", or why not
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def of(self, camera: UUID) -> State:
        """Give a camera's state."""
        return self.states.get(camera, State())

    def tell(self, camera: UUID, state: State) -> None:
        """Take what was found; a change is said at once."""
        if self.states.get(camera) != state:
            self.states[camera] = state
            self.changed.set()

    def note(self, camera: UUID, recording: str) -> None:
        """Take how a camera's recording goes; none is nothing. A change is said at once."""
        if self.recordings.get(camera, "") != recording:
            self.recordings[camera] = recording
            self.changed.set()

    async def probe(self, cameras: Callable[[], Iterable[LocalCamera]], fetcher: Fetcher) -> None:
        """Try one camera after the other, for ever; the picture is dropped here."""
        while True:
            found = [await self._try(camera, fetcher) for camera in list(cameras())]
            await asyncio.sleep(SOON if "offline" in found else AGAIN)

    async def _try(self, camera: LocalCamera, fetcher: Fetcher) -> str:
        state = await _tried(camera, fetcher)
        self.tell(camera.id, state)
        return state.name


async def _tried(camera: LocalCamera, fetcher: Fetcher) -> State:
    try:
        await camera.source.grab(fetcher)
    except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
        return State("offline", refusal.detail)
    return State("live")
