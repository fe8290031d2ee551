"""Processes that end with whoever started them, also when that one was killed."""

import multiprocessing
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
    server = multiprocessing.parent_process()
    if server and server.pid:  # not our parent's id: the server may be gone while we still import
        threading.Thread(target=_watch, args=(server.pid, after), daemon=True).start()


def _watch(server: int, after: float) -> None:
    while os.getppid() == server:
        time.sleep(0.5)
    time.sleep(after)
    # Not TERM: while it stops gracefully its socket still takes connections nobody answers.
    os.kill(os.getpid(), signal.SIGKILL)
