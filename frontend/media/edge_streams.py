"""Boxes' live video on its way to whichever media process shows it: a socket for each camera."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID

from registry.edge import wire
from registry.edge.wire import Sent
from registry.feeds.sources.edge import CODECS, HEAD, KEYFRAME, REFUSED, UNIT, socket_of

WAITING = 240  # pictures that may wait for one who takes them; then it goes on at a keyframe


class Streams:
    """The cameras of one box that are accepted, and who takes their pictures now."""

    def __init__(self, folder: Path) -> None:
        """Give them out in this folder."""
        self._folder = folder
        self._servers: dict[UUID, asyncio.Server] = {}
        self._takers: defaultdict[UUID, set[asyncio.Queue[bytes]]] = defaultdict(set)
        self._refused: dict[UUID, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def follow(self, cameras: Mapping[UUID, UUID]) -> None:
        """Open a socket for each camera; a newer process's socket takes an older one's place."""
        wanted = set(cameras.values())
        for camera in self._servers.keys() - wanted:
            self._servers.pop(camera).close()
            self.refuse(camera, "its box no longer has it")
        for camera in wanted - self._servers.keys():
            path = socket_of(self._folder, camera)
            self._servers[camera] = await asyncio.start_unix_server(
                partial(self._accept, camera), path
            )

    def give(self, camera: UUID, sent: Sent) -> None:
        """Hand a picture to all who take this camera's."""
        self._refused.pop(camera, None)
        keyframe = sent.kind == wire.KEYFRAME
        kind, codec = KEYFRAME if keyframe else UNIT, CODECS.index(sent.codec)
        message = HEAD.pack(kind, codec, sent.pts, sent.at, len(sent.data)) + sent.data
        for taker in self._takers[camera]:
            if keyframe and taker.qsize() > WAITING // 2:
                _empty(taker)
            with suppress(asyncio.QueueFull):
                taker.put_nowait(message)

    def refuse(self, camera: UUID, reason: str) -> None:
        """End a stream with the owner's reason."""
        self._refused[camera] = reason
        for taker in self._takers[camera]:
            _empty(taker)
            taker.put_nowait(_refusal(reason))

    async def aclose(self) -> None:
        """Close every socket and whoever is on it."""
        for server in self._servers.values():
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, camera: UUID, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(camera, reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, camera: UUID, reader: StreamReader, writer: StreamWriter) -> None:
        taker: asyncio.Queue[bytes] = asyncio.Queue(WAITING)
        self._takers[camera].add(taker)
        sending = asyncio.create_task(self._send(taker, writer))
        if reason := self._refused.pop(camera, ""):
            taker.put_nowait(_refusal(reason))
        try:
            await reader.read(1)  # nothing is ever said: it ends when the other side does
        finally:
            self._takers[camera].discard(taker)
            sending.cancel()
            writer.close()

    async def _send(self, taker: "asyncio.Queue[bytes]", writer: StreamWriter) -> None:
        begun = False
        with suppress(ConnectionError):
            while True:
                message = await taker.get()
                begun = begun or message[0] != UNIT
                if begun:
                    writer.write(message)
                    await writer.drain()


def _refusal(reason: str) -> bytes:
    words = reason.encode()[:400]
    return HEAD.pack(REFUSED, 0, 0.0, 0.0, len(words)) + words


def _empty(taker: "asyncio.Queue[bytes]") -> None:
    while not taker.empty():
        taker.get_nowait()
