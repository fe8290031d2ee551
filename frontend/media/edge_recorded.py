"""Boxes' recordings on their way to whichever media process plays them: asked for and passed on."""

import asyncio
import json
from asyncio import StreamReader, StreamWriter
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from frontend.media.database import ask
from frontend.media.edge_sockets import CameraSockets
from frontend.media.house import AWAY
from registry.access.facts import Capability
from registry.edge import asking, wire
from registry.edge.wire import PLAYED_KEYFRAME, WINDOW, Sent, WireRefused
from registry.feeds.recorders.edge import recorded_socket_of
from registry.feeds.sources.edge import CODECS, END, HEAD, KEPT, KEYFRAME, REFUSED, UNIT

QUESTION_WAIT = 5.0
ENDED = 64  # questions whose last pictures may still be on their way
EARLY = 60.0  # seconds a keyframe may lie before what was asked for


class Recordings:
    """What is asked of one box's recordings now."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        """Take questions in this folder; `say` puts words on the line to the box."""
        self._sockets = CameraSockets(partial(recorded_socket_of, folder), self._serve)
        self._say = say
        self._keys: dict[UUID, UUID] = {}  # the box's own id by the registry's camera
        self._asked: dict[UUID, _Question] = {}
        self._ended: deque[UUID] = deque(maxlen=ENDED)

    async def follow(self, cameras: Mapping[UUID, UUID]) -> None:
        """Have a socket for each camera, the registry's by the box's own id for it."""
        self._keys = {camera: key for key, camera in cameras.items()}
        await self._sockets.follow(self._keys)

    def give(self, sent: Sent) -> bool:
        """Hand a picture to whoever asked for it; tells whether anybody had. Raises WireRefused."""
        question = self._asked.get(sent.camera)
        if question is None:
            return sent.camera in self._ended
        question.take(sent)
        return True

    def hear(self, said: Mapping[str, Any]) -> None:
        """Take the box's words on a question. Raises WireRefused."""
        try:
            question = self._asked.get(UUID(str(said["ask"])))
            if question is None:
                return
            match said["type"]:
                case "kept":
                    question.end(_packed(KEPT, json.dumps(question.spans(said["spans"]))))
                case "refused":
                    question.end(_packed(REFUSED, str(said["reason"])[:200]))
                case "played":
                    reason = str(said.get("reason", ""))[:200]
                    question.end(_packed(REFUSED if reason else END, reason))
        except (KeyError, TypeError, ValueError):
            raise WireRefused from None

    async def aclose(self) -> None:
        """The box is gone."""
        await self._sockets.aclose()

    async def _serve(self, camera: UUID, reader: StreamReader, writer: StreamWriter) -> None:
        id = uuid4()
        try:
            async with asyncio.timeout(QUESTION_WAIT):
                said = json.loads(await reader.readline())
            call = await self._call(camera, UUID(said["incident"]), int(said["user"]))
            if call is None:
                writer.write(_packed(REFUSED, "not allowed, or no longer"))
                return
            self._asked[id] = question = _Question(said["begin"], said["end"])
            self._tell(
                id,
                said["word"],
                camera=str(self._keys[camera]),
                begin=question.begin,
                end=question.until,
                call=call,
            )
            await self._pass_on(id, question, reader, writer)
        except (TimeoutError, ConnectionError, ValueError, *AWAY):
            return  # whoever asked hears that the line ended
        finally:
            if self._asked.pop(id, None):
                self._ended.append(id)
                self._tell(id, "stop")
            writer.close()

    async def _call(self, camera: UUID, incident: UUID, user: int) -> dict[str, Any] | None:
        """Put the call into words for the box, if the policy allows it now."""
        key = self._keys.get(camera)
        if key is None:
            return None
        word = await ask(asking.word_of, key, camera, Capability.RECORDED, incident, user)
        return None if word is None else dict(word["call"])

    async def _pass_on(
        self, id: UUID, question: "_Question", reader: StreamReader, writer: StreamWriter
    ) -> None:
        """Pass on what comes until it ends, or whoever asked hangs up."""
        sending = asyncio.create_task(self._send(id, question, writer))
        leaving = asyncio.create_task(reader.read(1))  # nothing more is ever said
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _send(self, id: UUID, question: "_Question", writer: StreamWriter) -> None:
        with suppress(ConnectionError):
            while True:
                message, size = await question.messages.get()
                writer.write(message)
                await writer.drain()
                if not size:
                    return
                self._tell(id, "more", bytes=size)
                question.waiting -= size

    def _tell(self, id: UUID, word: str, **facts: Any) -> None:
        self._say(json.dumps({"type": word, "ask": str(id)} | facts))


class _Question:
    """What one asked for, and what came of it that is not passed on yet."""

    def __init__(self, begin: float, until: float) -> None:
        self.begin, self.until = float(begin), float(until)
        # what is passed on, and how many bytes of pictures it is: none is the last
        self.messages: asyncio.Queue[tuple[bytes, int]] = asyncio.Queue()
        self.waiting = 0  # bytes

    def take(self, sent: Sent) -> None:
        """Take a picture; one of another time is nobody's. Raises WireRefused for too many."""
        if self.waiting > WINDOW + wire.PICTURE_LIMIT:
            raise WireRefused("More was sent than was taken.")
        size = len(sent.data)
        self.waiting += size
        kind = KEYFRAME if sent.kind == PLAYED_KEYFRAME else UNIT
        head = HEAD.pack(kind, CODECS.index(sent.codec), sent.pts, sent.at, size)
        fits = self.begin - EARLY <= sent.at < self.until
        self.messages.put_nowait((head + sent.data if fits else b"", size))

    def end(self, last: bytes) -> None:
        """Take the last there is."""
        self.messages.put_nowait((last, 0))

    def spans(self, said: list[list[float]]) -> list[list[float]]:
        """Keep of what the box lists what was asked for, in order."""
        kept = [
            [max(float(begins), self.begin), min(float(ends), self.until)]
            for begins, ends in said[: wire.SPAN_LIMIT]
        ]
        return sorted(span for span in kept if span[0] < span[1])


def _packed(kind: int, words: str) -> bytes:
    data = words.encode()
    return HEAD.pack(kind, 0, 0.0, 0.0, len(data)) + data
