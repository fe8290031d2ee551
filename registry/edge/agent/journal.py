"""Every look and every refusal, in a file of the owner's that is only ever added to."""

import json
import os
import stat
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from registry.edge.terms import Call

NAME = "looks.log"


class Journal:
    """One line of JSON for each thing that happened; on the disk before a picture leaves."""

    def __init__(self, folder: Path) -> None:
        """Keep it in this folder."""
        self.path = folder / NAME

    def write(self, what: str, **facts: Any) -> None:
        """Add a line. Raises OSError: what cannot be written down does not happen."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(), "what": what} | facts)
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode() + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)

    def last(self, most: int = 200) -> list[dict[str, Any]]:
        """Give the newest lines, newest first."""
        return list(reversed(deque(self._lines(), maxlen=most)))

    def _lines(self) -> Iterator[dict[str, Any]]:
        if not self.path.exists() or not stat.S_ISREG(self.path.stat().st_mode):
            return
        with self.path.open() as lines:
            for line in lines:
                if line.endswith("\n"):  # one that was cut short by a power failure says nothing
                    yield json.loads(line)


def of_call(camera: str, want: str, seconds: float, call: Call) -> dict[str, Any]:
    """Say of a look what its owner wants to know: of what, for how long, who and why."""
    return {
        "camera": camera, "want": want, "seconds": round(seconds, 1), "incident": call.number,
        "priority": call.priority, "metres": round(call.metres), "role": call.role,
        "agency": call.agency, "purpose": call.purpose,
    }  # fmt: skip
