"""What is looked at through this box, and the one place where a picture is let out.

The centre has decided already; it may be wrong, broken into or lying. So the box decides again,
by its owner's switch and its own clock: when a look begins, each second after, and before each
picture leaves.
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from registry.edge.agent.box import Box
from registry.edge.agent.health import Health
from registry.edge.agent.journal import Journal, of_call
from registry.edge.agent.looks import Asked, Look
from registry.edge.agent.outbox import Outbox
from registry.edge.agent.showing import Key, show
from registry.edge.wire import STILL, Sent
from registry.feeds.fetching import Fetcher

SHOWN_AT_ONCE = 16


class Looking:
    """Every look of one line; it ends with the line."""

    def __init__(
        self, box: Box, fetcher: Fetcher, journal: Journal, health: Health, outbox: Outbox
    ) -> None:
        """Take the switches, the way to the cameras, the owner's log and the way out."""
        self._box, self._fetcher, self._journal = box, fetcher, journal
        self._health, self._outbox = health, outbox
        self._looks: dict[str, Look] = {}
        self._shown: dict[Key, asyncio.Task[None]] = {}
        self._clock: Callable[[], datetime] = lambda: datetime.now(ZoneInfo(self._box.time_zone))

    def switch(self, box: Box) -> None:
        """Take new switches; what they no longer allow ends before this returns."""
        self._box = box
        self.decide()

    def take(self, asked: Iterable[Asked]) -> None:
        """Take all that the centre wants to look at now."""
        named = {each.id: each for each in asked}
        for id in self._looks.keys() - named.keys():
            self._end(id, "the centre looked away")
        for id, each in named.items():
            look = self._looks.get(id)
            if look is None or look.asked.camera != each.camera or look.asked.want != each.want:
                if look is not None:
                    self._end(id, "the centre asked for something else")
                look = self._looks[id] = Look(each)
            look.asked = each  # a call's priority may have changed since
            look.named_at = time.monotonic()
        self.decide()

    def decide(self) -> None:
        """Decide anew for every look, begin and end what follows from it."""
        for id, look in list(self._looks.items()):
            if look.lapsed:
                self._end(id, "the centre fell silent")
            elif reason := self._against(look):
                self._refuse(look, reason)
            elif not look.open:
                self._begin(look)
        wanted = {(look.asked.camera, look.asked.want) for look in self._open()}
        for key in self._shown.keys() - wanted:
            self._shown.pop(key).cancel()
        room = max(0, SHOWN_AT_ONCE - len(self._shown))
        for key in sorted(wanted - self._shown.keys(), key=str)[:room]:
            camera = self._box.camera(key[0])
            self._shown[key] = asyncio.create_task(
                show(camera, key[1], self._every, self._fetcher, self._health, self._outbox)
            )

    def lets_out(self, sent: Sent) -> bool:
        """Tell, at the very last moment, whether this picture may leave."""
        want = "still" if sent.kind == STILL else "live"
        return any(
            not self._against(look)
            for look in self._open()
            if (look.asked.camera, look.asked.want) == (sent.camera, want)
        )

    async def aclose(self) -> None:
        """End everything: the line is gone."""
        for id in list(self._looks):
            self._end(id, "the line was lost")
        tasks = list(self._shown.values())
        for task in tasks:
            task.cancel()
        self._shown.clear()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _open(self) -> list[Look]:
        return [look for look in self._looks.values() if look.open]

    def _every(self, camera: UUID) -> float:
        asked = [look.asked.every for look in self._open() if look.asked.camera == camera]
        return min(asked, default=60.0)

    def _against(self, look: Look) -> str:
        camera = self._box.cameras.get(look.asked.camera)
        if camera is None:
            return "this box has no such camera"
        if look.asked.want not in camera.offers:
            return "this camera gives no live video"
        if look.spent or look.too_long(camera.terms.max_session_min):
            look.spent = True
            return f"the {camera.terms.max_session_min} minutes its owner allows are over"
        return camera.terms.refuse(look.asked.want, look.asked.call, self._clock())

    def _begin(self, look: Look) -> None:
        try:
            self._write("began", look)  # on the disk before the first picture
        except OSError as fault:  # what its owner could not read of does not happen
            self._tell(look, f"this box cannot write its owner's log: {fault.strerror}")
            return
        look.refused, look.began = "", time.monotonic()

    def _refuse(self, look: Look, reason: str) -> None:
        if look.refused == reason:
            return
        with suppress(OSError):  # a full disk keeps nothing open
            self._write("cut" if look.open else "refused", look, reason=reason)
        self._tell(look, reason)

    def _tell(self, look: Look, reason: str) -> None:
        if look.refused == reason:
            return
        look.refused, look.began = reason, None
        words = {
            "type": "refused", "look": look.asked.id, "camera": str(look.asked.camera),
            "want": look.asked.want, "reason": reason,
        }  # fmt: skip
        self._outbox.say(json.dumps(words))

    def _end(self, id: str, why: str) -> None:
        look = self._looks.pop(id)
        if look.open:
            with suppress(OSError):
                self._write("ended", look, reason=why)

    def _write(self, what: str, look: Look, **facts: str) -> None:
        camera, call = self._box.cameras.get(look.asked.camera), look.asked.call
        name = camera.name if camera else str(look.asked.camera)
        self._journal.write(what, **of_call(name, look.asked.want, look.seconds, call), **facts)
