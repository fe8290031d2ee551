"""Keep pictures coming: each camera as often as somebody has reason to look, and no oftener."""

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.freshness import (
    Attention,
    attention,
    interval,
    rest_after_failure,
    state,
)
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.sources.unreadable import Unreadable

log = logging.getLogger("sightline.media")

PRIVATE_PICTURE_KEPT = 10.0  # seconds after the last look
SPREAD = 0.5  # seconds over which cameras that already have a picture are asked for a newer one
AT_ONCE = 50  # connections opening at the same time


@dataclass(frozen=True)
class Pulled:
    """What is needed to pull one camera."""

    camera: UUID
    source: Snapshot | Unreadable
    refresh: float
    private: bool


@dataclass
class _Pull:
    feed: Pulled
    task: asyncio.Task[None] | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    asked: float = 0.0  # when it was last asked
    penance: float | None = None  # seconds it rests after a failure
    not_before: float = 0.0


class Pulling:
    """All the cameras one media process pulls."""

    def __init__(self, fetcher: Fetcher, decoder: Decoder, frames: Frames) -> None:
        """Take the way out, the decoder and the place pictures go."""
        self._fetcher, self._decoder, self._frames = fetcher, decoder, frames
        self._pulls: dict[UUID, _Pull] = {}
        self._watched: Counter[UUID] = Counter()
        self._near: frozenset[UUID] = frozenset()
        self._gate = asyncio.Semaphore(AT_ONCE)

    def follow(self, feeds: Iterable[Pulled]) -> None:
        """Take the feeds as they are now: new ones start, changed ones restart, gone ones end."""
        wanted = {feed.camera: feed for feed in feeds}
        for camera in self._pulls.keys() - wanted.keys():
            self._end(camera)
            self._frames.forget(camera)
        for camera, feed in wanted.items():
            if (known := self._pulls.get(camera)) and known.feed == feed and not self._fell(known):
                continue
            if known:
                self._end(camera)
            pull = self._pulls[camera] = _Pull(feed)
            pull.task = asyncio.create_task(self._run(pull), name=f"pull-{camera}")

    def near_incidents(self, cameras: Collection[UUID]) -> None:
        """Pull these oftener: an open incident is around them."""
        before, self._near = self._near, frozenset(cameras)
        for camera in self._near - before:
            self._nudge(camera)

    def watch(self, cameras: Collection[UUID]) -> None:
        """Somebody looks at these now; the first of them are asked first.

        The kept pictures are on their way to the screen at this moment: thirty cameras asked at
        once would be decoded before them.
        """
        now = time.monotonic()
        for rank, camera in enumerate(cameras):
            self._watched[camera] += 1
            if self._watched[camera] == 1 and (pull := self._pulls.get(camera)):
                kept = self._frames.of(camera).picture is not None
                pull.penance = None  # it may be back, and now somebody wants to know
                pull.not_before = now + (SPREAD * rank / len(cameras) if kept else 0)
                pull.wake.set()

    def unwatch(self, cameras: Collection[UUID]) -> None:
        """One who looked at these looks away."""
        for camera in cameras:
            self._watched[camera] -= 1
            if self._watched[camera] <= 0:
                del self._watched[camera]
                self._nudge(camera)

    async def aclose(self) -> None:
        """End every pull."""
        tasks = [pull.task for pull in self._pulls.values() if pull.task]
        for camera in list(self._pulls):
            self._end(camera)
        await asyncio.gather(*tasks, return_exceptions=True)

    def why(self, feed: Pulled) -> Attention:
        """Say why this camera is pulled at this moment."""
        return attention(
            watched=feed.camera in self._watched,
            private=feed.private,
            near_incident=feed.camera in self._near,
        )

    def _fell(self, pull: _Pull) -> bool:
        """Tell whether a fault of ours ended a pull; say so where people look, and in the log."""
        if pull.task is None or not pull.task.done() or pull.task.cancelled():
            return False
        self._frames.fail(pull.feed.camera, "a fault of this centre's own; its log says which")
        log.error("a pull fell", exc_info=pull.task.exception(), extra={"camera": pull.feed.camera})
        return True

    def _end(self, camera: UUID) -> None:
        pull = self._pulls.pop(camera)
        if pull.task:
            pull.task.cancel()

    def _nudge(self, camera: UUID) -> None:
        if pull := self._pulls.get(camera):
            pull.wake.set()

    async def _run(self, pull: _Pull) -> None:
        """Pull one camera for as long as it is followed."""
        if self.why(pull.feed) is not Attention.WATCHED:  # a restart must not ask all at once
            past = random.random() * interval(self.why(pull.feed), pull.feed.refresh)  # noqa: S311
            pull.asked = time.monotonic() - past
        while True:
            if self.why(pull.feed) is Attention.NONE:
                await self._until_watched(pull)
            elif (early := self._due(pull) - time.monotonic()) > 0:
                await self._rest(pull, early)  # cut short when there is another reason to look
            else:
                pull.asked = time.monotonic()
                await self._grab(pull.feed)
                self._judge(pull.feed)
                failures = self._frames.of(pull.feed.camera).failures
                why = self.why(pull.feed)
                pull.penance = rest_after_failure(failures, why) if failures else None

    def _due(self, pull: _Pull) -> float:
        rest = interval(self.why(pull.feed), pull.feed.refresh)
        return max(pull.asked + (pull.penance or rest), pull.not_before)

    async def _until_watched(self, pull: _Pull) -> None:
        """Wait, asking nothing; a private picture is not kept for long."""
        pull.wake.clear()
        try:
            async with asyncio.timeout(PRIVATE_PICTURE_KEPT):
                await pull.wake.wait()
        except TimeoutError:
            self._frames.forget(pull.feed.camera)
            await pull.wake.wait()

    async def _rest(self, pull: _Pull, seconds: float) -> None:
        pull.wake.clear()
        try:
            async with asyncio.timeout(seconds):
                await pull.wake.wait()
        except TimeoutError:
            return

    async def _grab(self, feed: Pulled) -> None:
        try:
            async with self._gate:
                still = await feed.source.grab(self._fetcher)
            picture = await self._decoder.decode(still.data)
        except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
            self._frames.fail(feed.camera, refusal.detail)
            return
        new = self._frames.put(feed.camera, picture, still.data, still.captured_at)
        if new and not feed.private:
            self._frames.keep(feed.camera)

    def _judge(self, feed: Pulled) -> None:
        frame = self._frames.of(feed.camera)
        age = None if frame.captured_at is None else time.time() - frame.captured_at
        refresh = interval(self.why(feed), feed.refresh)
        self._frames.judge(feed.camera, state(age=age, failures=frame.failures, refresh=refresh))
