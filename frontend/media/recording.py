"""The recorders of one media process: each takes what its camera sends and keeps it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from uuid import UUID

import psycopg
from django.db import DatabaseError
from psycopg_pool import PoolTimeout

from frontend.media.database import ask
from registry.feeds.refusals import PictureRefused
from registry.feeds.streaming import Hub
from registry.feeds.taps import Tap
from registry.feeds.viewers import Told
from registry.recordings import recorders, writing
from registry.recordings.cutting import Cut, Cutter
from registry.recordings.models import Recorder
from registry.recordings.refusals import NoRoom

log = logging.getLogger("sightline.media")

FULL_AGAIN = 30.0  # seconds until it is looked whether there is room again
AGAIN = 1.0  # seconds until the database is asked once more
AWAY = (DatabaseError, psycopg.Error, PoolTimeout)

State = Recorder.State
STATES = {"showing": State.RECORDING, "no_picture": State.NO_PICTURE}


class Recording:
    """All cameras this process records."""

    def __init__(self, hub: Hub) -> None:
        """Take where pictures come from."""
        self._hub = hub
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def follow(self, cameras: frozenset[UUID]) -> None:
        """Record these from now on, and no others."""
        for camera, task in list(self._tasks.items()):
            if camera not in cameras or task.done():
                self._end(camera)
        for camera in cameras - self._tasks.keys():
            self._tasks[camera] = asyncio.create_task(self._run(camera), name=f"record-{camera}")

    async def aclose(self) -> None:
        """End them all; what was taken until now is kept."""
        self.follow(frozenset())
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _end(self, camera: UUID) -> None:
        task = self._tasks.pop(camera)
        if task.done() and not task.cancelled():  # a fault of ours; it begins anew
            log.error("a recorder fell", exc_info=task.exception(), extra={"camera": camera})
        task.cancel()
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _run(self, camera: UUID) -> None:
        """Record one camera for as long as it is followed."""
        while True:
            tap = Tap()
            self._hub.tap(camera, tap)
            try:
                await self._take(camera, tap)
            except NoRoom as full:
                log.error("not recording: %s", full.detail, extra={"camera": camera})
                await _tell(camera, State.FULL, full.detail)
            finally:
                self._hub.untap(camera, tap)
            await asyncio.sleep(FULL_AGAIN)

    async def _take(self, camera: UUID, tap: Tap) -> None:
        """Cut what comes and keep it; what is begun is kept, too, whatever ends this."""
        cutter = Cutter()
        try:
            while True:
                taken = await tap.next()
                if isinstance(taken, Told):
                    await _heed(camera, cutter, taken)
                    continue
                try:
                    done = cutter.take(*taken)
                except PictureRefused as refusal:
                    await _heed(camera, cutter, Told("no_picture", refusal.detail))
                else:
                    await _keep(camera, done)
        finally:
            if rest := cutter.finish():
                await _keep_once(camera, rest)


async def _heed(camera: UUID, cutter: Cutter, told: Told) -> None:
    """Say what became of the stream; where it ended, so does the segment."""
    if told.state == "no_picture":
        await _keep(camera, cutter.finish())
    if state := STATES.get(told.state):
        await _tell(camera, state, told.reason)


async def _keep(camera: UUID, cut: Cut | None) -> None:
    if cut is not None:
        await _sure(lambda: ask(writing.keep, camera, cut))


async def _keep_once(camera: UUID, cut: Cut) -> None:
    """Keep the last of it; others may be recording by now, so nothing is waited for."""
    try:
        await ask(writing.keep, camera, cut)
    except (NoRoom, *AWAY) as lost:
        log.warning("the last seconds are not kept: %s", lost, extra={"camera": camera})


async def _tell(camera: UUID, state: str, reason: str) -> None:
    await _sure(lambda: ask(recorders.tell, camera, state, reason))


async def _sure(deed: Callable[[], Awaitable[None]]) -> None:
    """Wait for the database where it is away; meanwhile pictures wait in the tap."""
    while True:
        try:
            return await deed()
        except AWAY as gone:
            log.warning("recordings wait, the database is away: %s", gone)
            await asyncio.sleep(AGAIN)
