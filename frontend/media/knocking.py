"""What the doors of one camera's video share: the first word, passes, clocks and the end."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from frontend.media.database import ask
from frontend.media.sittings import Sitting
from frontend.media.watch import (
    EXPIRED,
    FIRST_WORD,
    NO_PASS,
    NOT_ALLOWED,
    REVOKED,
    WORD_LIMIT,
    Closed,
    ours,
)
from registry.cameras.refusals import UnknownCamera
from registry.feeds.passes import Pass, Use, read
from registry.feeds.refusals import PassExpired, PassRefused
from registry.feeds.sources.source import Codec
from registry.incidents.refusals import UnknownIncident
from registry.refusals import Refusal

UNKNOWN = 4404
FILMS = {"h264": Codec.H264, "h265": Codec.H265}

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=Sitting)


async def host(
    socket: WebSocket,
    sit_down: Callable[[WebSocket], Awaitable[S]],
    serve: Callable[[S], Awaitable[None]],
    leave: Callable[[S, str], Awaitable[None]],
) -> None:
    """Have one browser from its first word to its last; `leave` is told what ended it."""
    await socket.accept()
    if not ours(socket.headers.get("origin", "")):
        await socket.close(NOT_ALLOWED, "not from this centre's pages")
        return
    sitting, why = None, "left"
    try:
        sitting = await sit_down(socket)
        await serve(sitting)
    except Closed as end:
        why = end.reason
        with suppress(RuntimeError):  # the browser may have gone in the meantime
            await socket.close(end.code, end.reason[:120])
    except (WebSocketDisconnect, RuntimeError):
        why = "left"
    finally:
        if sitting:
            await leave(sitting, why)


async def first_pass(socket: WebSocket, use: Use) -> Pass:
    """Wait for the pass a browser shows first."""
    try:
        async with asyncio.timeout(FIRST_WORD):
            return pass_for(await socket.receive_text(), socket.path_params["camera"], use)
    except TimeoutError:
        raise Closed(NO_PASS, "no pass was shown") from None


def pass_for(token: str, camera: str, use: Use) -> Pass:
    """Read a pass for just this camera."""
    try:
        given = read(token[: WORD_LIMIT + 1], use)
        wanted = UUID(camera)
    except PassExpired as refusal:
        raise Closed(EXPIRED, refusal.detail) from None
    except PassRefused as refusal:
        raise Closed(NO_PASS, refusal.detail) from None
    except ValueError:
        raise Closed(UNKNOWN, "there is no such camera") from None
    if given.cameras != (wanted,):
        raise Closed(UNKNOWN, "there is no such camera")
    return given


def renewed(sitting: Sitting, token: str, use: Use) -> Pass:
    """Read a pass that goes on with the same look."""
    given = pass_for(token, str(sitting.camera), use)
    if (given.user, given.incident) != (sitting.given.user, sitting.given.incident):
        raise Closed(NOT_ALLOWED, "this pass is for another look")
    return given


async def begun(deed: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Ask whether a look may begin; what is unknown and what is forbidden end it differently."""
    try:
        return await ask(deed, *args, **kwargs)
    except (UnknownCamera, UnknownIncident):
        raise Closed(UNKNOWN, "there is no such camera") from None
    except Refusal as refusal:
        raise Closed(NOT_ALLOWED, refusal.detail) from None


async def going_on(deed: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Ask whether a look may go on, or end it."""
    try:
        return await ask(deed, *args, **kwargs)
    except Refusal as refusal:
        raise Closed(REVOKED, refusal.detail) from None


def plays(socket: WebSocket) -> frozenset[Codec]:
    """Read which codecs this browser takes as film."""
    return frozenset(FILMS[name] for name in said(socket) if name in FILMS)


def said(socket: WebSocket) -> list[str]:
    """Read all that this browser says it plays."""
    return socket.query_params.get("plays", "").split(",")


async def together(sitting: Sitting, *jobs: Coroutine[Any, Any, None]) -> None:
    """Do these at once, and watch the clocks; the first to end ends all."""
    clocks = (_cut(sitting), _expire(sitting), _time_out(sitting))
    tasks = [asyncio.create_task(job) for job in (*jobs, *clocks)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _cut(sitting: Sitting) -> None:
    raise Closed(REVOKED, await sitting.cut)


async def _expire(sitting: Sitting) -> None:
    while (left := sitting.given.expires_at - time.time()) > 0:
        await asyncio.sleep(left)
    raise Closed(EXPIRED, "the pass ran out")


async def _time_out(sitting: Sitting) -> None:
    await sitting.time_out()
    raise Closed(EXPIRED, "the time its owner allows is over")
