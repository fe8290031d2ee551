"""Keep pictures coming: each camera as often as somebody has reason to look, and no oftener."""

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.freshness import Attention, attention, interval, rest_after_failure
from registry.feeds.sharing import Sharing
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.taking import Pulled, Taking

log = logging.getLogger("sightline.media")

PRIVATE_PICTURE_KEPT = 10.0  # seconds after the last look
SPREAD = 0.5  # seconds over which cameras that already have a picture are asked for a newer one
HELD_BELOW = 10.0  # seconds between pictures under which holding a stream costs less than opening
LINGER = 3.0  # seconds a stream is held after nobody needs it so often
JUDGED_AGAIN = 5.0  # seconds between two looks at the age of a held stream's picture


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

    def __init__(
        self, fetcher: Fetcher, decoder: Decoder, frames: Frames, sharing: Sharing | None = None
    ) -> None:
        """Take the way out, the decoder, the place pictures go, and what streams are open."""
        self._taking = Taking(fetcher, decoder, frames, sharing or Sharing())
        self._frames = frames
        self._pulls: dict[UUID, _Pull] = {}
        self._watched: Counter[UUID] = Counter()
        self._heeding: list[Callable[[], None]] = []
        self._near: frozenset[UUID] = frozenset()

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
        self._tell()

    def unwatch(self, cameras: Collection[UUID]) -> None:
        """One who looked at these looks away."""
        for camera in cameras:
            self._watched[camera] -= 1
            if self._watched[camera] <= 0:
                del self._watched[camera]
                self._nudge(camera)
        self._tell()

    def heed(self, listener: Callable[[], None]) -> None:
        """Call this whenever what is watched changed."""
        self._heeding.append(listener)

    @property
    def watched(self) -> Counter[UUID]:
        """How many look at each camera, pulled here or elsewhere."""
        return self._watched

    def pulls(self, camera: UUID) -> bool:
        """Tell whether this process pulls a camera."""
        return camera in self._pulls

    def private(self, camera: UUID) -> bool:
        """Tell whether nobody but who may look gets its picture; so it is of one we do not pull."""
        pull = self._pulls.get(camera)
        return pull is None or pull.feed.private

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
        if pull.feed.private and camera not in self._watched:
            self._frames.forget(camera)

    def _tell(self) -> None:
        for listener in self._heeding:
            listener()

    def _nudge(self, camera: UUID) -> None:
        if pull := self._pulls.get(camera):
            pull.wake.set()

    async def _run(self, pull: _Pull) -> None:
        """Pull one camera for as long as it is followed."""
        if self.why(pull.feed) is not Attention.WATCHED:  # a restart must not ask all at once
            tried_at = self._frames.of(pull.feed.camera).tried_at
            past = random.random() * interval(self.why(pull.feed), pull.feed.refresh)  # noqa: S311
            # One taken over from another process is asked when that one would have asked it.
            pull.asked = time.monotonic() - (time.time() - tried_at if tried_at else past)
        while True:
            if self.why(pull.feed) is Attention.NONE:
                await self._until_watched(pull)
            elif (early := self._due(pull) - time.monotonic()) > 0:
                await self._rest(pull, early)  # cut short when there is another reason to look
            else:
                pull.asked = time.monotonic()
                await self._take(pull)
                self._judge(pull)
                self._rest_if_failed(pull)

    def _rest_if_failed(self, pull: _Pull) -> None:
        failures = self._frames.of(pull.feed.camera).failures
        pull.penance = rest_after_failure(failures, self.why(pull.feed)) if failures else None
        if failures:  # a held stream may have begun long ago: the rest begins at its end
            pull.asked = time.monotonic()

    def _due(self, pull: _Pull) -> float:
        rest = pull.penance or self._interval(pull.feed)
        return max(pull.asked + rest, pull.not_before)

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

    def _holds(self, feed: Pulled) -> bool:
        """Tell whether a stream is to be held; a snapshot address is only ever asked again."""
        if isinstance(feed.source, Snapshot):
            return False
        why = self.why(feed)
        return why is not Attention.NONE and interval(why, feed.refresh) < HELD_BELOW

    async def _take(self, pull: _Pull) -> None:
        """Take one picture, or every so many seconds one of a held stream."""
        feed = pull.feed
        watched = self.why(feed) is Attention.WATCHED
        if not self._holds(feed):
            await self._taking.grab(feed, watched=watched)
            return

        def shown() -> None:
            pull.asked = time.monotonic()
            self._judge(pull)

        holding = self._taking.hold(
            feed, watched=watched, apart=lambda: self._interval(feed), shown=shown
        )
        await self._until_dull(pull, asyncio.create_task(holding, name=f"hold-{feed.camera}"))

    async def _until_dull(self, pull: _Pull, holding: asyncio.Task[None]) -> None:
        """Let a stream be held until it ends, or nobody needs it so often any more."""
        try:
            while not holding.done():
                await self._ended_or_woken(pull, holding, JUDGED_AGAIN)
                self._judge(pull)
                if not self._holds(pull.feed):
                    await self._ended_or_woken(pull, holding, LINGER)
                    if not self._holds(pull.feed):
                        return
            holding.result()
        finally:
            holding.cancel()
            await asyncio.wait({holding})

    async def _ended_or_woken(
        self, pull: _Pull, holding: asyncio.Task[None], seconds: float
    ) -> None:
        pull.wake.clear()
        waking = asyncio.create_task(pull.wake.wait())
        try:
            await asyncio.wait(
                {holding, waking}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            waking.cancel()

    def _interval(self, feed: Pulled) -> float:
        return interval(self.why(feed), feed.refresh)

    def _judge(self, pull: _Pull) -> None:
        self._taking.judge(pull.feed, self._interval(pull.feed))
