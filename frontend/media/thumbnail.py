"""The door /thumbnails: one still, to whoever the web gave a pass for it."""

import asyncio
from email.utils import formatdate
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from frontend.media.database import ask
from frontend.media.house import House
from registry.feeds.frames import Frame
from registry.feeds.passes import Pass, Use, read
from registry.feeds.refusals import PassRefused
from registry.incidents import watching

WAIT = 4.0  # seconds for the first picture of a camera nobody has looked at


async def thumbnail(request: Request) -> Response:
    """Answer the last picture, pulling a first one where there is none; 404 like the unknown."""
    try:
        camera = UUID(request.path_params["camera"])
        given = read(request.query_params.get("pass", ""), Use.THUMBNAIL)
    except (ValueError, PassRefused):
        return Response(status_code=404)
    house: House = request.app.state.house
    if camera not in given.cameras or not house.spend(given) or not await _open(given, camera):
        return Response(status_code=404)
    frame = await _glance(house, camera)
    if frame.picture is None or frame.captured_at is None:
        return Response(status_code=503, headers={"Retry-After": "5"})
    return Response(
        frame.picture.master,
        media_type="image/jpeg",
        headers={
            "Last-Modified": formatdate(frame.captured_at, usegmt=True),
            "Cache-Control": "no-store",
            "Content-Disposition": f'inline; filename="{camera}.jpg"',
            "X-Content-Type-Options": "nosniff",
            # Chromium takes no two ports of a bare address for one site; the pass is the lock here.
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


async def _open(given: Pass, camera: UUID) -> bool:
    """Ask once more: a pass outlives what it was given for by up to a minute."""
    try:
        seen = (await ask(watching.decide, given)).get(camera)
    except PassRefused:
        return False
    return seen is not None and seen.allowed


async def _glance(house: House, camera: UUID) -> Frame:
    """Watch just long enough for one picture."""
    if house.frames.of(camera).picture is not None:
        return house.frames.of(camera)
    arrived = asyncio.Event()

    def hear(which: UUID, frame: Frame, new_picture: bool) -> None:
        if which == camera and (new_picture or frame.failures):
            arrived.set()

    undo = house.frames.listen(hear)
    house.pulling.watch([camera])
    try:
        async with asyncio.timeout(WAIT):
            await arrived.wait()
    except TimeoutError:
        return house.frames.of(camera)
    finally:
        undo()
        house.pulling.unwatch([camera])
    return house.frames.of(camera)
