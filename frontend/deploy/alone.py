"""One run at a time in one VAR_DIR; whoever runs says where it serves."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontend.deploy.refusing import CannotStart


@contextmanager
def alone(var: Path, words: str, **addresses: str) -> Iterator[None]:
    """Hold this VAR_DIR, publishing what children of other commands need to know; or refuse."""
    with (var / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(f"{var} is in use: {lock.read().strip()}.") from None
        lock.truncate(0)
        lock.write(words)
        lock.flush()
        (var / "addresses.json").write_text(json.dumps(addresses))
        try:
            yield
        finally:
            (var / "addresses.json").unlink(missing_ok=True)
            lock.truncate(0)


def addresses(var: Path) -> dict[str, str]:
    """Read what the running centre published; nothing runs, nothing is known."""
    try:
        return dict(json.loads((var / "addresses.json").read_text()))
    except FileNotFoundError:
        return {}
