"""What the media processes of a machine tell each other: which pictures are wanted, and these."""

import asyncio
import json
import struct
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from registry.feeds.decoding import Picture
from registry.feeds.frames import Frame, Frames
from registry.feeds.pulling import Pulling

_HEAD = struct.Struct("!III")  # lengths of the words (JSON), of the larger and the smaller picture
_TOLD = ("version", "captured_at", "state", "reason", "failures", "tried_at")


@dataclass(eq=False)
class _Asker:
    """A sibling we answer: what it wants, and the cameras whose newest frame it has yet to get."""

    wants: frozenset[UUID] = frozenset()
    due: dict[UUID, None] = field(default_factory=dict)
    sent: dict[UUID, int] = field(default_factory=dict)  # versions of pictures
    something: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, camera: UUID) -> None:
        """Queue a camera; whoever is slow gets its newest frame once."""
        self.due[camera] = None
        self.something.set()


class Siblings:
    """The sockets between this process and the others; private pictures go only where watched."""

    def __init__(
        self, frames: Frames, pulling: Pulling, gone: Callable[[UUID], Awaitable[None]]
    ) -> None:
        """Take where pictures are, who pulls them, and what to do about a sibling that died."""
        self._frames, self._pulling, self._gone = frames, pulling, gone
        self._askers: set[_Asker] = set()
        self._wanted: Counter[UUID] = Counter()  # by siblings, of us
        self._own: set[UUID] = set()  # cameras whose frame is of our making
        self._borrowed: set[UUID] = set()  # private pictures of theirs, held while watched here
        self._links: dict[UUID, asyncio.Task[None]] = {}
        self._demand_changed: set[asyncio.Event] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.taking = False

    async def open(self, address: Path) -> None:
        """Listen, and hear every change of a frame and of what is watched."""
        self._address = address
        self._server = await asyncio.start_unix_server(self._accept, address)
        self._frames.listen(self._hear)
        self._pulling.heed(self._heed)

    async def close(self) -> None:
        """End every talk."""
        self._server.close()
        for task in (*self._links.values(), *self._tasks):
            task.cancel()
        await asyncio.gather(*self._links.values(), *self._tasks, return_exceptions=True)
        self._address.unlink(missing_ok=True)

    def follow(self, siblings: Iterable[tuple[UUID, str]]) -> None:
        """Talk to these; a talk that broke off is begun again."""
        wanted = dict(siblings)
        for sibling in self._links.keys() - wanted.keys():
            self._links.pop(sibling).cancel()
        for sibling, address in wanted.items():
            if sibling not in self._links or self._links[sibling].done():
                self._links[sibling] = asyncio.create_task(self._ask(sibling, Path(address)))

    def demand(self) -> frozenset[UUID]:
        """Give what is watched here, by others than siblings: they ask each holder themselves."""
        watched = self._pulling.watched
        return frozenset(camera for camera, n in watched.items() if n > self._wanted[camera])

    def _hear(self, camera: UUID, frame: Frame, new_picture: bool) -> None:
        if self.taking:
            return
        self._own.add(camera)
        for asker in self._askers:
            if self._for(asker, camera):
                asker.tell(camera)

    def _heed(self) -> None:
        for changed in self._demand_changed:
            changed.set()
        for camera in self._borrowed - self._pulling.watched.keys():
            self._borrowed.discard(camera)
            self._frames.forget(camera)

    def _for(self, asker: _Asker, camera: UUID) -> bool:
        return camera in asker.wants or not self._pulling.private(camera)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of our own: asyncio logs an error for each of its own that ends with the server.
        task = asyncio.get_running_loop().create_task(self._answer(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asker = _Asker()
        self._askers.add(asker)
        for camera in self._own:
            if self._for(asker, camera):
                asker.tell(camera)
        sending = asyncio.create_task(self._send(asker, writer))
        try:
            async for words, _, _ in _messages(reader):
                self._want(asker, frozenset(UUID(camera) for camera in words["wants"]))
        finally:
            sending.cancel()
            self._askers.discard(asker)
            self._want(asker, frozenset())
            writer.close()

    def _want(self, asker: _Asker, wants: frozenset[UUID]) -> None:
        began, ended = wants - asker.wants, asker.wants - wants
        asker.wants = wants
        self._wanted.update(began)
        self._wanted.subtract(ended)
        self._wanted += Counter()  # drops those that nobody wants
        self._pulling.watch(list(began))
        self._pulling.unwatch(ended)
        for camera in began & self._own:
            asker.tell(camera)

    async def _send(self, asker: _Asker, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while True:
                while not asker.due:
                    asker.something.clear()
                    await asker.something.wait()
                camera = next(iter(asker.due))
                del asker.due[camera]
                if self._for(asker, camera):  # it may have looked away in the meantime
                    writer.write(self._written(asker, camera))
                    await writer.drain()

    def _written(self, asker: _Asker, camera: UUID) -> bytes:
        frame = self._frames.of(camera)
        words = {name: getattr(frame, name) for name in _TOLD}
        words |= {"camera": camera.hex, "private": self._pulling.private(camera)}
        new = frame.picture is not None and asker.sent.get(camera) != frame.version
        asker.sent[camera] = frame.version
        return _message(words, frame.picture if new else None)

    async def _ask(self, sibling: UUID, address: Path) -> None:
        """Tell one sibling what is wanted and take its frames, until either ends."""
        try:
            reader, writer = await asyncio.open_unix_connection(address)
        except ConnectionRefusedError:  # its socket is there and it is not: nobody knows sooner
            address.unlink(missing_ok=True)
            await self._gone(sibling)
            return
        except OSError:  # not there: on another machine, or just ending
            return
        changed = asyncio.Event()
        self._demand_changed.add(changed)
        asking = asyncio.create_task(self._tell_demand(changed, writer))
        try:
            async for words, master, small in _messages(reader):
                self._take(words, master, small)
        finally:
            asking.cancel()
            self._demand_changed.discard(changed)
            writer.close()

    async def _tell_demand(self, changed: asyncio.Event, writer: asyncio.StreamWriter) -> None:
        told: frozenset[UUID] = frozenset()
        with suppress(ConnectionError):
            while True:
                if (wants := self.demand()) != told:
                    told = wants
                    writer.write(_message({"wants": sorted(camera.hex for camera in wants)}, None))
                    await writer.drain()
                await changed.wait()
                changed.clear()

    def _take(self, words: dict[str, Any], master: bytes, small: bytes) -> None:
        camera = UUID(words["camera"])
        if self._pulling.pulls(camera):
            return  # ours by now
        picture = Picture(master, small) if master else None
        self._own.discard(camera)
        if words["private"]:
            self._borrowed.add(camera)
        self.taking = True
        try:
            told = {name: words[name] for name in _TOLD}
            self._frames.take(camera, Frame(picture=picture, **told))
        finally:
            self.taking = False


def _message(words: dict[str, Any], picture: Picture | None) -> bytes:
    said = json.dumps(words).encode()
    master, small = (picture.master, picture.small) if picture else (b"", b"")
    return _HEAD.pack(len(said), len(master), len(small)) + said + master + small


async def _messages(
    reader: asyncio.StreamReader,
) -> AsyncIterator[tuple[dict[str, Any], bytes, bytes]]:
    """Read messages until the other side ends."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            lengths = _HEAD.unpack(await reader.readexactly(_HEAD.size))
            said, master, small = [await reader.readexactly(length) for length in lengths]
            yield json.loads(said), master, small
