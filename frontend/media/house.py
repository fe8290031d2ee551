"""Everything one media process holds: pictures, pulls, and who is looking."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Collection
from contextlib import AsyncExitStack, suppress
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.db import DatabaseError
from psycopg_pool import PoolTimeout

from frontend.media.database import ask, hear
from frontend.media.flights import Flights
from frontend.media.recording import Recording
from frontend.media.rewinding import Rewindings
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
from registry.feeds.relaying import Relay, Relays
from registry.feeds.sharing import Sharing
from registry.feeds.sources.edge import Edge
from registry.feeds.sources.filmed import Filmed
from registry.feeds.sources.hls import Hls
from registry.feeds.sources.sent import Sent
from registry.feeds.sources.source import Source
from registry.feeds.streaming import Hub
from registry.incidents import watching
from registry.incidents.looking import Look
from registry.incidents.nearby import near_open_incidents
from registry.recordings import recorders

log = logging.getLogger("sightline.media")

Closing = tuple[Pass, Collection[UUID], str, float]  # what watching.end wants to know

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
        self.sharing = Sharing()
        self.pulling = Pulling(self.fetcher, self.decoder, self.frames, self.sharing)
        self.flights = Flights(self.fetcher)
        self.siblings = Siblings(self.frames, self.pulling, self._bury)
        self.share = leases.Share()
        self.hub = Hub(self._shared, self.fetcher)
        self.relays = Relays(self.fetcher)
        self.viewings = Viewings(self.hub)
        self.recording = Recording(self.hub)
        self.rewindings = Rewindings()
        self.sessions: dict[Session, asyncio.Event] = {}
        self.last_frame_at = 0.0
        self._id = uuid4()
        self._heard_until = 0.0  # monotonic; past it others may hold what is ours
        self.changes = 0  # how often access may have changed since the start
        self.fallen = ""  # the loop that a fault of ours ended, if any
        self._changed: dict[UUID, Frame] = {}
        self._closings: deque[Closing] = deque()
        self._spent: dict[str, int] = {}
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        """Recall the kept pictures and start the loops."""
        self.frames.recall()
        self.frames.listen(self._hear)
        await self.siblings.open(sockets_folder() / self._id.hex)
        for loop in (self._hold, self._follow, self._write, self._listen):
            task = asyncio.create_task(loop(), name=loop.__name__.strip("_"))
            task.add_done_callback(self._mourn)
            self._stack.callback(task.cancel)

    async def close(self) -> None:
        """End the loops, the pulls and the children, and leave the cameras to others."""
        await self._stack.aclose()
        await self._write_closings()
        await self.pulling.aclose()
        await self.flights.aclose()
        await self.recording.aclose()
        await self.hub.aclose()
        self.relays.close()
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

    def spend(self, given: Pass) -> bool:
        """Take a pass that is good for one still; False where it was taken before."""
        now = time.time()
        self._spent = {nonce: until for nonce, until in self._spent.items() if until > now}
        fresh = given.nonce not in self._spent
        self._spent[given.nonce] = given.expires_at
        return fresh

    async def relay(self, camera: UUID) -> Relay | None:
        """Give what hands on a camera's playlists, where it has any. Raises FeedSilent."""
        source = await self._source(camera)
        return self.relays.of(camera, source) if isinstance(source, Hls) else None

    async def note_end(self, closing: Closing) -> None:
        """Write a closing row, now or as soon as the database is there."""
        self._closings.append(closing)
        await self._write_closings()

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
                self.recording.follow(frozenset())
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

    def _mourn(self, loop: "asyncio.Task[None]") -> None:
        """Say that a loop fell, in the log and at /healthz; nothing restarts it but a restart."""
        if not loop.cancelled():
            self.fallen = loop.get_name()
            log.critical("%s fell", self.fallen, exc_info=loop.exception())

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
        self.recording.follow(self.share.cameras & await ask(recorders.to_record))
        self.pulling.near_incidents(await ask(near_open_incidents))

    async def _write(self) -> None:
        """Write changed states each second; what could not be written is kept for the next."""
        while True:
            await asyncio.sleep(STATES_AGAIN)
            await self._write_closings()
            changed, self._changed = self._changed, {}
            try:
                await ask(states.write, changed)
            except AWAY as gone:
                log.warning("states wait, the database is away: %s", gone)
                self._changed = changed | self._changed

    async def _write_closings(self) -> None:
        while self._closings:
            closing = self._closings.popleft()
            try:
                await ask(watching.end, *closing)
            except AWAY as gone:
                log.warning("closing rows wait, the database is away: %s", gone)
                self._closings.appendleft(closing)
                return

    async def _listen(self) -> None:
        """Act at once when a feed changed, or a call, a grant or an account."""
        while True:
            try:
                async for channel in hear("access_changed", "revoked", "feeds_changed"):
                    if channel == "feeds_changed":
                        await self._renew()
                        await self._follow_once()
                    else:
                        self.changes += 1
                        await self._decide_anew()
            except AWAY as gone:
                log.warning("not hearing of changes, the database is away: %s", gone)
            await asyncio.sleep(LISTEN_AGAIN)

    async def _shared(self, camera: UUID) -> Source:
        """Find what live video reads along with thumbnails: a camera is connected to once."""
        source = await self._source(camera)
        return source if isinstance(source, Filmed) else self.sharing.of(source)

    async def _source(self, camera: UUID) -> Source:
        """Find where a camera's live video comes from."""
        try:
            source = await ask(showing.source_of, camera)
        except AWAY:
            raise FeedSilent("the centre does not reach its database") from None
        if source is None:  # a phone
            pictures = Sent(camera, self.frames, self.pulling)
            return Filmed(Edge(camera, sockets_folder()), pictures)
        return source

    async def _decide_anew(self) -> None:
        await self.viewings.decide_anew()  # they are few
        await self.rewindings.decide_anew()
        for session in list(self.sessions):
            await self._decide_for(session)

    async def settle(self, session: Session, changes: int) -> None:
        """Decide again where access changed since `changes` was read: nobody told this session."""
        if self.changes != changes:
            await self._decide_for(session)

    async def _decide_for(self, session: Session) -> None:
        given = session.given
        try:
            looks = await ask(watching.decide, given)
        except PassRefused:
            looks = {}
        # It may have left, or shown another pass, while the database was asked.
        if session in self.sessions and session.given is given:
            self.change(session, given, looks)
