"""The request lines of tiles answered in front of Django: gathered, and written once a second.

One by one they would cost a remembered tile a good part of its answer.
"""

import json
import logging
import threading
import time
from collections import deque
from datetime import UTC, datetime

log = logging.getLogger("sightline.requests")

EVERY = 1.0  # seconds
Answered = tuple[float, float, str, str, int, str]


class Lines:
    """What was answered since the last time it was written down."""

    def __init__(self) -> None:
        self._answered: deque[Answered] = deque()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tiles-lines", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left and end."""
        self._stop.set()
        self._thread.join()

    def note(self, began: float, request_id: str, path: str, status: int, client: str) -> None:
        """Take a line; `began` as time.time()."""
        self._answered.append((began, time.time() - began, request_id, path, status, client))

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            self._write()
        self._write()

    def _write(self) -> None:
        answered = [self._answered.popleft() for _ in range(len(self._answered))]
        if answered:
            log.info("%s tiles", len(answered), extra={"lines": [_line(each) for each in answered]})


def _line(answered: Answered) -> str:
    """Write JSON by hand: a path is checked before it is answered, the rest is no free text."""
    began, seconds, request_id, path, status, client = answered
    at = datetime.fromtimestamp(began, UTC).isoformat(timespec="milliseconds")
    return (
        f'{{"at": "{at}", "level": "info", "logger": "sightline.requests", "message": "request",'
        f' "request_id": "{request_id}", "method": "GET", "route": "{path}", "status": {status},'
        f' "ms": {seconds * 1000:.1f}, "client": {json.dumps(client)}}}'
    )
