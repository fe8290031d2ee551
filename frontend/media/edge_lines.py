"""The boxes on the line of this media process: what each may be asked, and what comes of it."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from uuid import UUID, uuid4

from frontend.media.database import ask, hear
from frontend.media.edge_recorded import Recordings
from frontend.media.edge_streams import Streams
from frontend.media.house import AWAY, House
from registry.edge import asking, hearing
from registry.edge.asking import Standing
from registry.edge.hearing import Said
from registry.edge.wire import HEARTBEAT, STILL, Sent
from registry.feeds.folders import sockets_folder
from registry.feeds.refusals import PictureRefused

log = logging.getLogger("sightline.media")

LISTEN_AGAIN = 1.0
QUIET = 5.0  # seconds without a still until it is called stale


class EdgeLine:
    """One box, for as long as its newest connection lasts."""

    def __init__(self, house: House, box: UUID) -> None:
        """Hold nothing yet."""
        self.box, self.id = box, uuid4()
        self.taken_over = asyncio.Event()
        self.changed = asyncio.Event()
        self.words: asyncio.Queue[str] = asyncio.Queue()  # to the box, beside the looks
        self.streams = Streams(sockets_folder())
        self.recordings = Recordings(sockets_folder(), self.words.put_nowait)
        self._house = house
        self._standing = Standing({}, ())
        self._asked: frozenset[tuple[UUID, str]] = frozenset()
        self._at: dict[UUID, float] = {}  # when each camera's last still came

    async def stand(self) -> tuple[bool, str]:
        """Ask what may be asked of the box; tells whether that changed, and the words for it.

        Raises UnknownBox or BoxRevoked.
        """
        before, self._standing = self._standing, await ask(asking.standing, self.box)
        self._asked = frozenset(
            (UUID(each["camera"]), each["want"]) for each in self._standing.looks
        )
        await self.streams.follow(self._standing.cameras)
        await self.recordings.follow(self._standing.cameras)
        for key, camera in self._standing.cameras.items():
            if (key, "still") not in self._asked and key in self._at:
                del self._at[key]
                self._house.frames.forget(camera)
        words = json.dumps({"type": "looks", "looks": self._standing.looks})
        return self._standing != before, words

    async def take(self, sent: Sent) -> bool:
        """Take a picture; one nobody asked for is dropped. Tells whether it was asked for."""
        if sent.recorded:
            return self.recordings.give(sent)
        want = "still" if sent.kind == STILL else "live"
        camera = self._standing.cameras.get(sent.camera)
        if camera is None or (sent.camera, want) not in self._asked:
            return False
        if sent.kind == STILL:
            await self._show(sent, camera)
        else:
            self.streams.give(camera, sent)
        return True

    def refuse(self, key: UUID, want: str, reason: str) -> None:
        """Tell whoever looks what the box said: its owner's condition is not met."""
        camera = self._standing.cameras.get(key)
        if camera is None:
            return
        if want == "live":
            self.streams.refuse(camera, reason)
        else:
            self._house.frames.forget(camera)  # what was closed is not shown any longer, old or not
            self._house.frames.fail(camera, reason)

    def hear(self, cameras: list[Said]) -> None:
        """Take how the cameras are; one that answers its box again is offline no longer."""
        for said in cameras:
            camera = self._standing.cameras.get(said.key)
            if camera is None:
                continue
            if said.state == "offline":
                if self._house.frames.of(camera).reason != said.reason:
                    self._house.frames.fail(camera, said.reason)
                self._house.frames.judge(camera, "offline")
            elif self._house.frames.of(camera).state == "offline":
                self._house.frames.judge(camera, "no_picture")

    async def age(self) -> None:
        """Say that a still is old when none has come for a while."""
        while True:
            await asyncio.sleep(QUIET)
            for key, at in self._at.items():
                camera = self._standing.cameras.get(key)
                if camera and time.monotonic() - at > QUIET:
                    self._house.frames.judge(camera, "stale")

    async def aclose(self) -> None:
        """The box is gone."""
        await self.streams.aclose()
        await self.recordings.aclose()

    async def _show(self, sent: Sent, camera: UUID) -> None:
        frames = self._house.frames
        try:
            picture = await self._house.decoder.decode(sent.data, sent.codec)
        except PictureRefused as refusal:
            frames.fail(camera, refusal.detail)
            return
        if (sent.camera, "still") not in self._asked:  # they looked away while it was decoded
            return
        self._at[sent.camera] = time.monotonic()
        frames.put(camera, picture, sent.data, min(sent.at, time.time()))
        frames.judge(camera, "live")


class EdgeLines:
    """Every box of this process, and the watches through this process that concern any box."""

    def __init__(self, house: House) -> None:
        """Hold none yet."""
        self._house = house
        self._lines: dict[UUID, EdgeLine] = {}
        self._process = uuid4()
        self._silent: set[UUID] = set()
        self._watched = asyncio.Event()
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        """Start to hear of changes and to tell of watches."""
        self._house.pulling.heed(self._watched.set)
        for loop in (self._listen(), self._tell()):
            task = asyncio.create_task(loop)
            self._stack.callback(task.cancel)

    async def close(self) -> None:
        """End both."""
        await self._stack.aclose()

    def enter(self, box: UUID) -> EdgeLine:
        """Take a box's newest connection; an older one ends."""
        line = EdgeLine(self._house, box)
        if older := self._lines.get(box):
            older.taken_over.set()
        self._lines[box] = line
        return line

    async def leave(self, line: EdgeLine) -> None:
        """Forget a connection."""
        if self._lines.get(line.box) is line:
            del self._lines[line.box]
        await line.aclose()
        with suppress(*AWAY):  # then it is silent from when it was last heard
            await ask(hearing.leave, line.box, line.id)

    async def _listen(self) -> None:
        while True:
            try:
                async for _ in hear("boxes_changed", "access_changed"):
                    for line in self._lines.values():
                        line.changed.set()
                    self._watched.set()
            except AWAY as gone:
                log.warning("not hearing of boxes, the database is away: %s", gone)
            await asyncio.sleep(LISTEN_AGAIN)

    async def _tell(self) -> None:
        """Write down who watches a box's camera through this process: the box may be elsewhere."""
        told: frozenset[asking.Wish] = frozenset()
        while True:
            try:
                boxed = await ask(asking.boxed)
                self._say_silent(boxed)
                wishes = frozenset(
                    (camera, session.given.incident, int(session.given.user))
                    for session in self._house.sessions
                    for camera in session.cameras & boxed.keys()
                    if session.given.incident
                )
                if wishes or told:
                    await ask(asking.wish, self._process, wishes)
                told = wishes
            except AWAY as gone:
                log.warning("watches of boxes wait, the database is away: %s", gone)
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self._watched.wait()
            except TimeoutError:
                pass
            self._watched.clear()

    def _say_silent(self, boxed: Mapping[UUID, str]) -> None:
        """Say of each camera whose box is silent since when; this process may never have had it."""
        frames = self._house.frames
        for camera, silence in boxed.items():
            if silence and frames.of(camera).reason != silence:
                frames.fail(camera, silence)
                frames.judge(camera, "offline")
        for camera in self._silent - {camera for camera in boxed if boxed[camera]}:
            if frames.of(camera).state == "offline":
                frames.fail(camera, "")
                frames.judge(camera, "no_picture")
        self._silent = {camera for camera in boxed if boxed[camera]}
