"""Ports for what tests start: each worker has a stretch of its own."""

import os

from frontend.deploy.ports import free_from

FIRST, STRETCH, WORKERS = 20_000, 3_000, 4


def free_for_us() -> int:
    """Find a port on which nothing listens and no other worker will."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return free_from(FIRST + worker % WORKERS * STRETCH + os.getpid() % (STRETCH - 100))
