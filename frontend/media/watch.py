"""The door /watch: thumbnails of a list of cameras, as long as the pass and the policy last."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from starlette.websockets import WebSocket, WebSocketDisconnect

from frontend.media.database import ask
from frontend.media.house import House
from frontend.media.sessions import Session
from registry.feeds.passes import Pass, Use, read
from registry.feeds.refusals import PassExpired, PassRefused
from registry.incidents import watching
from registry.incidents.looking import Look

NO_PASS, NOT_ALLOWED, EXPIRED, REVOKED = 4401, 4403, 4408, 4410
FIRST_WORD = 5.0  # seconds a browser has to show its pass
WORD_LIMIT = 64 * 1024


class Closed(Exception):
    """The watch ends, with a code and the condition that ended it."""

    def __init__(self, code: int, reason: str) -> None:
        """Name the end."""
        self.code, self.reason = code, reason
        super().__init__(reason)


async def watch(socket: WebSocket) -> None:
    """Serve one browser: first its pass, then pictures out and renewals in."""
    house: House = socket.app.state.house
    await socket.accept()
    if not ours(socket.headers.get("origin", "")):
        await socket.close(NOT_ALLOWED, "not from this centre's pages")
        return
    session: Session | None = None
    why = "left"
    try:
        changes = house.changes
        session = await _open(socket, house)
        await house.settle(session, changes)
        await _serve(socket, session, house)
    except Closed as end:
        why = end.reason
        with suppress(RuntimeError):  # the browser may have gone in the meantime
            await socket.close(end.code, end.reason[:120])
    except (WebSocketDisconnect, RuntimeError):
        why = "left"
    finally:
        if session:
            await _leave(session, house, why)


def ours(origin: str) -> bool:
    """Tell whether a page of this centre asks; programs that send no Origin have a pass to show."""
    if not origin:
        return True
    host, _ = split_domain_port(origin.partition("://")[2])
    return bool(host) and validate_host(host, settings.ALLOWED_HOSTS)


async def _open(socket: WebSocket, house: House) -> Session:
    try:
        async with asyncio.timeout(FIRST_WORD):
            given = _read(await socket.receive_text())
    except TimeoutError:
        raise Closed(NO_PASS, "no pass was shown") from None
    session = Session(given, socket.query_params.get("size") == "320", house.frames)
    house.enter(session, await _decided(watching.begin, given))
    return session


async def _decided(decide: Callable[[Pass], dict[UUID, Look]], given: Pass) -> dict[UUID, Look]:
    try:
        return await ask(decide, given)
    except PassRefused:
        raise Closed(NOT_ALLOWED, "this account is closed, or the call no longer yours") from None


async def _serve(socket: WebSocket, session: Session, house: House) -> None:
    """Send, hear and watch the clock at once; the first to end ends all."""
    tasks = [
        asyncio.create_task(job)
        for job in (_send(socket, session), _hear(socket, session, house), _expire(session))
    ]
    cut = asyncio.create_task(house.cut_of(session))
    try:
        done, _ = await asyncio.wait([*tasks, cut], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        raise Closed(REVOKED, "the call was closed or the permission withdrawn")
    finally:
        for task in (*tasks, cut):
            task.cancel()
        await asyncio.gather(*tasks, cut, return_exceptions=True)


async def _send(socket: WebSocket, session: Session) -> None:
    while True:
        message = await session.next()
        await (
            socket.send_text(message) if isinstance(message, str) else socket.send_bytes(message)
        )


async def _hear(socket: WebSocket, session: Session, house: House) -> None:
    """Take renewals: each a new pass, decided anew and written down anew."""
    while True:
        given = _read(await socket.receive_text())
        if given.user != session.given.user:
            raise Closed(NOT_ALLOWED, "this pass is another person's")
        changes = house.changes
        if (given.incident, set(given.cameras)) == (
            session.given.incident,
            set(session.given.cameras),
        ):
            looks = await _decided(watching.decide, given)
        else:
            looks = await _decided(watching.begin, given)
        house.change(session, given, looks)
        await house.settle(session, changes)
        session.say(type="renewed")


async def _expire(session: Session) -> None:
    while (left := session.given.expires_at - time.time()) > 0:
        await asyncio.sleep(left)
    raise Closed(EXPIRED, "the pass ran out")


async def _leave(session: Session, house: House, why: str) -> None:
    cameras = house.leave(session)
    seconds = time.monotonic() - session.began
    await house.note_end((session.given, cameras, why, seconds))


def _read(token: str) -> Pass:
    try:
        return read(token[: WORD_LIMIT + 1], Use.WATCH)
    except PassExpired as refusal:
        raise Closed(EXPIRED, refusal.detail) from None
    except PassRefused as refusal:
        raise Closed(NO_PASS, refusal.detail) from None
