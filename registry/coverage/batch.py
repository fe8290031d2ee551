"""Measuring every camera of a county: shared out to workers, written down here."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from django.db import connection

from geo.measuring import Measured
from registry.coverage.batch_workers import Workers
from registry.coverage.keeping import enrol, store
from registry.coverage.measuring import partition_of
from registry.coverage.partitions import Partition, measured_anywhere, shared_out
from registry.coverage.sights import Placed, versions

AHEAD = 2  # shares a worker has, so that it does not wait for the next while one is written down
TRIES = 3  # times a share may take its worker with it

Progress = Callable[[int, int], None]

TO_MEASURE = """
    SELECT p.id, ST_X(p.position), ST_Y(p.position)
    FROM placement p
    JOIN cells_kept k ON k.camera_id = p.camera_id
    WHERE p.valid_to IS NULL AND k.placement <> p.id
    ORDER BY p.position
"""


class ShareLost(Exception):
    """A share of the work killed every worker that took it."""


@dataclass(eq=False)
class Share:
    """The versions of cameras that are measured together and written down together."""

    placements: list[int]
    tries: int = 0


def forget_all() -> None:
    """Have every camera measured again; what is known of it stays until then."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cells_kept SET placement = 0")


def measure_all(open_workers: Workers, *, workers: int, progress: Progress | None = None) -> int:
    """Measure every camera that is not measured as it is placed now; give how many were.

    A share is written down and marked done in one transaction: whoever begins again does what is
    left. Raises ShareLost.
    """
    enrol()
    waiting = deque(Share(placements) for placements in _shares())
    total, done = sum(len(share.placements) for share in waiting), 0
    while waiting:
        # a killed worker breaks the pool; what it was doing waits again
        with suppress(BrokenExecutor), open_workers() as pool:
            for share in _measured(waiting, pool, AHEAD * workers):
                done += len(share.placements)
                if progress:
                    progress(done, total)
    return done


def _measured(waiting: deque[Share], pool: Executor, ahead: int) -> Iterator[Share]:
    """Give each share when it is written down, and leave in `waiting` those that are not."""
    flying: dict[Future[Measured], tuple[Share, list[Placed], list[int]]] = {}
    try:
        while waiting or flying:
            while waiting and len(flying) < ahead:
                sights = versions(waiting[0].placements)
                partition, seeing = partition_of(sights)
                future = _send(partition, waiting[0], pool)
                flying[future] = waiting.popleft(), sights, seeing
            for future in wait(flying, return_when=FIRST_COMPLETED).done:
                share, sights, seeing = flying[future]
                found = future.result()
                store(sights, found._replace(camera=np.array(seeing, np.int64)[found.camera]))
                del flying[future]
                yield share
    finally:
        waiting.extend(share for share, _, _ in flying.values())


def _send(partition: Partition, share: Share, pool: Executor) -> Future[Measured]:
    share.tries += 1
    if share.tries > TRIES:
        raise ShareLost(f"{len(share.placements):,} cameras killed {TRIES} workers, one by one.")
    return pool.submit(measured_anywhere, partition)


def _shares() -> list[list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(TO_MEASURE)
        rows = cursor.fetchall()
    ids = [id for id, _, _ in rows]
    lnglat = np.array([(lng, lat) for _, lng, lat in rows]).reshape(-1, 2)
    return [[ids[row] for row in share.tolist()] for share in shared_out(lnglat)]
