"""The door /phone/{invite}: a caller's pictures, film and places in, until somebody ends it.

Close codes: 4401 no or bad pass, 4403 another site's page, 4404 unknown, 4408 its time is over,
4409 the same phone came back by another socket, 4410 ended, 1003 pictures that are none,
1007 words that are none, 1009 too big.
"""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from frontend.media.database import ask
from frontend.media.house import AWAY, House
from frontend.media.phone_line import TOO_BIG, UNREADABLE, Line
from frontend.media.watch import EXPIRED, FIRST_WORD, NO_PASS, NOT_ALLOWED, REVOKED, Closed, ours
from registry.feeds.passes import Use, read
from registry.feeds.refusals import PassExpired, PassRefused
from registry.phones import ending, streaming
from registry.phones.callers import Caller
from registry.phones.models import Invite
from registry.phones.refusals import InviteOver, UnknownInvite, WordRefused
from registry.phones.streaming import Sharing
from registry.phones.words import PICTURE_LIMIT, WORD_LIMIT, Films, Stop, read_word

JPEG = b"\xff\xd8\xff"
STOPPED, UNKNOWN, ELSEWHERE = 1000, 4404, 4409
FOR_GOOD = {STOPPED, EXPIRED, REVOKED}
ASK_AGAIN = 1.5  # seconds between two looks whether it still goes on


async def phone(socket: WebSocket) -> None:
    """Serve one phone: first its pass, then what it sends."""
    await socket.accept()
    if not ours(socket.headers.get("origin", "")):
        await socket.close(NOT_ALLOWED, "not from this centre's pages")
        return
    house: House = socket.app.state.house
    sharing = None
    try:
        sharing = await _open(socket)
        async with Line.of(house, sharing) as line:
            await socket.send_json({"type": "sharing", "ends_at": sharing.ends_at.isoformat()})
            await _serve(socket, line)
    except Closed as end:
        if end.code in FOR_GOOD and sharing:
            house.frames.forget(sharing.camera)  # nobody is to look at it any more
        with suppress(RuntimeError):  # the phone may have gone in the meantime
            await socket.close(end.code, end.reason[:120])
    except (WebSocketDisconnect, RuntimeError):
        return  # it may come back until its time is over


async def _open(socket: WebSocket) -> Sharing:
    try:
        async with asyncio.timeout(FIRST_WORD):
            camera, request_id = _read(await socket.receive_text())
    except (TimeoutError, KeyError):  # silence, or bytes where the pass should be
        raise Closed(NO_PASS, "no pass was shown") from None
    try:
        invite = UUID(socket.path_params["invite"])
        return await ask(streaming.begin, invite, camera, request_id=request_id)
    except (ValueError, UnknownInvite):
        raise Closed(UNKNOWN, "there is no such invitation") from None
    except InviteOver as refusal:
        raise Closed(REVOKED, refusal.detail) from None


def _read(token: str) -> tuple[UUID, str]:
    try:
        given = read(token, Use.PHONE)
        (camera,) = given.cameras
        return camera, given.request_id
    except PassExpired as refusal:
        raise Closed(EXPIRED, refusal.detail) from None
    except PassRefused as refusal:
        raise Closed(NO_PASS, refusal.detail) from None
    except ValueError:
        raise Closed(NO_PASS, "a phone's pass is for one camera") from None


async def _serve(socket: WebSocket, line: Line) -> None:
    """Hear, watch the clock and ask whether it goes on, at once; the first to end ends all."""
    tasks = [
        asyncio.create_task(job)
        for job in (
            _hear(socket, line),
            _expire(line.sharing),
            _heed(line.sharing),
            line.age(),
            line.until_taken_over(),
        )
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        raise Closed(ELSEWHERE, "this phone came back by another way")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _hear(socket: WebSocket, line: Line) -> None:
    """Take one message after the other; the answer to a picture lets the phone send another."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect
        data, text = message.get("bytes"), message.get("text")
        if len(data or "") > PICTURE_LIMIT or len(text or "") > WORD_LIMIT:
            raise Closed(TOO_BIG, "a message is too big")
        if data is not None and line.films and not data.startswith(JPEG):
            if refused := await line.film(data):
                await socket.send_json({"type": "film_refused", "reason": refused})
            await socket.send_json({"type": "taken", "seen": not refused})
        elif data is not None:
            await socket.send_json({"type": "taken", "seen": await line.picture(data)})
        elif text is not None:
            await _word(socket, line, text)


async def _word(socket: WebSocket, line: Line, text: str) -> None:
    try:
        said = read_word(text, arrived=time.time())
    except WordRefused as refusal:
        raise Closed(UNREADABLE, refusal.detail) from None
    if isinstance(said, Films):
        await line.film_begins()
        return
    if isinstance(said, Stop):
        await ask(ending.end, line.sharing.invite, Invite.End.CALLER, by=Caller())
        raise Closed(STOPPED, "stopped")
    if refused := await line.place(said):
        await socket.send_json({"type": "place_refused", "reason": refused})


async def _expire(sharing: Sharing) -> None:
    """End it when its time is over, also where nothing is sent."""
    while (left := (sharing.ends_at - datetime.now(UTC)).total_seconds()) > 0:
        await asyncio.sleep(left)
    with suppress(*AWAY):  # the sweep ends it later; this phone is cut now
        await ask(ending.end, sharing.invite, Invite.End.TIME, by=Caller())
    raise Closed(EXPIRED, "the fifteen minutes are over")


async def _heed(sharing: Sharing) -> None:
    """Ask whether dispatch has ended it, or closed the call; while the database is away, go on."""
    while True:
        await asyncio.sleep(ASK_AGAIN)
        try:
            await ask(streaming.going_on, sharing.invite)
        except (InviteOver, UnknownInvite) as refusal:
            raise Closed(REVOKED, refusal.detail) from None
        except AWAY:
            continue
