"""Whoever does a batch's measuring: processes of this machine, or of a Dask cluster."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager

PATIENCE = 10.0  # seconds a cluster is waited for

Workers = Callable[[], AbstractContextManager[Executor]]


class NoCluster(Exception):
    """There is no Dask cluster to measure on."""


def processes(count: int) -> Workers:
    """Give so many processes here, opened anew each time, for one that is killed breaks them all.

    They fork from a process of their own: a copy of this one would hold its database connections.
    """

    @contextmanager
    def opened() -> Iterator[Executor]:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["registry.coverage.partitions"])
        with ProcessPoolExecutor(count, mp_context=context) as pool:
            yield pool

    return opened


def cluster(scheduler: str) -> Workers:
    """Give the workers of a cluster by its scheduler's address, tcp://host:port.

    The cluster itself does again what a killed worker was doing. Raises NoCluster.
    """

    @contextmanager
    def opened() -> Iterator[Executor]:
        try:
            from distributed import Client  # in the dependency group `cluster`, and slow to import
        except ImportError:
            raise NoCluster("distributed is not installed: uv sync --group cluster") from None
        try:
            client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except OSError as silent:
            raise NoCluster(f"{scheduler} does not answer: {silent}") from None
        with client, client.get_executor(pure=False) as pool:
            yield pool

    return opened
