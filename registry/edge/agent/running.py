"""The box at work: the line, the cameras' health, the owner's page, and the file they rest on."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from registry.edge.agent import keys
from registry.edge.agent.box import NAME, Box
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.drawing import Facts
from registry.edge.agent.health import Health
from registry.edge.agent.journal import Journal
from registry.edge.agent.line import Line
from registry.edge.agent.page import Page
from registry.edge.agent.recording import Recording
from registry.edge.agent.refusals import PortTaken
from registry.edge.agent.ring import Ring
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher

GB = 10**9
LOOK_AGAIN = 0.5  # seconds between two looks whether somebody changed the file by hand


class Running:
    """One box, from start to end."""

    def __init__(self, folder: Path) -> None:
        """Read the box and its key. Raises NotEnrolled."""
        self._folder = folder
        self._box = Box.load(folder)
        self._box.enrolled()
        self._journal, self._health = Journal(folder), Health()
        self._fetcher = Fetcher(AllowList(self._box.networks, self._box.local_ports))
        ring = Ring(folder, round(self._box.ring_gb * GB))
        key = keys.load(folder)
        self._line = Line(self._box, key, self._fetcher, self._journal, self._health, ring)
        self._recording = Recording(ring, self._fetcher, self._health)

    async def run(self) -> None:
        """Run until cancelled. Raises PortTaken."""
        loop = asyncio.get_running_loop()

        def change(deed: Callable[[Box], Box]) -> None:
            # the page waits until it has taken effect, so that what it then shows is true
            asyncio.run_coroutine_threadsafe(self._change(deed), loop).result(5)

        try:
            page = Page(self._box.page_port, self._facts, change)
        except OSError:
            raise PortTaken from None
        thread = threading.Thread(target=page.serve_forever, name="page", daemon=True)
        thread.start()
        self._recording.follow(self._box)
        try:
            async with asyncio.TaskGroup() as jobs:
                jobs.create_task(self._line.hold())
                jobs.create_task(self._health.probe(self._cameras, self._fetcher))
                jobs.create_task(self._follow())
        finally:
            page.shutdown()
            page.server_close()
            await self._recording.aclose()
            await self._fetcher.aclose()

    async def _change(self, deed: Callable[[Box], Box]) -> None:
        box = deed(Box.load(self._folder))
        box.save(self._folder)
        self._take(box)

    async def _follow(self) -> None:
        """Take what was changed by the command line."""
        seen = self._written()
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            if (now := self._written()) != seen:
                seen = now
                self._take(Box.load(self._folder))

    def _take(self, box: Box) -> None:
        self._box = box
        self._line.switch(box)
        self._recording.follow(box)

    def _written(self) -> int:
        return (self._folder / NAME).stat().st_mtime_ns

    def _cameras(self) -> list[LocalCamera]:
        return list(self._box.cameras.values())

    def _facts(self) -> Facts:
        return Facts(
            self._box,
            self._line.state,
            dict(self._health.states),
            dict(self._health.recordings),
            self._journal.last(),
        )
