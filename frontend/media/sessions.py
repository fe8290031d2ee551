"""One browser's watch: what it may see, what it has yet to be sent, and why it ended."""

import asyncio
import json
import struct
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from registry.feeds.decoding import Picture
from registry.feeds.frames import Frame, Frames
from registry.feeds.passes import Pass
from registry.incidents.looking import Look

_HEAD = struct.Struct("!16sQI")  # camera, captured_at in ms, length of the JPEG

Message = bytes | str


@dataclass(eq=False)
class Session:
    """What one WebSocket watches. Only the newest picture of a camera ever waits for a slow one."""

    given: Pass
    master: bool
    frames: Frames
    cameras: frozenset[UUID] = frozenset()
    began: float = field(default_factory=time.monotonic)
    _due: dict[UUID, tuple[float, Picture]] = field(default_factory=dict)
    _words: list[dict[str, str | None]] = field(default_factory=list)
    _something: asyncio.Event = field(default_factory=asyncio.Event)

    def allow(self, looks: dict[UUID, Look]) -> None:
        """Take a decision: begin what is allowed, end what no longer is, and say which and why."""
        allowed = frozenset(camera for camera, seen in looks.items() if seen.allowed)
        for camera in self.given.cameras:
            seen = looks.get(camera)
            if camera not in allowed and (camera in self.cameras or seen is not None):
                reason = seen.reason if seen else "no longer open to you"
                self.say(type="refused", camera=str(camera), reason=reason)
        for camera in self.cameras - allowed:
            self._due.pop(camera, None)
        began, self.cameras = allowed - self.cameras, allowed
        for camera in self.ranked(began):
            self.hear(camera, self.frames.of(camera), True)

    def ranked(self, cameras: frozenset[UUID]) -> list[UUID]:
        """Sort cameras as the pass names them: the one that sees best first."""
        return [camera for camera in self.given.cameras if camera in cameras]

    def hear(self, camera: UUID, frame: Frame, new_picture: bool) -> None:
        """Take a change of one camera; called for every camera media pulls."""
        if camera not in self.cameras:
            return
        if new_picture and frame.picture is not None and frame.captured_at is not None:
            self._due[camera] = (frame.captured_at, frame.picture)
        self.say(
            type="state",
            camera=str(camera),
            state=frame.state,
            reason=frame.reason,
            captured_at=_iso(frame.captured_at),
        )

    def say(self, **words: str | None) -> None:
        """Queue a remark; all that wait go as one text, before the pictures behind them."""
        self._words.append(words)
        self._something.set()

    async def next(self) -> Message:
        """Wait for the next thing to send."""
        while not self._words and not self._due:
            self._something.clear()
            await self._something.wait()
        if self._words:
            words, self._words = self._words, []
            return json.dumps(words)
        camera = next(iter(self._due))
        captured_at, picture = self._due.pop(camera)
        jpeg = picture.master if self.master else picture.small
        return _HEAD.pack(camera.bytes, round(captured_at * 1000), len(jpeg)) + jpeg


def _iso(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
