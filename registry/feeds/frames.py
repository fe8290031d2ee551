"""The last picture of every camera: in memory, and in a RAM-backed folder across a restart."""

import contextlib
import hashlib
import logging
import os
import struct
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from registry.feeds.decoding import Picture

log = logging.getLogger("sightline.media")

_HEAD = struct.Struct("!dQI")  # captured_at, version, length of the master


@dataclass(frozen=True)
class Frame:
    """A camera's last good picture and what is known of its feed since."""

    version: int = 0
    captured_at: float | None = None
    picture: Picture | None = None
    digest: bytes = b""
    state: str = "no_picture"
    reason: str = ""
    failures: int = 0
    tried_at: float = 0.0


@dataclass
class Frames:
    """Every camera's frame; listeners hear of each change as it happens."""

    folder: Path | None = None
    _frames: dict[UUID, Frame] = field(default_factory=dict)
    _listeners: set[Callable[[UUID, Frame, bool], None]] = field(default_factory=set)

    def of(self, camera: UUID) -> Frame:
        """Give the camera's frame; an empty one before the first picture."""
        return self._frames.get(camera, Frame())

    def listen(self, listener: Callable[[UUID, Frame, bool], None]) -> Callable[[], None]:
        """Call `listener(camera, frame, is_new_picture)` on every change, until undone."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def put(self, camera: UUID, picture: Picture, source: bytes, captured_at: float) -> bool:
        """Take a picture; the same bytes again are no new capture. Tells whether it is new."""
        old = self.of(camera)
        digest = hashlib.blake2b(source, digest_size=16).digest()
        new = digest != old.digest
        frame = replace(old, failures=0, reason="", tried_at=time.time())
        if new:
            # milliseconds make versions rise across a restart without reading anything back
            frame = replace(
                frame,
                version=max(old.version + 1, int(time.time() * 1000)),
                captured_at=captured_at,
                picture=picture,
                digest=digest,
            )
        self._set(camera, frame, new)
        return new

    def fail(self, camera: UUID, reason: str) -> None:
        """Count a failure; the last good picture stays, with its age."""
        old = self.of(camera)
        failed = replace(old, failures=old.failures + 1, reason=reason, tried_at=time.time())
        self._set(camera, failed, False)

    def take(self, camera: UUID, frame: Frame) -> None:
        """Take a frame as another process has it, unless ours is newer."""
        old = self.of(camera)
        if frame.version >= old.version:
            kept = replace(frame, picture=frame.picture or old.picture)
            self._set(camera, kept, frame.version > old.version and frame.picture is not None)

    def judge(self, camera: UUID, state: str) -> None:
        """Set the state the freshness rules arrived at."""
        old = self.of(camera)
        if old.state != state:
            self._set(camera, replace(old, state=state), False)

    def forget(self, camera: UUID) -> None:
        """Drop a private camera's picture when nobody may look any more."""
        self._frames.pop(camera, None)
        if self.folder:
            (self.folder / camera.hex).unlink(missing_ok=True)

    def keep(self, camera: UUID) -> None:
        """Write the picture where a restarted process finds it; whole or not at all.

        A folder that is full costs a restarted process the picture, nobody else anything.
        """
        frame = self.of(camera)
        if not self.folder or frame.picture is None or frame.captured_at is None:
            return
        head = _HEAD.pack(frame.captured_at, frame.version, len(frame.picture.master))
        try:
            _write(self.folder / camera.hex, head + frame.picture.master + frame.picture.small)
        except OSError as full:
            log.warning("a picture is not kept for a restart: %s", full, extra={"camera": camera})

    def recall(self) -> int:
        """Read back what an earlier process kept; gives how many."""
        for path in self.folder.iterdir() if self.folder else ():
            with contextlib.suppress(ValueError, struct.error):  # a name or file not of our making
                self._frames[UUID(path.name)] = _read(path.read_bytes())
        return len(self._frames)

    def _set(self, camera: UUID, frame: Frame, new: bool) -> None:
        self._frames[camera] = frame
        for listener in tuple(self._listeners):
            listener(camera, frame, new)


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _read(data: bytes) -> Frame:
    captured_at, version, length = _HEAD.unpack_from(data)
    master = data[_HEAD.size : _HEAD.size + length]
    picture = Picture(master, data[_HEAD.size + length :])
    return Frame(version=version, captured_at=captured_at, picture=picture, state="live")
