"""A click on a million cameras against a bare ST_Covers and against tipg, in one run."""

import os
import random
import re
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

HERE = Path(__file__).parent
CAMERAS = int(os.environ.get("BENCH_ROWS", "1000000"))
PLACES = 300
ROUNDS = 4
HANDS = 8  # callers at once, where requests are counted: as many as the web has threads
SECONDS = 3.0
RADIUS, LIMIT = 150, 16
SEES = """
    SELECT camera_id FROM placement
    WHERE valid_to IS NULL AND ST_Covers(sees, ST_SetSRID(ST_MakePoint(%s, %s), 4326))
"""
Place = tuple[str, float, float]


def main() -> None:
    """Measure on a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    from tests import database

    name = database.create("bench_click")
    try:
        began = time.perf_counter()
        load()
        print(f"{CAMERAS:,} cameras loaded in {time.perf_counter() - began:.0f} s")
        measure()
    finally:
        database.drop(name)


FILLED = ("camera", "placement", "frame", "camera_grant", "owner", "incident")


def load() -> None:
    """Make the rows as their owner, with the indexes built at the end."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table in FILLED:  # no other process is there to be told of changes
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT indexdef, indexname FROM pg_indexes"
            " WHERE tablename IN ('camera', 'placement') AND indexdef LIKE '%USING gist%'"
        )
        indexes = cursor.fetchall()
        for _, name in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute((HERE / "click.sql").read_text().replace("1000000", str(CAMERAS)))
        for definition, _ in indexes:
            cursor.execute(definition)
        for table in FILLED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM ANALYZE {table}")


def measure() -> None:
    """Ask the same places of the database, of our web and of tipg, in turns."""
    from tests.bench import servers

    places = calls()
    with servers.web("--blocking-threads", "8") as web:  # as in service
        ours = Line(web.port, web._cookie)
        bare, click = in_turns(places, covers(), lambda place: ours.get(click_path(place)))
        print(f"ST_Covers {bare * 1e3:.2f} ms, click over HTTP {click * 1e3:.2f} ms (p50)")
        say("a ranked click over HTTP against a prepared ST_Covers", click / bare, 8.0)
        tipg = servers.tipg()
        if tipg is None:
            print("left out: tipg is not installed (uv sync --group bench)")
            return
        with tipg as peer:
            ways = (
                (lambda: Line(web.port, web._cookie), click_path),
                (lambda: Line(peer.port), items_path),
            )
            # In turns, for whatever else the machine does to hit both alike.
            rates = [[requests_a_second(*way, places) for way in ways] for _ in range(ROUNDS)]
    clicks, items = (statistics.median(rate) for rate in zip(*rates, strict=True))
    print(f"{clicks:.0f} clicks/s, {items:.0f} of tipg's items/s, {HANDS} callers")
    say("clicks a second against tipg's items", clicks / items, 3.0, least=True)


def calls() -> list[Place]:
    """Open a call at places where cameras are, and give them with their ids."""
    from django.db import connection, connections

    numbers = random.Random(3).sample(range(1, CAMERAS), PLACES)
    with connections["owner"].cursor() as cursor:
        cursor.execute((HERE / "click_calls.sql").read_text(), [numbers])
        places: list[Place] = [(str(id), lng, lat) for id, lng, lat in cursor.fetchall()]
        cursor.execute("ANALYZE incident")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg((SELECT count(*) FROM placement p WHERE ST_DWithin("
            "p.position::geography, i.position::geography, %s)"
            " AND p.position && ST_Expand(i.position, 0.002))) FROM incident i",
            [RADIUS],
        )
        print(f"{cursor.fetchone()[0]:.0f} cameras within {RADIUS} m of a call on average")
    return places


class Line:
    """One line to a server, kept open; http.client would spend longer on the head than we do."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = "Host: localhost\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "")

    def get(self, path: str) -> bytes:
        """Ask; anything but an answer ends the run."""
        self._socket.sendall(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())
        answer = b""
        while not (end := answer.find(b"\r\n\r\n") + 4) > 3:
            answer += self._more()
        length = re.search(rb"content-length: *(\d+)", answer[:end], re.IGNORECASE)
        while length and len(answer) < end + int(length[1]):
            answer += self._more()
        if not (length and answer.startswith(b"HTTP/1.1 200 ")):
            sys.exit(f"{path}: {answer[:500]!r}")
        return answer[end:]

    def _more(self) -> bytes:
        return self._socket.recv(1 << 16) or sys.exit("the server hung up")


def covers() -> Callable[[Place], Any]:
    """Give the bare question, prepared, on a line of its own."""
    import psycopg
    from django.db import connection

    known = connection.settings_dict
    line = psycopg.connect(
        dbname=known["NAME"], user=known["USER"], host=known["HOST"], autocommit=True
    )
    return lambda place: line.execute(SEES, place[1:], prepare=True).fetchall()


def in_turns(places: list[Place], *asks: Callable[[Place], Any]) -> list[float]:
    """Give the middle of how long each way to ask takes, the first round left out."""
    taken: list[list[float]] = [[] for _ in asks]
    for turn in range(ROUNDS):
        for place in places:
            for ask, times in zip(asks, taken, strict=True):
                began = time.perf_counter()
                ask(place)
                if turn:
                    times.append(time.perf_counter() - began)
    return [statistics.median(times) for times in taken]


def requests_a_second(
    line: Callable[[], Line], path: Callable[[Place], str], places: list[Place]
) -> float:
    """Have several callers ask as fast as they are answered."""
    done = [0] * HANDS
    stop = threading.Event()

    def call(hand: int) -> None:
        mine = line()
        while not stop.is_set():
            mine.get(path(places[(hand * 31 + done[hand]) % len(places)]))
            done[hand] += 1

    hands = [threading.Thread(target=call, args=(hand,)) for hand in range(HANDS)]
    for hand in hands:
        hand.start()
    time.sleep(0.5)  # warm
    before, began = sum(done), time.perf_counter()
    time.sleep(SECONDS)
    rate = (sum(done) - before) / (time.perf_counter() - began)
    stop.set()
    for hand in hands:
        hand.join()
    return rate


def click_path(place: Place) -> str:
    """Name the click."""
    incident, lng, lat = place
    asked = {"at": f"{lng},{lat}", "radius": RADIUS, "limit": LIMIT, "incident": incident}
    return f"/api/cameras/seeing?{urlencode(asked)}"


def items_path(place: Place) -> str:
    """Name tipg's items in the square around the same place, as many at most."""
    _, lng, lat = place
    across, along = RADIUS / 88_000, RADIUS / 111_000
    bbox = f"{lng - across},{lat - along},{lng + across},{lat + along}"
    asked = {"bbox": bbox, "limit": LIMIT, "f": "geojson", "geom-column": "position"}
    return f"/collections/public.placement/items?{urlencode(asked)}"


def say(what: str, ratio: float, bar: float, *, least: bool = False) -> None:
    """Print a ratio beside what it is to reach."""
    met = ratio >= bar if least else ratio <= bar
    sign = "≥" if least else "≤"
    print(f"{'ok    ' if met else 'MISSED'} {what}: {ratio:.2f} (to reach: {sign} {bar})")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))
    main()
