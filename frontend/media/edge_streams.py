"""Boxes' live video on its way to whichever media process shows it: a socket for each camera."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID

from frontend.media.edge_sockets import CameraSockets
from registry.edge import wire
from registry.edge.wire import Sent
from registry.feeds.sources.edge import CODECS, HEAD, KEYFRAME, REFUSED, UNIT, socket_of

WAITING = 240  # pictures that may wait for one who takes them; then it goes on at a keyframe


class Streams:
    """The cameras of one box that are accepted, and who takes their pictures now."""

    def __init__(self, folder: Path) -> None:
        """Give them out in this folder."""
        self._sockets = CameraSockets(partial(socket_of, folder), self._serve)
        self._takers: defaultdict[UUID, set[asyncio.Queue[bytes]]] = defaultdict(set)
        self._refused: dict[UUID, str] = {}

    async def follow(self, cameras: Mapping[UUID, UUID]) -> None:
        """Have a socket for each camera."""
        for camera in await self._sockets.follow(cameras.values()):
            self.refuse(camera, "its box no longer has it")

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
        await self._sockets.aclose()

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
