"""A hundred moves of a planned camera's handle: what each answer takes, beside measuring anew.

The bar is 300 ms from the hand to the exact field of view; the door adds JSON and the way there.
"""

import os
import time
from typing import Any

import django
import numpy as np

CAMERAS, MOVES = 60, 100


def main() -> None:
    """Measure on a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    from geo.visibility import warm
    from tests import database

    warm()
    name = database.create("bench_whatif")
    try:
        measure()
    finally:
        database.drop(name)


def measure() -> None:
    """Drag one camera round among sixty others, and print percentiles."""
    from registry.feeds.readers import reader
    from registry.models import User
    from registry.scenarios import trials
    from registry.scenarios.changes import read
    from registry.scenarios.preview import preview
    from tests.registry.scenarios import planned

    quarter = planned.build(cameras=CAMERAS)
    planner = reader(User.objects.get(username="planner"))
    wall, cpu = [], []
    for move in range(MOVES):
        values = {"position": planned.at(0, 0), "azimuth": move * 3.6, "range": 80.0}
        acts: list[dict[str, Any]] = [{"op": "add", "camera": "new-1", "values": values}]
        begun, spent = time.perf_counter(), time.process_time()
        trials.keep(preview(quarter.study, read(acts)).changed, by=planner)
        wall.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - spent)
    begun = time.process_time()
    planned.measured(quarter.study)
    whole = time.process_time() - begun
    for name, times in (("wall", wall), ("CPU", cpu)):
        middle, most = 1000 * np.percentile(times, [50, 95])
        print(f"preview, {name}: p50 {middle:.0f} ms, p95 {most:.0f} ms")
    print(f"all {CAMERAS} cameras anew: {1000 * whole:.0f} ms of CPU")


if __name__ == "__main__":
    main()
