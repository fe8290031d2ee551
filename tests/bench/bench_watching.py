"""Fifty browsers that watch thirty cameras each: what sending to them costs media."""

import asyncio
import os
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import django
from django.conf import settings
from websockets.asyncio.client import ClientConnection, connect

WATCHERS, CAMERAS = 50, 30
EVERY = 5.0  # seconds between pictures, for which the bar is set
BAR = 10.0  # percent of a core
SECONDS = 10.0


def main() -> None:
    """Measure on a database and servers of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    os.environ["SECRET_KEY"] = settings.SECRET_KEY  # media reads passes that are signed here
    from tests import database
    from tests.browser.centre import running
    from tests.browser.corner import set_up

    name = database.create("bench_watching")
    try:
        with tempfile.TemporaryDirectory() as var, running(Path(var)) as centre:
            incident = set_up(centre.feeds)
            asyncio.run(measure(f"ws://{centre.media}/watch?size=320", passes(incident.pk)))
    finally:
        database.drop(name)


def passes(incident: UUID) -> str:
    """Sign a pass for all cameras that stays good for as long as this takes."""
    from registry.accounts import casting
    from registry.feeds.passes import Pass, Use
    from registry.models import Camera

    return Pass(
        use=Use.WATCH,
        user=str(casting.cast()["dispatcher"].pk),
        cameras=tuple(Camera.registry.values_list("id", flat=True)),
        incident=incident,
        expires_at=int(time.time()) + 600,
    ).signed()


async def measure(address: str, given: str) -> None:
    """Weigh one watcher, who has all pulled, against fifty; the difference is sending."""
    from tests.bench.bench_live import spent

    async def weigh(watchers: int) -> tuple[float, float]:
        """Give milliseconds of CPU and pictures sent, both a second."""
        async with AsyncExitStack() as stack:
            tally = [0]
            tasks: list[asyncio.Task[None]] = []
            for _ in range(watchers):
                socket = await stack.enter_async_context(connect(address, max_size=None))
                await socket.send(given)
                tasks.append(asyncio.create_task(count(socket, tally)))
                stack.callback(tasks[-1].cancel)
            await asyncio.sleep(3)
            before, began = tally[0], time.monotonic()
            cpu = await asyncio.to_thread(spent, SECONDS)
            return cpu, (tally[0] - before) / (time.monotonic() - began)

    async def count(socket: ClientConnection, tally: list[int]) -> None:
        async for message in socket:
            tally[0] += isinstance(message, bytes)

    one, few = await weigh(1)
    all_, many = await weigh(WATCHERS)
    each = (all_ - one) / (many - few)
    share = each * WATCHERS * CAMERAS / EVERY / 10
    print(f"{many:.0f} pictures a second to {WATCHERS} watchers: {all_ - one:.0f} ms of CPU")
    print(
        f"{WATCHERS} x {CAMERAS} at {EVERY:.0f} s: {share:.1f} % of a core,"
        f" ratio to {BAR:.0f} %: {share / BAR:.2f} (to reach: 1.00)"
    )


if __name__ == "__main__":
    main()
