"""The door /hls/{camera}/{name}: playlists and what they name, for a look that is open.

The line /live/{camera} begins and ends the look; here each request shows its pass in a header, and
is asked anew whether the look goes on. What comes from a camera leaves as bytes of no kind, or as a
playlist of our own writing.
"""

import asyncio
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from frontend.media.database import ask
from frontend.media.house import AWAY, House
from frontend.media.viewings import Viewing
from frontend.media.watch import ours
from registry.feeds.passes import Pass, Use, read
from registry.feeds.refusals import FeedForbidden, FeedSilent, PassRefused, PictureRefused
from registry.feeds.sources.rewriting import Kind
from registry.feeds.viewers import Told
from registry.incidents import living
from registry.refusals import Refusal

LIST = "application/vnd.apple.mpegurl"
BYTES = "application/octet-stream"
DECIDING = 3.0  # seconds a playlist may take; later the hub tries, and says what is wrong
_BEARER = "bearer "


async def hand_on(viewing: Viewing, house: House) -> None:
    """Have its own player begin with the playlist, where the camera's pictures are for one."""
    try:
        async with asyncio.timeout(DECIDING):
            relay = await house.relay(viewing.camera)
            if relay is None or not await relay.needed():
                return
    except (TimeoutError, FeedSilent, FeedForbidden, PictureRefused):
        return
    viewing.relay = relay
    viewing.say("film", mime=LIST, url=f"../hls/{viewing.camera}/{relay.first}")
    viewing.viewer.hear(Told("showing"))


async def hls(request: Request) -> Response:
    """Answer one playlist, segment, start or key; 404 like the unknown."""
    origin = request.headers.get("origin", "")
    if not ours(origin):
        return Response(status_code=404)
    answer = Response(status_code=204) if request.method == "OPTIONS" else await _answer(request)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Vary"] = "Origin"
    if origin:  # the page is of the same house, but in the demo of another port
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Allow-Headers"] = "Authorization"
        answer.headers["Access-Control-Max-Age"] = "600"
    return answer


async def _answer(request: Request) -> Response:
    house: House = request.app.state.house
    try:
        camera = UUID(request.path_params["camera"])
        await ask(living.goes_on, _read(request, camera))
        relay = await house.relay(camera)
        if relay is None:
            return Response(status_code=404)
        part = await relay.part(request.path_params["name"])
    except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
        return _away(refusal.detail)
    except AWAY:
        return _away("the centre does not reach its database")
    except (ValueError, Refusal):
        return Response(status_code=404)
    return Response(part.body, media_type=LIST if part.kind is Kind.LIST else BYTES)


def _read(request: Request, camera: UUID) -> Pass:
    """Read the pass out of the header. Raises PassRefused."""
    shown = request.headers.get("authorization", "")
    if shown[: len(_BEARER)].lower() != _BEARER:
        raise PassRefused
    given = read(shown[len(_BEARER) :], Use.LIVE)
    if given.cameras != (camera,):
        raise PassRefused
    return given


def _away(reason: str) -> Response:
    return Response(reason, status_code=503, media_type="text/plain", headers={"Retry-After": "2"})
