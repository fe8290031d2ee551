"""Tiles of a million cameras against plain ST_AsMVT, tipg and nginx, in one run."""

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import django

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
HERE = Path(__file__).parent
FLOOR = """
    SELECT ST_AsMVT(t, 'camera', 4096, 'g', 'id') FROM (
      SELECT ST_AsMVTGeom(geom, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS g,
        id, name, kind, level, status, org_id, heading, is_public
      FROM camera_wide
      WHERE geom && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)) AS t
"""
DENSEST = """
    SELECT floor((ST_X(geom) + 20037508.342789244) / 40075016.685578488 * (1 << %(z)s))::int,
      floor((20037508.342789244 - ST_Y(geom)) / 40075016.685578488 * (1 << %(z)s))::int, count(*)
    FROM camera_wide GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 12
"""


def main() -> None:
    """Measure on a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    from tests import database

    name = database.create("bench_tiles")
    try:
        began = time.perf_counter()
        load()
        print(f"{ROWS:,} cameras loaded in {time.perf_counter() - began:.0f} s")
        for part in (raw, far, over_http, writing):
            part()
    finally:
        database.drop(name)


def load() -> None:
    """Make the rows as their owner, who may take as long as it takes."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute((HERE / "tiles.sql").read_text(), {"rows": ROWS})
        cursor.execute("VACUUM ANALYZE tile_camera")
        cursor.execute("VACUUM ANALYZE camera_wide")


def say(what: str, ratio: float, bar: float, *, least: bool = False) -> None:
    """Print a ratio beside what it is to reach."""
    met = ratio >= bar if least else ratio <= bar
    sign = "≥" if least else "≤"
    print(f"{'ok    ' if met else 'MISSED'} {what}: {ratio:.3f} (to reach: {sign} {bar})")


def timed(deed: Callable[[], Any], times: int = 5) -> float:
    """Give the middle of several timings, in seconds, the first left out."""
    taken = []
    for _ in range(times + 1):
        began = time.perf_counter()
        deed()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken[1:])


def floor(z: int, x: int, y: int) -> bytes:
    """Draw the plain tile of the wide table."""
    return bytes(ask(FLOOR, z=z, x=x, y=y)[0][0])


def ask(question: str, **values: Any) -> list[tuple[Any, ...]]:
    """Ask the database as the web does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def dense(z: int) -> list[tuple[int, int, int]]:
    """Name the squares of a zoom that hold most."""
    return [(z, x, y) for x, y, _ in ask(DENSEST, z=z)]


def raw() -> None:
    """Draw the densest tiles of each zoom anew; how long, and how large."""
    import gzip

    from tiles.drawing import draw
    from tiles.layers import LAYERS
    from tiles.square import Square

    for z, most in ((12, 250), (13, 250), (14, 100)):
        where = dense(z)[0]
        body = draw(LAYERS["camera_agency"], Square(*where)).body
        ours = timed(partial(draw, LAYERS["camera_agency"], Square(*where)))
        plain = timed(partial(floor, *where))
        say(f"densest z{z} tile against plain ST_AsMVT, {plain * 1e3:.0f} ms", ours / plain, 0.8)
        say(f"densest z{z} tile, kB gzipped", len(gzip.compress(body)) / 1e3, most)


def far() -> None:
    """Draw what a map shows far out, against every row."""
    import gzip

    from tiles.drawing import draw
    from tiles.layers import LAYERS
    from tiles.square import Square

    for z, bar in ((6, 0.01), (10, 0.03)):
        where = dense(z)[0]
        square = Square(*where)
        body = draw(LAYERS["agg_all"], square).body
        plain = timed(partial(floor, *where), 3)
        ours = timed(partial(draw, LAYERS["agg_all"], square), 15)
        say(f"default z{z} tile against plain ST_AsMVT, {plain * 1e3:.0f} ms", ours / plain, bar)
        say(f"default z{z} tile, kB gzipped", len(gzip.compress(body)) / 1e3, 25)


def over_http() -> None:
    """Ask over HTTP: a tile nobody has asked for yet, and one that is remembered."""
    from tests.bench import servers

    fresh = [(z, x + i % 8, y + i // 8) for z, x, y in dense(16)[:4] for i in range(64)]
    plain = statistics.median([timed(partial(floor, *at), 1) for at in fresh[:64]])
    with servers.web() as web:
        first = web.seconds("camera_agency", fresh)
        say(
            f"z16 over HTTP, drawn now, against ST_AsMVT's {plain * 1e3:.2f} ms", first / plain, 1.5
        )
        rate = web.rate("agg_public,base,camera_public", dense(12)[0])
    if tipg := servers.tipg():
        with tipg as peer:
            theirs = peer.seconds(fresh)
        say(f"z16 over HTTP against tipg's {theirs * 1e3:.1f} ms", first / theirs, 0.6)
    else:
        print("left out: tipg is not installed (uv sync --group bench)")
    if shutil.which("nginx"):
        with servers.nginx(web.body) as static:
            say("a remembered tile against nginx and a file", rate / static.rate(), 0.5, least=True)
    else:
        print("left out: nginx is not installed (apt install nginx-light)")


def writing() -> None:
    """Move a camera, with triggers and without: as a drone does, and as one bare row."""
    from django.db import connections

    fly = flight()
    bearing = "UPDATE tile_camera SET heading = (heading + 1) %% 360 WHERE number = %(number)s"
    (rows,) = ask("SELECT array_agg(number) FROM (SELECT number FROM tile_camera LIMIT 300) t")[0]

    def poses() -> float:
        return statistics.median([timed(fly, 1) for _ in range(200)])

    def naked() -> float:
        return statistics.median([timed(partial(update, bearing, number), 1) for number in rows])

    watched, watched_row = poses(), naked()
    with without_triggers(connections["owner"]):
        bare, bare_row = poses(), naked()
    say(f"a pose with triggers against without, {bare * 1e3:.1f} ms", watched / bare, 1.3)
    print(f"       one bare row, {bare_row * 1e3:.2f} ms: {watched_row / bare_row:.2f}")


def flight() -> Callable[[], object]:
    """Give what takes a drone ten metres on."""
    from datetime import timedelta
    from itertools import count

    from django.contrib.gis.geos import Point
    from django.utils import timezone

    from registry.cameras.moving import record_pose
    from registry.models import Camera, Owner

    here = Point(-84.5, 38.04, srid=4326)
    drone = Camera.registry.create(
        number=9_000_001, name="drone", kind="uav", form="moving", level=0, height=60.0,
        owner=Owner.objects.create(kind="business", name="Flyers"),
        position=here, surveyed_position=here,
    )  # fmt: skip
    began, steps = timezone.now() - timedelta(days=1), count()

    def on() -> object:
        step = next(steps)
        values = {"azimuth": step % 360, "tilt": 30.0}
        return record_pose(
            drone.pk, began + timedelta(seconds=step), -84.5 + step * 1e-4, 38.04, values
        )

    return on


def update(question: str, number: int) -> None:
    """Write one row and commit."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question, {"number": number})


@contextmanager
def without_triggers(owner: Any) -> Iterator[None]:
    """Turn the triggers of tile_camera off for a while."""
    with owner.cursor() as cursor:
        cursor.execute("ALTER TABLE tile_camera DISABLE TRIGGER USER")
        yield
        cursor.execute("ALTER TABLE tile_camera ENABLE TRIGGER USER")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))
    main()
