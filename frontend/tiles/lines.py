"""The request lines of tiles answered in front of Django: gathered, and written once a second.

One by one they would cost a remembered tile a good part of its answer.
"""

import logging
import threading
import time
from collections import deque
from typing import Any

log = logging.getLogger("sightline.requests")

EVERY = 1.0  # seconds


class Lines:
    """What was answered since the last time it was written down."""

    def __init__(self) -> None:
        self._lines: deque[dict[str, Any]] = deque()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tiles-lines", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left and end."""
        self._stop.set()
        self._thread.join()

    def note(self, *, began: float, request_id: str, path: str, status: int, client: str) -> None:
        """Take a line; `began` as time.time()."""
        self._lines.append(
            {
                "at": began,
                "message": "request",
                "request_id": request_id,
                "method": "GET",
                "route": path,  # nothing in it is secret
                "status": status,
                "ms": round((time.time() - began) * 1000, 1),
                "client": client,
            }
        )

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            self._write()
        self._write()

    def _write(self) -> None:
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        if lines:
            log.info("%s tiles", len(lines), extra={"lines": lines})
