"""What the centre asks of this box's recordings, and the one place where they are let out.

As with a look: the centre has decided already, and the box decides again, by its owner's switch
and its own clock, when it is asked, each second after, and before each picture leaves.
"""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from registry.edge.agent.box import Box
from registry.edge.agent.journal import Journal, of_call
from registry.edge.agent.outbox import Outbox
from registry.edge.agent.plays import Play, Wanted
from registry.edge.agent.rewinding import groups
from registry.edge.agent.ring import Ring
from registry.edge.terms import TermsRefused
from registry.edge.wire import SPAN_LIMIT, Sent
from registry.feeds.refusals import PictureRefused

AT_ONCE = 8
Job = Callable[[Play], Coroutine[None, None, None]]


class Playing:
    """Everything that is asked of recordings over one line; it ends with the line."""

    def __init__(self, box: Box, ring: Ring, journal: Journal, outbox: Outbox) -> None:
        """Take the switches, the recordings, the owner's log and the way out."""
        self._box, self._ring, self._journal, self._outbox = box, ring, journal, outbox
        self._plays: dict[UUID, Play] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._clock: Callable[[], datetime] = lambda: datetime.now(ZoneInfo(self._box.time_zone))

    def switch(self, box: Box) -> None:
        """Take new switches; what they no longer allow ends before this returns."""
        self._box = box
        self.decide()

    def take(self, said: Mapping[str, object]) -> None:
        """Take what the centre says of recordings; what cannot be read asks for nothing."""
        try:
            match said["type"]:
                case "spans":
                    self._begin(Wanted.read(said), "listed", self._list)
                case "play":
                    self._begin(Wanted.read(said), "began", self._play)
                case "more" if play := self._plays.get(UUID(str(said["ask"]))):
                    play.allow(int(str(said["bytes"])))
                case "stop":
                    self._end(UUID(str(said["ask"])), "ended", "the centre looked away")
        except (TermsRefused, KeyError, ValueError):
            return

    def decide(self) -> None:
        """Decide anew for everything that is played."""
        for id, play in list(self._plays.items()):
            if reason := self._against(play.wanted, play.asked_at, play.seconds):
                self._end(id, "cut", reason)
                self._answer(id, "refused", reason=reason)

    def lets_out(self, sent: Sent) -> bool:
        """Tell, at the very last moment, whether this picture may leave."""
        play = self._plays.get(sent.camera)
        if play is None or sent.at < play.earliest:
            return False
        return not self._against(play.wanted, play.asked_at, play.seconds)

    async def aclose(self) -> None:
        """End everything: the line is gone."""
        tasks = list(self._tasks.values())
        for id in list(self._tasks):
            self._end(id, "ended", "the line was lost")
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, wanted: Wanted, what: str, job: Job) -> None:
        asked_at = self._clock()
        reason = self._against(wanted, asked_at, 0.0)
        if len(self._tasks) >= AT_ONCE or wanted.ask in self._tasks:
            reason = reason or "this box is asked for too much at once"
        try:
            self._write("refused" if reason else what, wanted, reason=reason)
        except OSError as fault:  # what its owner could not read of does not happen
            reason = reason or f"this box cannot write its owner's log: {fault.strerror}"
        if reason:
            self._answer(wanted.ask, "refused", reason=reason)
            return
        earliest = self._box.camera(wanted.camera).terms.earliest(asked_at)
        play = Play(wanted, asked_at, earliest.timestamp() if earliest else float("inf"))
        if what == "began":
            self._plays[wanted.ask] = play
        task = self._tasks[wanted.ask] = asyncio.create_task(job(play))
        task.add_done_callback(lambda _: self._tasks.pop(wanted.ask, None))

    def _against(self, wanted: Wanted, asked_at: datetime, seconds: float) -> str:
        camera = self._box.cameras.get(wanted.camera)
        if camera is None:
            return "this box has no such camera"
        if reason := camera.terms.refuse("recorded", wanted.call, self._clock()):
            return reason
        if seconds > camera.terms.max_session_min * 60:
            return f"the {camera.terms.max_session_min} minutes its owner allows are over"
        earliest = camera.terms.earliest(asked_at)
        if earliest is None or wanted.end <= earliest.timestamp():
            return "its owner lets out nothing that was filmed so early"
        return ""

    async def _list(self, play: Play) -> None:
        """Say what is kept, the newest of it where it is much."""
        wanted, begin = play.wanted, max(play.wanted.begin, play.earliest)
        spans = await asyncio.to_thread(self._ring.spans, wanted.camera, begin, wanted.end)
        kept = [[span.begins_at, span.ends_at] for span in spans[-SPAN_LIMIT:]]
        self._answer(wanted.ask, "kept", spans=kept)

    async def _play(self, play: Play) -> None:
        """Send the pictures of a time, as fast as the centre takes them."""
        wanted, reason = play.wanted, ""
        begin = max(wanted.begin, play.earliest)
        reading = groups(self._ring, wanted.camera, begin, wanted.end, play.earliest)
        try:
            while group := await asyncio.to_thread(next, reading, None):
                for unit in group.units:
                    await play.room(len(unit.data))
                    timed = replace(unit, pts=unit.arrived_at - begin)
                    self._outbox.play(Sent.played(wanted.ask, group.codec, timed))
        except PictureRefused as refusal:
            reason = refusal.detail
        await play.settled()
        self._end(wanted.ask, "ended", reason or "all of it was sent")
        self._answer(wanted.ask, "played", reason=reason)

    def _end(self, id: UUID, what: str, why: str) -> None:
        task = self._tasks.get(id)
        if task and task is not asyncio.current_task():
            task.cancel()
        self._outbox.drop(id)
        if play := self._plays.pop(id, None):
            with suppress(OSError):  # a full disk keeps nothing open
                self._write(what, play.wanted, seconds=play.seconds, reason=why)

    def _answer(self, ask: UUID, kind: str, **facts: object) -> None:
        self._outbox.say(json.dumps({"type": kind, "ask": str(ask)} | facts))

    def _write(self, what: str, wanted: Wanted, *, reason: str, seconds: float = 0.0) -> None:
        camera = self._box.cameras.get(wanted.camera)
        name = camera.name if camera else str(wanted.camera)
        filmed = "/".join(
            datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
            for at in (wanted.begin, wanted.end)
        )
        facts = of_call(name, "recorded", seconds, wanted.call) | {"filmed": filmed}
        self._journal.write(what, **facts, reason=reason)
