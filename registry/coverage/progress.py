"""How far a study is, told to whoever waits, and whether somebody wants it stopped."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from registry.coverage.models import Study

Tell = Callable[[int], None]  # how much more is done

BEAT = 10.0  # seconds between two signs of life in the midst of a long step


class Cancelled(Exception):
    """Somebody does not want it any more."""


class Lost(Exception):
    """Another worker has taken this study up."""


class Stopped(Exception):
    """The worker itself is told to stop."""


class Progress:
    """One worker's hold on one study: its `tries` says which attempt this is."""

    def __init__(self, study_id: UUID, tries: int, stopped: Callable[[], bool]) -> None:
        self._held = Study.objects.filter(pk=study_id, state=Study.State.RUNNING, tries=tries)
        self._stopped = stopped
        self._done = 0
        self._over = threading.Event()
        self._beats = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        """Begin to show signs of life."""
        self._beats.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End them."""
        self._over.set()
        self._beats.join()

    def step(self, words: str, total: int = 0) -> None:
        """Begin a step. Raises Cancelled, Lost and Stopped."""
        self._done = 0
        self._write(step=words, done=0, total=total)

    def tell(self, more: int = 1) -> None:
        """Say that so much more of the step is done. Raises Cancelled, Lost and Stopped."""
        self._done += more
        self._write(done=self._done)

    def rest(self, seconds: float) -> None:
        """Wait a little, as one step of as many. Raises Cancelled, Lost and Stopped."""
        self._over.wait(seconds)
        self.tell()

    def _write(self, **facts: str | int) -> None:
        if not self._held.update(alive_at=Now(), **facts):
            raise Lost
        if self._held.filter(cancel_asked=True).exists():
            raise Cancelled
        if self._stopped():
            raise Stopped

    def _beat(self) -> None:
        """Live on through a step that is long and tells nothing, in a connection of its own."""
        while not self._over.wait(BEAT):
            try:
                self._held.update(alive_at=Now())
            finally:
                connection.close()
