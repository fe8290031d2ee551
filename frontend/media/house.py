"""Everything one media process holds: pictures, pulls, and who is looking."""

import asyncio
import logging
import time
from contextlib import AsyncExitStack, suppress
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.db import DatabaseError
from psycopg_pool import PoolTimeout

from frontend.media.database import ask, hear
from frontend.media.flights import Flights
from frontend.media.sessions import Session
from frontend.media.siblings import Siblings
from frontend.media.viewings import Viewings
from registry.feeds import leases, queries, showing, states
from registry.feeds.addresses import AllowList
from registry.feeds.decoding import Decoder
from registry.feeds.fetching import Fetcher
from registry.feeds.folders import frames_folder, sockets_folder
from registry.feeds.frames import Frame, Frames
from registry.feeds.passes import Pass
from registry.feeds.pulling import Pulling
from registry.feeds.refusals import FeedSilent, PassRefused
from registry.feeds.sources.sent import Sent
from registry.feeds.sources.source import Source
from registry.feeds.streaming import Hub
from registry.incidents import watching
from registry.incidents.looking import Look
from registry.incidents.nearby import near_open_incidents

log = logging.getLogger("sightline.media")

FEEDS_AGAIN = 5.0  # seconds between two looks at the list of feeds and open incidents
STATES_AGAIN = 1.0
LISTEN_AGAIN = 1.0
AWAY = (DatabaseError, psycopg.Error, PoolTimeout, OSError)  # the database went; it comes back


class House:
    """The state of one media process, and the loops that keep it true."""

    def __init__(self) -> None:
        """Open nothing yet."""
        allow = AllowList(tuple(settings.CAMERA_NETWORKS), settings.SIMULATED_PORTS)
        self.fetcher = Fetcher(allow)
        self.decoder = Decoder()
        self.frames = Frames(frames_folder())
        self.pulling = Pulling(self.fetcher, self.decoder, self.frames)
        self.flights = Flights(self.fetcher)
        self.siblings = Siblings(self.frames, self.pulling, self._bury)
        self.share = leases.Share()
        self.hub = Hub(self._source, self.fetcher)
        self.viewings = Viewings(self.hub)
        self.sessions: dict[Session, asyncio.Event] = {}
        self.last_frame_at = 0.0
        self._id = uuid4()
        self._heard_until = 0.0  # monotonic; past it others may hold what is ours
        self._changed: dict[UUID, Frame] = {}
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        """Recall the kept pictures and start the loops."""
        self.frames.recall()
        self.frames.listen(self._hear)
        await self.siblings.open(sockets_folder() / self._id.hex)
        for loop in (self._hold(), self._follow(), self._write(), self._listen()):
            task = asyncio.create_task(loop)
            self._stack.callback(task.cancel)

    async def close(self) -> None:
        """End the loops, the pulls and the children, and leave the cameras to others."""
        await self._stack.aclose()
        await self.pulling.aclose()
        await self.flights.aclose()
        await self.hub.aclose()
        with suppress(*AWAY):
            await self._bury(self._id)
        await self.siblings.close()
        await self.fetcher.aclose()
        self.decoder.close()

    def enter(self, session: Session, looks: dict[UUID, Look]) -> None:
        """Begin to send a session what it may see."""
        self.sessions[session] = asyncio.Event()
        session.allow(looks)
        self.pulling.watch(session.ranked(session.cameras))

    def change(self, session: Session, given: Pass, looks: dict[UUID, Look]) -> None:
        """Take a renewal or a new decision."""
        before = session.cameras
        session.given = given
        session.allow(looks)
        self.pulling.watch(session.ranked(session.cameras - before))
        self.pulling.unwatch(before - session.cameras)
        if before and not session.cameras:
            self.sessions[session].set()

    def leave(self, session: Session) -> frozenset[UUID]:
        """Forget a session; gives what it watched."""
        self.sessions.pop(session, None)
        self.pulling.unwatch(session.cameras)
        return session.cameras

    async def cut_of(self, session: Session) -> None:
        """Wait until nothing is left that this session may see."""
        await self.sessions[session].wait()

    def _hear(self, camera: UUID, frame: Frame, new_picture: bool) -> None:
        if not self.siblings.taking:  # its state is for whoever pulls it to write
            self._changed[camera] = frame
        if new_picture:
            self.last_frame_at = time.time()
        for session in self.sessions:
            session.hear(camera, frame, new_picture)

    async def _hold(self) -> None:
        """Keep the leases; what could not be kept is no longer pulled before others begin to."""
        while True:
            left = self._heard_until - time.monotonic()
            try:
                async with asyncio.timeout(max(left, leases.AGAIN)):
                    if await self._renew():
                        await self._follow_once()
            except AWAY as gone:
                log.warning("leases wait, the database is away: %s", gone)
            if self.share.cameras and time.monotonic() > self._heard_until:
                self.share = leases.Share()
                self.pulling.follow([])
                self.flights.follow([])
            await asyncio.sleep(leases.AGAIN)

    async def _renew(self) -> bool:
        """Say that this process lives; tells whether it holds other cameras than before."""
        began, before = time.monotonic(), self.share.cameras
        address = str(sockets_folder() / self._id.hex)
        self.share = await ask(leases.renew, self._id, address)
        self._heard_until = began + leases.STOP
        self.siblings.follow(self.share.siblings)
        return self.share.cameras != before

    async def _bury(self, holder: UUID) -> None:
        await ask(leases.bury, holder)

    async def _follow(self) -> None:
        """Keep the incidents around the feeds, and the feeds, as the registry has them."""
        while True:
            try:
                await self._follow_once()
            except AWAY as gone:
                log.warning("the database is away: %s", gone)
            await asyncio.sleep(FEEDS_AGAIN)

    async def _follow_once(self) -> None:
        feeds = await ask(queries.to_pull)
        ours = [feed for feed in feeds if feed.camera in self.share.cameras]
        self.pulling.follow(ours)
        self.flights.follow(ours)
        self.pulling.near_incidents(await ask(near_open_incidents))

    async def _write(self) -> None:
        """Write changed states each second; what could not be written is kept for the next."""
        while True:
            await asyncio.sleep(STATES_AGAIN)
            changed, self._changed = self._changed, {}
            try:
                await ask(states.write, changed)
            except AWAY as gone:
                log.warning("states wait, the database is away: %s", gone)
                self._changed = changed | self._changed

    async def _listen(self) -> None:
        """Act at once when a feed changed, or a call, a grant or an account."""
        while True:
            try:
                async for channel in hear("access_changed", "feeds_changed"):
                    if channel == "feeds_changed":
                        await self._renew()
                        await self._follow_once()
                    else:
                        await self._decide_anew()
            except AWAY as gone:
                log.warning("not hearing of changes, the database is away: %s", gone)
            await asyncio.sleep(LISTEN_AGAIN)

    async def _source(self, camera: UUID) -> Source:
        """Find where a camera's live video comes from."""
        try:
            source = await ask(showing.source_of, camera)
        except AWAY:
            raise FeedSilent("the centre does not reach its database") from None
        return source or Sent(camera, self.frames, self.pulling)

    async def _decide_anew(self) -> None:
        await self.viewings.decide_anew()  # they are few
        for session in list(self.sessions):
            try:
                looks = await ask(watching.decide, session.given)
            except PassRefused:
                looks = {}
            if session in self.sessions:  # it may have left while the database was asked
                self.change(session, session.given, looks)
