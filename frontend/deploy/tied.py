"""Processes that end with whoever started them, also when that one was killed."""

import os
import shutil
import signal
import threading
import time


def tied(command: list[str], end: str) -> list[str]:
    """Let the kernel send this signal when the starter is gone, where it can."""
    if shutil.which("setpriv") is None:
        return command
    return ["setpriv", "--pdeathsig", end, *command]


def end_with_parent(*, after: float = 0.0) -> None:
    """End this server's worker when the server was killed: it would keep the port for ever.

    `after` seconds may pass first, in which it serves on while its successor starts.
    """
    threading.Thread(target=_watch, args=(os.getppid(), after), daemon=True).start()


def _watch(parent: int, after: float) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    time.sleep(after)
    # Not TERM: while it stops gracefully its socket still takes connections nobody answers.
    os.kill(os.getpid(), signal.SIGKILL)
