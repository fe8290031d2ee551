"""The door /live/{camera}: one camera's video, as long as the pass, the policy and the owner last.

Text out is JSON with a `type`: opened, film (what the binary after it is), state, also, ending,
kept, still, renewed. Text in is a pass (the first, then each renewal) or one word: keep, still.
"""

import json
import time
from datetime import UTC, datetime

from starlette.websockets import WebSocket

from frontend.media.database import ask
from frontend.media.hls import hand_on
from frontend.media.house import House
from frontend.media.knocking import (
    begun,
    first_pass,
    going_on,
    host,
    plays,
    renewed,
    said,
    together,
)
from frontend.media.outbox import film_words
from frontend.media.viewings import Viewing
from registry.evidence import stills
from registry.feeds.mp4.film import Piece, Start
from registry.feeds.passes import Use
from registry.feeds.viewers import Said, Told, Viewer
from registry.incidents import living
from registry.refusals import Refusal


async def live(socket: WebSocket) -> None:
    """Serve one player: first its pass, then video out and renewals in."""
    house: House = socket.app.state.house

    async def serve(viewing: Viewing) -> None:
        if "hls" in said(socket):
            await hand_on(viewing, house)
        house.viewings.enter(viewing)
        await together(viewing, _send(socket, viewing.viewer), _hear(socket, viewing, house))

    await host(socket, _open, serve, house.viewings.leave)


async def _open(socket: WebSocket) -> Viewing:
    given = await first_pass(socket, Use.LIVE)
    opened = await begun(living.begin, given)
    viewing = Viewing(
        given=given,
        minutes=opened.max_session_min,
        viewer=Viewer(plays(socket)),
        view=opened.view,
    )
    viewing.say("opened", minutes=opened.max_session_min)
    return viewing


async def _send(socket: WebSocket, viewer: Viewer) -> None:
    while True:
        match await viewer.next():
            case Piece(data=data):
                await socket.send_bytes(data)
            case Start(data=data) as start:
                await socket.send_text(json.dumps({"type": "film", **film_words(start)}))
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
    given = renewed(viewing, word, Use.LIVE)
    await going_on(living.renew, given, viewing.view)
    viewing.given = given
    viewing.say("renewed")


async def _keep(viewing: Viewing) -> None:
    """Five minutes more, written down; only where there is an end to put off."""
    if viewing.ends_at is None:
        return
    await going_on(living.keep, viewing.given, viewing.seconds)
    viewing.ends_at = max(viewing.ends_at, time.monotonic()) + living.MORE * 60
    viewing.say("kept", minutes=living.MORE)


async def _still(viewing: Viewing, house: House) -> None:
    try:
        taken = await (viewing.relay.still() if viewing.relay else house.hub.still(viewing.camera))
        still = await ask(stills.keep, viewing.given, taken)
    except Refusal as refusal:
        viewing.say("still", refused=refusal.detail)
    else:
        viewing.say(
            "still",
            id=str(still.pk),
            sha256=still.sha256,
            captured_at=datetime.fromtimestamp(taken.captured_at, UTC).isoformat(),
        )
