"""The door /edge: a box proves who it is, says how its cameras are, and sends what is asked for.

Close codes: 4401 no proof, 4403 a browser, 4404 an unknown box, 4408 fell silent, 4409 the same box
came back by another line, 4410 revoked, 1007 words that are none, 1009 too big.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.websockets import WebSocket, WebSocketDisconnect

from frontend.media.database import ask
from frontend.media.edge_lines import EdgeLine, EdgeLines
from frontend.media.house import AWAY
from frontend.media.watch import EXPIRED, FIRST_WORD, NO_PASS, NOT_ALLOWED, REVOKED, Closed
from registry.edge import asking, hearing
from registry.edge.refusals import BoxRevoked, UnknownBox
from registry.edge.wire import (
    HEARTBEAT,
    PICTURE_LIMIT,
    SILENCE,
    WORD_LIMIT,
    Sent,
    WireRefused,
    challenge,
    proof_of_hello,
    read_words,
)

UNKNOWN, ELSEWHERE, UNREADABLE, TOO_BIG, LATER = 4404, 4409, 1007, 1009, 1013
UNASKED = 500  # pictures nobody asked for until a box is taken for broken
HEAD_ROOM = 64


async def edge(socket: WebSocket) -> None:
    """Serve one box."""
    lines: EdgeLines = socket.app.state.edge
    await socket.accept()
    if "origin" in socket.headers:
        await socket.close(NOT_ALLOWED, "this door is for boxes")
        return
    try:
        box, version = await _proven(socket)
        line = lines.enter(box)
        try:
            await ask(hearing.greet, box, version, line.id)
            await _serve(socket, line)
        finally:
            await lines.leave(line)
    except Closed as end:
        with suppress(RuntimeError):  # the box may have gone in the meantime
            await socket.close(end.code, end.reason[:120])
    except AWAY:
        with suppress(RuntimeError):
            await socket.close(LATER, "the centre's database is away")
    except (WebSocketDisconnect, RuntimeError):
        return


async def _proven(socket: WebSocket) -> tuple[UUID, str]:
    """Have it sign what was never signed before; gives who it is, and its program's version."""
    nonce = challenge()
    await socket.send_text(json.dumps({"type": "challenge", "nonce": nonce}))
    try:
        async with asyncio.timeout(FIRST_WORD):
            said = read_words(await socket.receive_text())
        box = UUID(said["box"])
        key = await ask(asking.key_of, box)
        Ed25519PublicKey.from_public_bytes(key).verify(
            bytes.fromhex(said["proof"]), proof_of_hello(box, nonce)
        )
    except UnknownBox:
        raise Closed(UNKNOWN, "there is no such box") from None
    except BoxRevoked as refusal:
        raise Closed(REVOKED, refusal.detail) from None
    except (InvalidSignature, WireRefused, KeyError, ValueError, TypeError, AttributeError):
        raise Closed(NO_PASS, "this is no proof") from None
    except TimeoutError:
        raise Closed(NO_PASS, "no proof was given") from None
    return box, str(said.get("version", ""))


async def _serve(socket: WebSocket, line: EdgeLine) -> None:
    """Hear, ask and age at once; the first to end ends all."""
    await socket.send_text(json.dumps({"type": "welcome"}))
    jobs = [
        asyncio.create_task(job)
        for job in (_hear(socket, line), _command(socket, line), line.age())
    ]
    jobs += [asyncio.create_task(_taken_over(line)), asyncio.create_task(_say(socket, line))]
    try:
        done, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
        for job in done:
            job.result()
    finally:
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)


async def _command(socket: WebSocket, line: EdgeLine) -> None:
    """Name every look, whenever they change and with each heartbeat."""
    said_at = float("-inf")
    while True:
        line.changed.clear()
        try:
            changed, words = await line.stand()
        except UnknownBox:
            raise Closed(UNKNOWN, "there is no such box") from None
        except BoxRevoked as refusal:
            raise Closed(REVOKED, refusal.detail) from None
        now = asyncio.get_running_loop().time()
        if changed or now - said_at >= HEARTBEAT - 1:
            await socket.send_text(words)
            said_at = now
        try:
            async with asyncio.timeout(HEARTBEAT / 2):
                await line.changed.wait()
        except TimeoutError:
            continue


async def _say(socket: WebSocket, line: EdgeLine) -> None:
    while True:
        await socket.send_text(await line.words.get())


async def _hear(socket: WebSocket, line: EdgeLine) -> None:
    unasked = 0
    while True:
        try:
            async with asyncio.timeout(SILENCE):
                message = await socket.receive()
        except TimeoutError:
            raise Closed(EXPIRED, "the box fell silent") from None
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect
        data, text = message.get("bytes"), message.get("text")
        if len(data or "") > PICTURE_LIMIT + HEAD_ROOM or len(text or "") > WORD_LIMIT:
            raise Closed(TOO_BIG, "a message is too big")
        try:
            if data is not None:
                unasked += not await line.take(Sent.read(data))
            else:
                await _word(line, read_words(text or ""))
        except WireRefused as refusal:
            raise Closed(UNREADABLE, refusal.detail) from None
        if unasked > UNASKED:
            raise Closed(NOT_ALLOWED, "the box sends what nobody asked for")


async def _word(line: EdgeLine, said: dict[str, Any]) -> None:
    match said["type"]:
        case "health":
            try:
                cameras = hearing.read_health(said)
                await ask(hearing.hear, line.box, cameras)
                line.hear(cameras)
            except (UnknownBox, BoxRevoked) as refusal:
                raise Closed(REVOKED, refusal.detail) from None
        case "kept" | "played":
            line.recordings.hear(said)
        case "refused" if "ask" in said:
            line.recordings.hear(said)
        case "refused":
            key, want, reason = hearing.read_refusal(said)
            line.refuse(key, want, reason)
        case _:
            raise WireRefused


async def _taken_over(line: EdgeLine) -> None:
    await line.taken_over.wait()
    raise Closed(ELSEWHERE, "this box came back by another line")
