"""Record what the owner chose, as its cameras send it: nothing is coded anew, nothing leaves."""

import asyncio
import random
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from registry.edge.agent.box import Box
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.health import Health, State
from registry.edge.agent.refusals import DiskRefused
from registry.edge.agent.ring import Ring
from registry.feeds.fetching import Fetcher
from registry.feeds.mp4.film import Film, Start
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.sources.source import Stream, Unit

if TYPE_CHECKING:
    from pathlib import Path

SEGMENT = 30.0  # seconds of one film
LARGEST = 4 << 20  # bytes that wait for the next keyframe before they are written
REST = 5.0  # seconds at most until a camera that failed is tried again
DISK_AGAIN = 20.0  # seconds until a disk that was full is


class Recording:
    """The cameras that are recorded now, each by a task of its own."""

    def __init__(self, ring: Ring, fetcher: Fetcher, health: Health) -> None:
        """Record none yet."""
        self._ring, self._fetcher, self._health = ring, fetcher, health
        self._tasks: dict[LocalCamera, asyncio.Task[None]] = {}

    def follow(self, box: Box) -> None:
        """Record what is to be recorded, and nothing else."""
        # a camera whose switch was turned is the same camera
        wanted = {_plain(camera) for camera in box.cameras.values() if _records(camera)}
        for camera in self._tasks.keys() - wanted:
            self._tasks.pop(camera).cancel()
            self._health.note(camera.id, "")
        for camera in wanted - self._tasks.keys():
            self._tasks[camera] = asyncio.create_task(self._record(camera))

    async def aclose(self) -> None:
        """End all."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        self._tasks.clear()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _record(self, camera: LocalCamera) -> None:
        source = camera.source
        while not isinstance(source, Snapshot):
            rest = random.random() * REST  # noqa: S311  not a secret
            try:
                async with source.open(self._fetcher) as stream:
                    await self._keep(camera.id, stream)
            except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
                self._health.tell(camera.id, State("offline", refusal.detail))
                self._health.note(camera.id, f"waits for the camera: {refusal.detail}")
            except DiskRefused as refusal:
                self._health.note(camera.id, f"stopped: {refusal.detail}")
                rest = DISK_AGAIN
            await asyncio.sleep(rest)

    async def _keep(self, camera: UUID, stream: Stream) -> None:
        reel = _Reel(self._ring, camera, stream)
        async for unit in stream.units():
            if await reel.take(unit):
                self._health.tell(camera, State("live"))
                self._health.note(camera, "on")


class _Reel:
    """One stream's films, written a group of pictures at a time: what is on disk can be shown."""

    def __init__(self, ring: Ring, camera: UUID, stream: Stream) -> None:
        self._ring, self._camera, self._stream = ring, camera, stream
        self._film: Film | None = None
        self._path: Path | None = None
        self._begun_at = 0.0
        self._until = 0.0
        self._waiting = bytearray()

    async def take(self, unit: Unit) -> bool:
        """Take a picture; tells whether some were written."""
        written = False
        if unit.keyframe or len(self._waiting) > LARGEST:
            written = await self._write()
        if unit.keyframe and (self._film is None or unit.arrived_at - self._begun_at >= SEGMENT):
            await self._begin(unit)
        if self._film is None:
            return written
        pieces = list(self._film.take(unit))
        if isinstance(pieces[0] if pieces else None, Start) and self._until > self._begun_at:
            await self._begin(unit)  # other parameter sets: a film has one kind of picture
            pieces = list(self._film.take(unit))
        self._waiting += b"".join(piece.data for piece in pieces)
        self._until = max(self._until, unit.arrived_at)
        return written

    async def _begin(self, unit: Unit) -> None:
        self._path = await asyncio.to_thread(self._ring.begin, self._camera, unit.arrived_at)
        self._film = Film(self._stream.codec, 0.0, dated=True)
        self._begun_at = self._until = unit.arrived_at

    async def _write(self) -> bool:
        if not self._waiting or self._path is None:
            return False
        data = bytes(self._waiting)
        self._waiting.clear()
        await asyncio.to_thread(self._ring.add, self._path, data, self._until)
        return True


def _records(camera: LocalCamera) -> bool:
    return camera.keep and "recorded" in camera.offers


def _plain(camera: LocalCamera) -> LocalCamera:
    return replace(camera, name="", terms=type(camera.terms)())
