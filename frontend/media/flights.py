"""Drones that say beside their pictures where they are: their cameras move on the map."""

import asyncio
import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import DatabaseError
from psycopg_pool import PoolTimeout

from frontend.media.database import ask
from registry.cameras.moving import record_pose
from registry.cameras.refusals import InvalidCamera, NotMoving, PositionUnknown, UnknownCamera
from registry.feeds.fetching import Fetcher
from registry.feeds.klv import local_sets, read
from registry.feeds.klv_pose import Fix, fix_of
from registry.feeds.refusals import FeedForbidden, FeedSilent, KlvRefused
from registry.feeds.sources.mpegts import Klv, MpegTs
from registry.feeds.taking import Pulled

log = logging.getLogger("sightline.media")

APART = 1.0  # seconds between two poses kept
AGAIN = 5.0  # seconds until a silent one is listened to again
UNTAKEN = (PositionUnknown, InvalidCamera, UnknownCamera, NotMoving)


@dataclass(frozen=True)
class _Flight:
    source: MpegTs
    task: asyncio.Task[None]


class Flights:
    """The transport streams whose words this media process listens to."""

    def __init__(self, fetcher: Fetcher) -> None:
        """Take the one way out."""
        self._fetcher = fetcher
        self._flights: dict[UUID, _Flight] = {}

    def follow(self, feeds: Iterable[Pulled]) -> None:
        """Take the feeds as they are now."""
        wanted = {feed.camera: feed.source for feed in feeds if isinstance(feed.source, MpegTs)}
        for camera, flight in list(self._flights.items()):
            if wanted.get(camera) != flight.source:
                flight.task.cancel()
                del self._flights[camera]
        for camera, source in wanted.items():
            if camera not in self._flights:
                task = asyncio.create_task(self._listen(camera, source), name=f"flight-{camera}")
                self._flights[camera] = _Flight(source, task)

    async def aclose(self) -> None:
        """Stop listening."""
        tasks = [flight.task for flight in self._flights.values()]
        self.follow([])
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, camera: UUID, source: MpegTs) -> None:
        while True:
            with suppress(FeedSilent, FeedForbidden):  # its pictures say so on the map
                await self._keep(camera, source)
            await asyncio.sleep(AGAIN)

    async def _keep(self, camera: UUID, source: MpegTs) -> None:
        kept = float("-inf")
        async for said in source.klv(self._fetcher):
            if time.monotonic() - kept < APART:
                continue
            for fix in fixes(said):
                kept = time.monotonic()
                await _record(camera, fix)


def fixes(said: Klv) -> Iterable[Fix]:
    """Give where the drone says it is; what is broken or without a fix is left out."""
    for whole in local_sets(said.data):
        with suppress(KlvRefused):
            if fix := fix_of(read(whole), arrived=said.arrived_at):
                yield fix


async def _record(camera: UUID, fix: Fix) -> None:
    known = {"height": fix.height, "tilt": fix.tilt, "hfov": fix.hfov, "vfov": fix.vfov}
    values: dict[str, object] = {name: value for name, value in known.items() if value is not None}
    try:
        values["azimuth"] = fix.azimuth  # unknown draws no wedge
        await ask(record_pose, camera, fix.at, *fix.spot, values, fix.ground)
    except UNTAKEN as refusal:
        log.info("pose of %s not taken: %s", camera, refusal.detail)
    except (DatabaseError, psycopg.Error, PoolTimeout) as away:
        log.warning("pose of %s waits: %s", camera, away)
