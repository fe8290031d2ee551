"""The door /live/{camera}: one camera's video, as long as the pass, the policy and the owner last.

Text out is JSON with a `type`: opened, film (what the binary after it is), state, also, ending,
kept, still, renewed. Text in is a pass (the first, then each renewal) or one word: keep, still.
"""

import asyncio
import json
import time
from contextlib import suppress
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from frontend.media.database import ask
from frontend.media.house import House
from frontend.media.viewings import Viewing
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
from registry.feeds.mp4.film import Piece, Start
from registry.feeds.passes import Pass, Use, read
from registry.feeds.refusals import PassExpired, PassRefused
from registry.feeds.sources.source import Codec
from registry.feeds.viewers import Said, Told, Viewer
from registry.incidents import keeping, living
from registry.incidents.refusals import UnknownIncident
from registry.refusals import Refusal

UNKNOWN = 4404
FILMS = {"h264": Codec.H264, "h265": Codec.H265}


async def live(socket: WebSocket) -> None:
    """Serve one player: first its pass, then video out and renewals in."""
    house: House = socket.app.state.house
    await socket.accept()
    if not ours(socket.headers.get("origin", "")):
        await socket.close(NOT_ALLOWED, "not from this centre's pages")
        return
    viewing, why = None, "left"
    try:
        viewing = await _open(socket)
        house.viewings.enter(viewing)
        await _serve(socket, viewing, house)
    except Closed as end:
        why = end.reason
        with suppress(RuntimeError):  # the browser may have gone in the meantime
            await socket.close(end.code, end.reason[:120])
    except (WebSocketDisconnect, RuntimeError):
        why = "left"
    finally:
        if viewing:
            await house.viewings.leave(viewing, why)


async def _open(socket: WebSocket) -> Viewing:
    try:
        async with asyncio.timeout(FIRST_WORD):
            given = _read(await socket.receive_text(), socket.path_params["camera"])
    except TimeoutError:
        raise Closed(NO_PASS, "no pass was shown") from None
    try:
        opened = await ask(living.begin, given)
    except (UnknownCamera, UnknownIncident):
        raise Closed(UNKNOWN, "there is no such camera") from None
    except Refusal as refusal:
        raise Closed(NOT_ALLOWED, refusal.detail) from None
    plays = socket.query_params.get("plays", "").split(",")
    viewer = Viewer(frozenset(FILMS[name] for name in plays if name in FILMS))
    viewing = Viewing(given, viewer, opened)
    viewing.say("opened", minutes=opened.max_session_min)
    return viewing


async def _serve(socket: WebSocket, viewing: Viewing, house: House) -> None:
    """Send, hear and watch the clocks at once; the first to end ends all."""
    jobs = [
        asyncio.create_task(job)
        for job in (
            _cut(viewing),
            _send(socket, viewing.viewer),
            _hear(socket, viewing, house),
            _expire(viewing),
            _time_out(viewing),
        )
    ]
    try:
        done, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
        for job in done:
            job.result()
    finally:
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)


async def _send(socket: WebSocket, viewer: Viewer) -> None:
    while True:
        match await viewer.next():
            case Piece(data=data):
                await socket.send_bytes(data)
            case Start(mime=mime, data=data, width=width, height=height):
                film = {"type": "film", "mime": mime, "width": width, "height": height}
                await socket.send_text(json.dumps(film))
                if data:
                    await socket.send_bytes(data)
            case Told(state=state, reason=reason):
                words = {"type": "state", "state": state, "reason": reason}
                await socket.send_text(json.dumps(words))
            case Said(words=words):
                await socket.send_text(json.dumps(words))


async def _hear(socket: WebSocket, viewing: Viewing, house: House) -> None:
    while True:
        word = await socket.receive_text()
        if word == "keep":
            await _keep(viewing)
        elif word == "still":
            await _still(viewing, house)
        else:
            await _renew(viewing, word)


async def _renew(viewing: Viewing, word: str) -> None:
    given = _read(word, str(viewing.camera))
    if (given.user, given.incident) != (viewing.given.user, viewing.given.incident):
        raise Closed(NOT_ALLOWED, "this pass is for another look")
    try:
        await ask(living.renew, given, viewing.opened.view)
    except Refusal as refusal:
        raise Closed(REVOKED, refusal.detail) from None
    viewing.given = given
    viewing.say("renewed")


async def _keep(viewing: Viewing) -> None:
    """Five minutes more, written down; only where there is an end to put off."""
    if viewing.ends_at is None:
        return
    try:
        await ask(living.keep, viewing.given, viewing.seconds)
    except Refusal as refusal:
        raise Closed(REVOKED, refusal.detail) from None
    viewing.ends_at = max(viewing.ends_at, time.monotonic()) + living.MORE * 60
    viewing.say("kept", minutes=living.MORE)


async def _still(viewing: Viewing, house: House) -> None:
    try:
        still = await ask(keeping.keep, viewing.given, await house.hub.still(viewing.camera))
    except Refusal as refusal:
        viewing.say("still", refused=refusal.detail)
    else:
        viewing.say(
            "still",
            id=str(still.pk),
            sha256=still.sha256,
            captured_at=still.captured_at.isoformat(),
        )


async def _cut(viewing: Viewing) -> None:
    raise Closed(REVOKED, await viewing.cut)


async def _expire(viewing: Viewing) -> None:
    while (left := viewing.given.expires_at - time.time()) > 0:
        await asyncio.sleep(left)
    raise Closed(EXPIRED, "the pass ran out")


async def _time_out(viewing: Viewing) -> None:
    await viewing.time_out()
    raise Closed(EXPIRED, "the time its owner allows is over")


def _read(token: str, camera: str) -> Pass:
    try:
        given = read(token[: WORD_LIMIT + 1], Use.LIVE)
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
