"""One who looks at a live camera: what waits to be sent, and no more than can be caught up with."""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from registry.feeds.mp4.film import Piece, Start
from registry.feeds.sources.source import Codec

BEHIND = 3.0  # seconds the oldest waiting picture may be old
JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the camera's stream: "connecting", "showing" or "no_picture", and why."""

    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A remark to this viewer alone, in its turn among the pictures."""

    words: Mapping[str, object]


Message = Start | Piece | Told | Said


@dataclass(eq=False)
class Viewer:
    """A queue with a memory for where it may be cut.

    plays: the codecs this browser takes as film; of every other camera it is sent JPEG.
    """

    plays: frozenset[Codec]
    _waiting: deque[tuple[float, Message]] = field(default_factory=deque)
    _something: asyncio.Event = field(default_factory=asyncio.Event)
    _skipping: bool = False

    def begin(self, messages: Iterable[Message]) -> None:
        """Take what came before: where the film stands, and the pictures since the keyframe."""
        self._drop_pictures()
        self._skipping = False
        for message in messages:
            self._put(message)

    def hear(self, message: Message) -> None:
        """Take what comes now; one who is too slow goes on at the next keyframe."""
        if isinstance(message, Piece):
            if self._late():
                self._drop_pictures()
                self._skipping = True
            if self._skipping and not message.keyframe:
                return
            self._skipping = False
        self._put(message)

    async def next(self) -> Message:
        """Wait for the next thing to send."""
        while not self._waiting:
            self._something.clear()
            await self._something.wait()
        return self._waiting.popleft()[1]

    def _late(self) -> bool:
        oldest = next((at for at, each in self._waiting if isinstance(each, Piece)), None)
        return oldest is not None and asyncio.get_running_loop().time() - oldest > BEHIND

    def _drop_pictures(self) -> None:
        self._waiting = deque(each for each in self._waiting if not isinstance(each[1], Piece))

    def _put(self, message: Message) -> None:
        self._waiting.append((asyncio.get_running_loop().time(), message))
        self._something.set()
