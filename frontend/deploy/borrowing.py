"""The database for the length of one command: the running one, or one started for it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontend.deploy import folders
from frontend.deploy.alone import addresses, alone
from frontend.deploy.cluster import Cluster
from frontend.deploy.parts import MANAGE


@contextmanager
def database(var: Path, *, throwaway: bool = False) -> Iterator[dict[str, str]]:
    """Give the environment in which settings find the database, and keep it up meanwhile."""
    folders.furnish(var)
    if "DATABASE_URL" in os.environ:
        yield {**os.environ, **addresses(var)}
        return
    cluster = Cluster(var, throwaway=throwaway)
    environment = {**os.environ, **cluster.urls(), **addresses(var)}
    if cluster.ready():
        yield environment
        return
    with alone(var, f"a command is at work, process {os.getpid()}"), _up(cluster):
        if cluster.furnish():
            migrate = [*MANAGE, "migrate", "--verbosity", "0"]
            subprocess.run(migrate, env=environment, check=True)
        yield environment


@contextmanager
def _up(cluster: Cluster) -> Iterator[None]:
    cluster.prepare()
    server = cluster.start()
    try:
        cluster.wait()
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
