"""A made-up county measured by one process and by two, and what ten million cameras would take."""

import math
import os
import sys
import time
from typing import Any

import django
import numpy as np
import shapely

from geo.visibility import Occluders, Poses, warm
from tests.bench.bench_visibility import KENTUCKY, cameras, town

CAMERAS = int(os.environ.get("BENCH_ROWS", "50000"))
BUILDINGS = 4 * CAMERAS
MANY = 10_000_000
CORES, NIGHT = 16, 8.0  # of one machine, and hours
SAMPLE = 2_000  # cameras measured in this process, to know what a worker's processor does

AS_PLACED = """
    INSERT INTO placement (camera_id, valid_from, status, level, owner_id, position, position_sd,
        height, azimuth, azimuth_sd, tilt, roll, hfov, vfov, range, width_px, reach_hfov,
        reach_azimuth, fov_source)
    SELECT id, now(), status, level, owner_id, position, position_sd, height, azimuth, azimuth_sd,
        tilt, roll, hfov, vfov, range, width_px, reach_hfov, reach_azimuth, fov_source
    FROM camera ORDER BY position
"""


def main() -> None:
    """Measure on a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    from tests import database

    warm()
    name = database.create("bench_coverage")
    try:
        began = time.perf_counter()
        occluders = town(BUILDINGS)
        store(occluders, cameras(occluders, CAMERAS))
        took = time.perf_counter() - began
        print(f"{BUILDINGS:,} buildings, {CAMERAS:,} cameras: made up and stored in {took:.0f} s")
        one, _ = county(1)
        two, driver = county(2)
        busy = os.getloadavg()[0]
        print(f"two processes: {one / two:.2f} times as fast as one (load {busy:.1f})")
        on_paper(driver)
    finally:
        database.drop(name)


def store(occluders: Occluders, poses: Poses) -> None:
    """Bring the county in, its cameras already placed: drawing their views is another bench."""
    from django.db import connections, transaction

    from registry.cameras.merging import merge
    from registry.cameras.reading import Head

    angles = zip(
        KENTUCKY.to_degrees(np.column_stack([poses.x, poses.y])).tolist(),
        np.column_stack([poses.height, poses.azimuth, poses.hfov, poses.range]).tolist(),
        strict=True,
    )
    heads = [
        Head(
            ref=str(i),
            lng=lng,
            lat=lat,
            owner="bench",
            values={"name": str(i), "kind": "traffic", "level": 0}
            | dict(zip(("height", "azimuth", "hfov", "range"), view, strict=True)),
        )
        for i, ((lng, lat), view) in enumerate(angles)
    ]
    with transaction.atomic():
        merge(heads, "bench")
    footprints = KENTUCKY.geometry_to_degrees(shapely.multipolygons(occluders.parts[:, None]))
    with connections["owner"].cursor() as cursor:
        cursor.execute(AS_PLACED)
        with cursor.copy(
            "COPY building (source, external_id, footprint, height, height_source, kind, name)"
            " FROM STDIN"
        ) as copy:
            shapes = shapely.to_wkb(shapely.set_srid(footprints, 4326), hex=True, include_srid=True)
            for i, (shape, height) in enumerate(zip(shapes, occluders.heights, strict=True)):
                copy.write_row(("bench", str(i), shape, float(height), "height", "", ""))
        cursor.execute("ANALYZE")


def county(processes: int) -> tuple[float, float]:
    """Measure everything from the start; give the seconds, and those of the driver's processor."""
    from django.core.management.base import OutputWrapper
    from django.db import connections

    from registry.coverage import batch, batch_workers
    from registry.management.progress import Bar

    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE camera_cell, cells_kept")
    bar = Bar(OutputWrapper(sys.stderr), "measuring")
    began, busy = time.perf_counter(), time.process_time()
    workers = batch_workers.processes(processes)
    measured = batch.measure_all(workers, workers=processes, progress=bar)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    if measured != CAMERAS:
        sys.exit(f"not every camera was measured: {measured:,}")
    print(f"measured by {processes}: {seconds:.1f} s, {CAMERAS / seconds:,.0f} cameras/s")
    return seconds, busy


def on_paper(driver: float) -> None:
    """Print what was measured, and the same for ten million cameras."""
    (worker, writing), driver = a_share(), driver / CAMERAS
    rows, size = written()
    worked, wrote = (seconds * MANY / 3600 for seconds in (worker, driver + writing))
    print(f"{'':34}{'here':>14}{'on paper':>16}")
    for what, here, there in (
        ("cameras", f"{CAMERAS:,}", f"{MANY:,}"),
        ("a worker's processor, a camera", f"{worker * 1e3:.2f} ms", ""),
        ("the driver's processor, a camera", f"{driver * 1e3:.2f} ms", ""),
        ("waiting for the database, a camera", f"{writing * 1e3:.2f} ms", ""),
        ("workers' processors", f"{worker * CAMERAS:.0f} s", f"{worked:.1f} h"),
        ("the driver", f"{(driver + writing) * CAMERAS:.0f} s", f"{wrote:.1f} h"),
        ("rows", f"{rows:,}", f"{rows * MANY // CAMERAS:,}"),
        (
            "bytes, indexes included",
            f"{size / 1e6:,.0f} MB",
            f"{size * MANY / CAMERAS / 1e9:,.0f} GB",
        ),
        (
            f"machines of {CORES} cores for {NIGHT:.0f} h",
            "",
            f"{math.ceil(worked / CORES / NIGHT)}",
        ),
        (f"databases with a driver for {NIGHT:.0f} h", "", f"{math.ceil(wrote / NIGHT)}"),
    ):
        print(f"{what:34}{here:>14}{there:>16}")


def a_share() -> tuple[float, float]:
    """Give the seconds a camera takes a worker's processor, and those it waits to be written."""
    from registry.cameras.models import Placement
    from registry.coverage.batch import forget_all
    from registry.coverage.keeping import store
    from registry.coverage.measuring import partition_of
    from registry.coverage.partitions import measured
    from registry.coverage.sights import versions

    ids: Any = Placement.objects.order_by("position").values_list("id", flat=True)
    few, _ = partition_of(versions(list(ids[:10])))
    measured(few)  # the machine code is loaded
    sights = versions(list(ids[10 : 10 + SAMPLE]))
    partition, _ = partition_of(sights)
    began = time.process_time()
    found = measured(partition)
    worked = time.process_time() - began
    forget_all()
    began, busy = time.perf_counter(), time.process_time()
    store(sights, found)
    waited = time.perf_counter() - began - (time.process_time() - busy)
    return worked / len(sights), waited / len(sights)


def written() -> tuple[int, int]:
    """Give the rows, and what they take."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*), pg_total_relation_size('camera_cell') FROM camera_cell")
        rows, size = cursor.fetchone()
    return int(rows), int(size)


if __name__ == "__main__":
    main()
