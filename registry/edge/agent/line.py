"""The one line out: dial, prove who this is, say how the cameras are, and do what is allowed."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from registry.edge.agent.box import Box
from registry.edge.agent.health import Health
from registry.edge.agent.journal import Journal
from registry.edge.agent.looking import Looking
from registry.edge.agent.looks import Asked
from registry.edge.agent.outbox import Outbox
from registry.edge.agent.playing import Playing
from registry.edge.agent.refusals import LineLost
from registry.edge.agent.ring import Ring
from registry.edge.terms import TermsRefused
from registry.edge.wire import (
    HEARTBEAT,
    SILENCE,
    WORD_LIMIT,
    WireRefused,
    proof_of_hello,
    read_words,
)
from registry.feeds.fetching import Fetcher

LONGEST_REST = 60.0
TICK = 1.0
LOST = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, LineLost, WireRefused)


def rest(failures: int, draw: float) -> float:
    """Give the seconds to wait after so many failures: full jitter, no two together."""
    return draw * min(LONGEST_REST, 2.0 ** min(failures, 10))


class Line:
    """Holds the line to the centre, and whatever is looked at over it."""

    def __init__(
        self,
        box: Box,
        key: Ed25519PrivateKey,
        fetcher: Fetcher,
        journal: Journal,
        health: Health,
        ring: Ring,
    ) -> None:
        """Take everything the box has."""
        self.box, self.state = box, "dialling"
        self._key, self._fetcher, self._journal, self._health = key, fetcher, journal, health
        self._ring = ring
        self._open: tuple[Looking, Playing] | None = None
        self._outbox = Outbox()

    def switch(self, box: Box) -> None:
        """Take new switches: cut first, then tell the centre."""
        self.box = box
        for each in self._open or ():
            each.switch(box)
        self._health.changed.set()

    async def hold(self) -> None:
        """Dial for ever."""
        failures = 0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._once()
            except LOST as lost:
                self.state = f"no line to the centre: {_why(lost)}"
            except InvalidURI:
                self.state = "the centre gave an address that is none: enrol again"
            long = asyncio.get_running_loop().time() - began > 2 * HEARTBEAT
            failures = 1 if long else failures + 1
            await asyncio.sleep(rest(failures, random.random()))  # noqa: S311  not a secret

    async def _once(self) -> None:
        enrolled = self.box.enrolled()
        async with connect(
            enrolled.line, max_size=4 * WORD_LIMIT, compression=None, open_timeout=10,
            ping_interval=HEARTBEAT, ping_timeout=SILENCE,
        ) as socket:  # fmt: skip
            await self._prove(socket)
            self.state = "connected"
            async with self._opened() as (looking, playing):
                await _first_to_end(
                    self._hear(socket, looking, playing),
                    self._send(socket, looking, playing),
                    self._beat(),
                    _tick(looking, playing),
                )

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[tuple[Looking, Playing]]:
        outbox = self._outbox = Outbox()
        looking = Looking(self.box, self._fetcher, self._journal, self._health, outbox)
        playing = Playing(self.box, self._ring, self._journal, outbox)
        self._open = looking, playing
        try:
            yield self._open
        finally:
            self._open = None
            await looking.aclose()
            await playing.aclose()

    async def _prove(self, socket: ClientConnection) -> None:
        said = await _words(socket)
        if said["type"] != "challenge" or not isinstance(said.get("nonce"), str):
            raise LineLost("that is no centre")
        box = self.box.enrolled().id
        proof = self._key.sign(proof_of_hello(box, said["nonce"])).hex()
        hello = {"type": "hello", "box": str(box), "proof": proof, "version": _version()}
        await socket.send(json.dumps(hello))
        if (await _words(socket))["type"] != "welcome":
            raise LineLost("the centre does not welcome this box")

    async def _hear(self, socket: ClientConnection, looking: Looking, playing: Playing) -> None:
        while True:
            async with asyncio.timeout(SILENCE):
                said = await _words(socket)
            if said["type"] == "looks":
                looking.take(_asked(said.get("looks")))
            else:
                playing.take(said)

    async def _send(self, socket: ClientConnection, looking: Looking, playing: Playing) -> None:
        while True:
            each = await self._outbox.next()
            if isinstance(each, str):
                await socket.send(each)
            elif (playing if each.recorded else looking).lets_out(each):
                await socket.send(each.written())

    async def _beat(self) -> None:
        """Say how the cameras are: each ten seconds, and at once when something changed."""
        while True:
            self._health.changed.clear()
            self._outbox.say(json.dumps({"type": "health", "cameras": self._cameras()}))
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self._health.changed.wait()
            except TimeoutError:
                continue

    def _cameras(self) -> list[dict[str, Any]]:
        """Say of each camera what the centre may know: no address, no password, no picture."""
        now = datetime.now().astimezone()
        return [
            {
                "id": str(camera.id), "name": camera.name, "offers": camera.offers,
                "state": self._health.of(camera.id).name,
                "reason": self._health.of(camera.id).reason,
                "recording": self._health.recordings.get(camera.id, "")[:200],
                "terms": camera.terms.now(now).said(),
            }
            for camera in self.box.cameras.values()
        ]  # fmt: skip


def _asked(said: object) -> list[Asked]:
    """Read what can be read; a look that cannot is no look."""
    looks = []
    for each in said if isinstance(said, list) else []:
        try:
            looks.append(Asked.read(each))
        except TermsRefused:
            continue
    return looks


async def _words(socket: ClientConnection) -> dict[str, Any]:
    message = await socket.recv()
    if not isinstance(message, str):
        raise LineLost("the centre sent bytes")
    return read_words(message)


async def _tick(looking: Looking, playing: Playing) -> None:
    """Decide each second: an hour ends, a session has lasted long enough."""
    while True:
        await asyncio.sleep(TICK)
        looking.decide()
        playing.decide()


async def _first_to_end(*jobs: Any) -> None:
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _why(lost: BaseException) -> str:
    if isinstance(lost, ConnectionClosed) and lost.rcvd is not None:
        return lost.rcvd.reason or f"closed ({lost.rcvd.code})"
    return str(lost) or type(lost).__name__


def _version() -> str:
    try:
        return version("sightline-edge")
    except PackageNotFoundError:  # run from the source tree
        return "source"
