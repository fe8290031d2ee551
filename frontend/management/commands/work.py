"""The worker: jobs as they come, and the loops that run whether or not there are jobs."""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from psycopg_pool import PoolTimeout

from geo.visibility import warm
from registry.accounts.tidying import tidy
from registry.audit import sealing
from registry.audit.counting import count_days
from registry.cameras.registering import forget_unconfirmed
from registry.cameras.reminding import remind
from registry.cameras.trails import rest_silent
from registry.canvass.walking import forget_walked
from registry.coverage.keeping import keep as keep_cells
from registry.coverage.queueing import take_up
from registry.edge.outages import tell_silent
from registry.evidence.copying import copy_waiting
from registry.evidence.retaining import delete_over
from registry.evidence.uploading import drop_expired, finish_waiting
from registry.feeds.uptime import count as count_uptime
from registry.footage.ending import tend
from registry.incidents.lapsing import tell_lapsed
from registry.ledger.entering import enter_closed, enter_missed
from registry.notices.forgetting import forget_old
from registry.notices.sending import deliver
from registry.owners.links import forget_expired
from registry.ownership.declining import forget_declined
from registry.ownership.leaving import forget_goodbyes
from registry.phones.ending import end_overdue
from registry.phones.forgetting import forget
from registry.ptz.returning import return_idle
from registry.recordings.retaining import retain, sweep
from tiles.offering import offer

log = logging.getLogger("sightline.work")


def seal() -> None:
    """Seal what was logged and tell the second place; one worker does it, whichever is first."""
    sealing.seal()
    sealing.tell()


# A study takes a minute; what must be soon, placing a camera above all, does not wait for it.
JOBS = 4

# Each with the seconds between two rounds.
LOOPS: dict[Callable[[], object], float] = {
    seal: 1.0,
    tell_lapsed: 1.0,
    deliver: 2.0,
    enter_closed: 2.0,
    return_idle: 2.0,
    rest_silent: 5.0,
    end_overdue: 5.0,
    offer: 10.0,
    take_up: 10.0,
    keep_cells: 10.0,
    tell_silent: 20.0,
    tend: 60.0,
    count_uptime: 60.0,
    count_days: 600.0,
    finish_waiting: 1.0,
    copy_waiting: 5.0,
    forget: 3600.0,
    forget_walked: 3600.0,
    drop_expired: 3600.0,
    delete_over: 3600.0,
    forget_old: 3600.0,
    forget_declined: 3600.0,
    remind: 3600.0,
    forget_goodbyes: 60.0,
    forget_expired: 3600.0,
    forget_unconfirmed: 3600.0,
    tidy: 3600.0,
    retain: 3600.0,
    sweep: 3600.0,
    enter_missed: 3600.0,
}


class Command(BaseCommand):
    """Runs until it is told to stop, then finishes what it began within 5 s."""

    help = "run the jobs and the loops of this centre"

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        stopping = threading.Event()
        threads = [threading.Thread(target=_compile, daemon=True)]
        for deed, seconds in LOOPS.items():
            threads.append(threading.Thread(target=_repeat, args=(deed, seconds, stopping)))
        for thread in threads:
            thread.start()
        try:
            connector = app.connector
            if isinstance(connector, DjangoConnector):  # which cannot wait for a job
                with app.replace_connector(connector.get_worker_connector()):
                    asyncio.run(_work())
        finally:
            stopping.set()


def _compile() -> None:
    """Compile the visibility engine, behind everything else: on Linux a thread may be nice."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)
    warm()


async def _work() -> None:
    async with app.open_async():
        await app.run_worker_async(concurrency=JOBS, shutdown_graceful_timeout=5)


def _repeat(deed: Callable[[], object], seconds: float, stopping: threading.Event) -> None:
    while not stopping.wait(seconds):
        try:
            deed()
        except (DatabaseError, PoolTimeout, OSError) as away:
            log.warning("%s waits: %s", deed.__name__, away)
        finally:
            close_old_connections()
