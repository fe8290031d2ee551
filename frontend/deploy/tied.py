"""Processes that end with whoever started them, also when that one was killed."""

import ctypes
import os
import shutil
import signal
import sys

PR_SET_PDEATHSIG = 1


def tied(command: list[str], end: str) -> list[str]:
    """Let the kernel send this signal when the starter is gone, where there is such a kernel."""
    if shutil.which("setpriv") is None:
        return command
    return ["setpriv", "--pdeathsig", end, *command]


def end_with_parent() -> None:
    """Tie this process itself: a worker of a server that was killed would keep its port."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
