"""Media, as granian calls it: pictures in from cameras, out to those who may look."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import django
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from frontend.deploy.tied import end_with_parent

end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
django.setup()

from frontend.media.edge import edge  # noqa: E402  Django's apps must be ready first
from frontend.media.edge_lines import EdgeLines  # noqa: E402
from frontend.media.healthz import healthz  # noqa: E402
from frontend.media.hls import hls  # noqa: E402
from frontend.media.house import House  # noqa: E402
from frontend.media.live import live  # noqa: E402
from frontend.media.phone import phone  # noqa: E402
from frontend.media.recorded import recorded  # noqa: E402
from frontend.media.thumbnail import thumbnail  # noqa: E402
from frontend.media.watch import watch  # noqa: E402


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Open the house with the server, close it with it."""
    app.state.house = House()
    app.state.edge = EdgeLines(app.state.house)
    await app.state.house.open()
    await app.state.edge.open()
    try:
        yield
    finally:
        await app.state.edge.close()
        await app.state.house.close()


application = Starlette(
    routes=[
        Route("/healthz", healthz),
        Route("/thumbnails/{camera}.jpg", thumbnail),
        Route("/hls/{camera}/{name}", hls, methods=["GET", "OPTIONS"]),
        WebSocketRoute("/watch", watch),
        WebSocketRoute("/live/{camera}", live),
        WebSocketRoute("/recorded/{camera}", recorded),
        WebSocketRoute("/phone/{invite}", phone),
        WebSocketRoute("/edge", edge),
    ],
    lifespan=lifespan,
)
