"""Hear what is written while we remember tiles: one thread, one connection of its own."""

import logging
import threading
import time
from collections.abc import Callable

import psycopg
from django.db import connections

from tiles.memory import Memory
from tiles.touch import Touch

log = logging.getLogger(__name__)

TICK = 0.4  # seconds between signs of life; memory trusts us for longer than two of them
FOLD_EVERY = 2.0  # how far behind the sums of far zooms may be
SWEEP_EVERY = 60.0
RETRY_AFTER = 1.0


class Listener:
    """Keeps a memory true for as long as the database can be heard."""

    def __init__(self, memory: Memory, on_revoked: Callable[[], None] = lambda: None) -> None:
        self._memory = memory
        self._on_revoked = on_revoked
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tiles-listener", daemon=True)

    def start(self) -> None:
        """Begin to listen; memory answers once the first sign of life has come."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait until the connection is closed."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with _connect() as connection:
                    self._listen(connection)
            except psycopg.Error as error:
                log.warning("tiles are not remembered: %s", error)
                self._stop.wait(RETRY_AFTER)
            finally:
                self._memory.clear()

    def _listen(self, connection: psycopg.Connection) -> None:
        connection.execute("LISTEN tile_touch")
        connection.execute("LISTEN revoked")
        folded = swept = time.monotonic()
        while not self._stop.is_set():
            # What came before the answer to our own question is all that was committed before it.
            connection.execute("SELECT 1")
            self._take(connection, wait=0)
            self._memory.hear()
            self._take(connection, wait=TICK)
            if time.monotonic() - folded > FOLD_EVERY:
                connection.execute("SELECT fold_deltas()")
                folded = time.monotonic()
            if time.monotonic() - swept > SWEEP_EVERY:
                connection.execute("SELECT sweep_tiles()")
                swept = time.monotonic()

    def _take(self, connection: psycopg.Connection, *, wait: float) -> None:
        for notice in connection.notifies(timeout=wait):
            if notice.channel == "tile_touch":
                self._memory.drop(Touch.read(notice.payload))
            else:
                self._on_revoked()


def _connect() -> psycopg.Connection:
    """Connect as the web does, but outside its pool: a listener never gives its connection back."""
    known = connections["default"].settings_dict
    return psycopg.connect(
        dbname=known["NAME"],
        user=known["USER"] or None,
        password=known["PASSWORD"] or None,
        host=known["HOST"] or None,
        port=known["PORT"] or None,
        connect_timeout=2,
        application_name="sightline tiles",
        autocommit=True,
    )
