"""Fields of view against the peers on PyPI, in CPU time, in one run.

Peers: pysovist (`uv sync --group bench`), and VisiLibity where it is installed; its wheel has to be
built: `apt-get install swig && uv pip install visilibity`. Both are given only the buildings within
range and solve a simpler task, where every building hides all behind it; the same is asked of the
engine for the ratio, which then says what 2.5D costs.
"""

import importlib.util
import math
import os
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from typing import Any

import numpy as np
import shapely
from h3ronpy.vector import wkb_to_cells
from numpy.typing import NDArray

from geo import hexgrid, visibility
from geo.plane import Plane
from geo.visibility import Occluders, Poses, snap_out

LOT = 23.0  # metres from one building's middle to the next
SHARES = 10  # times a share of the work is done over, so that starting a process does not count
KENTUCKY = Plane(-84.5, 38.04)


def town(buildings: int, seed: int = 1) -> Occluders:
    """Give houses on a jittered grid, none touching, a third of them L-shaped."""
    rng = np.random.default_rng(seed)
    side = math.ceil(math.sqrt(buildings))
    row, column = np.divmod(np.arange(buildings), side)
    middle = np.column_stack([column, row]) * LOT + rng.uniform(-1.5, 1.5, (buildings, 2))
    size, turn = rng.uniform(7, 12, (buildings, 2)), np.radians(rng.uniform(-12, 12, buildings))
    oblong = np.array([(-1, -1), (1, -1), (1, 1), (1, 1), (1, 1), (-1, 1)]) / 2
    bent = np.array([(-1, -1), (1, -1), (1, 0), (0, 0), (0, 1), (-1, 1)]) / 2
    shape = np.where((rng.random(buildings) < 0.35)[:, None, None], bent, oblong) * size[:, None]
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x = shape[..., 0] * cos - shape[..., 1] * sin + middle[:, :1]
    y = shape[..., 0] * sin + shape[..., 1] * cos + middle[:, 1:]
    footprints = shapely.remove_repeated_points(shapely.polygons(np.stack([x, y], axis=2)))
    return Occluders(np.asarray(footprints), rng.choice([3.0, 6.0, 9.0, 12.0, 20.0], buildings))


def cameras(occluders: Occluders, count: int, seed: int = 2) -> Poses:
    """Give mixed cameras: half on walls, 30 % all round, 40 to 120 m; the others in the open."""
    rng = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(occluders.parts)
    places = rng.uniform((west + 130, south + 130), (east - 130, north - 130), (count, 2))
    middle = shapely.box(west + 130, south + 130, east - 130, north - 130)
    inner = np.flatnonzero(shapely.within(occluders.parts, middle))
    for i in range(count):
        if i % 2:
            wall = occluders.parts[rng.choice(inner)].exterior
            on_it = wall.interpolate(rng.uniform(0, wall.length))
            places[i] = on_it.x, on_it.y
        snap = snap_out((places[i, 0], places[i, 1]), occluders, limit=20.0)
        places[i] = snap.x, snap.y
    hfov = np.where(rng.random(count) < 0.3, 360.0, rng.uniform(40, 110, count))
    height, azimuth = rng.uniform(2.5, 9, count), rng.uniform(0, 360, count)
    reach = rng.uniform(40, 120, count)
    return Poses(places[:, 0], places[:, 1], height, azimuth, hfov, reach)


def cpu(work: Callable[[], Any], times: int = 3) -> float:
    """Give the least CPU seconds of a few runs."""
    best = math.inf
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def peers(occluders: Occluders, poses: Poses) -> dict[str, float]:
    """Give each installed peer's CPU seconds per camera, polygons included."""
    near = [occluders.parts[occluders.near(p.x[0], p.y[0], p.range[0])] for p in poses]
    seconds = {}
    if importlib.util.find_spec("pysovist"):
        work = [(walls_of(parts), pose) for parts, pose in zip(near, poses, strict=True)]
        seconds["pysovist"] = cpu(lambda: [with_pysovist(*each) for each in work], 1) / len(poses)
    if importlib.util.find_spec("visilibity"):
        around = list(zip(near, poses, strict=True))
        spent = cpu(lambda: [with_visilibity(*each) for each in around], 1)
        seconds["visilibity"] = spent / len(poses)
    return seconds


def walls_of(parts: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give walls as (W, 2, 2)."""
    rings = [shapely.get_coordinates(part) for part in parts]
    walls = [np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings]
    return np.concatenate([np.empty((0, 2, 2)), *walls])


def with_pysovist(walls: NDArray[np.float64], pose: Poses) -> float:
    """Draw one camera's isovist as a polygon."""
    import pysovist

    seen = pysovist.isovist(
        walls,
        (pose.x[0], pose.y[0]),
        max_distance=pose.range[0],
        fov=math.radians(pose.hfov[0]),
        direction=math.radians(90 - pose.azimuth[0]) % math.tau,
    )
    return float(shapely.area(shapely.polygons(seen.polygon(math.radians(1.0)))))


def with_visilibity(parts: NDArray[np.object_], pose: Poses) -> float:
    """Draw one camera's visibility polygon, all round, to the frame of its surroundings."""
    import visilibity

    def ring(points: NDArray[np.float64]) -> Any:
        return visilibity.Polygon([visilibity.Point(*point) for point in points.tolist()])

    place = np.array([pose.x[0], pose.y[0]])
    bounds = np.vstack([shapely.get_coordinates(parts), place - pose.range, place + pose.range])
    (west, south), (east, north) = bounds.min(axis=0) - 1, bounds.max(axis=0) + 1
    frame = np.array([(west, south), (east, south), (east, north), (west, north)])
    holes = [ring(shapely.get_coordinates(part)[:0:-1]) for part in parts]
    surroundings = visilibity.Environment([ring(frame), *holes])
    seen = visilibity.Visibility_Polygon(visilibity.Point(*place.tolist()), surroundings, 1e-7)
    return float(seen.area())


def share(occluders: Occluders, poses: Poses) -> None:
    """Draw some cameras many times, in a process of their own that has inherited the town."""
    for _ in range(SHARES):
        visibility.fields_of_view(occluders, poses)


def elapsed(occluders: Occluders, poses: Poses, processes: int) -> float:
    """Give the wall seconds that the same work takes in so many processes."""
    each = len(poses) // processes
    slices = [poses[i * each : (i + 1) * each] for i in range(processes)]
    workers = [get_context("fork").Process(target=share, args=(occluders, p)) for p in slices]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began


def compare_with_peers(occluders: Occluders, poses: Poses) -> None:
    """Print how much CPU time the peers need for each second of ours."""
    opaque = Occluders(occluders.parts, 100.0)
    solid = cpu(lambda: visibility.fields_of_view(opaque, poses)) / len(poses)
    mixed = cpu(lambda: visibility.fields_of_view(occluders, poses)) / len(poses)
    print(f"polygons: {mixed * 1e6:.0f} µs a camera in 2.5D, {solid * 1e6:.0f} µs with all opaque")
    found = peers(occluders, poses[:200])
    for name, seconds in found.items():
        print(f"  {name}: {seconds * 1e6:,.0f} µs, {seconds / mixed:.0f} times our 2.5D (bar: 20)")
    if not found:
        print("  no peer is installed: uv sync --group bench")


def through_polygons(shapes: NDArray[np.object_], resolution: int) -> None:
    """Find the cells of polygons as h3ronpy does."""
    wkb_to_cells(shapely.to_wkb(KENTUCKY.geometry_to_degrees(shapes)), resolution)


def compare_answers(occluders: Occluders, poses: Poses) -> None:
    """Print what areas and cells cost beside polygons."""
    polygons = cpu(lambda: visibility.fields_of_view(occluders, poses))
    areas = cpu(lambda: visibility.areas(occluders, poses))
    print(f"areas only: {polygons / areas:.1f} times as fast as polygons (bar: 2)")
    shapes = visibility.fields_of_view(occluders, poses)
    for resolution in (12, 13):
        table = hexgrid.Cells.around(KENTUCKY, poses, resolution)
        direct = cpu(partial(hexgrid.cells, occluders, poses, table))
        through = polygons + cpu(partial(through_polygons, shapes, resolution))
        print(
            f"cells at resolution {resolution}: {len(poses) / direct:,.0f} cameras/s, "
            f"{through / direct:.1f} times as fast as polygons, then h3ronpy (bar: 2)"
        )


def compare_sizes(occluders: Occluders, poses: Poses) -> None:
    """Print what a second process and a town ten times as large do."""
    one, two = elapsed(occluders, poses, 1), elapsed(occluders, poses, 2)
    busy = os.getloadavg()[0]
    print(f"two processes: {one / two:.2f} times as fast as one (bar: 1.8; load {busy:.1f})")
    large = town(200_000)
    spread = cameras(large, len(poses))
    visibility.areas(large, spread[:1])  # lays the walls out
    few = cpu(lambda: visibility.fields_of_view(occluders, poses)) / len(poses)
    many = cpu(lambda: visibility.fields_of_view(large, spread)) / len(poses)
    print(f"200,000 buildings: {many / few:.2f} times the CPU time of 20,000 (bar: 1.10)")


def main() -> None:
    """Measure and print the ratios."""
    visibility.warm()
    occluders = town(20_000)
    poses = cameras(occluders, 4_000)
    near = [len(occluders.near(p.x[0], p.y[0], p.range[0])) for p in poses[:500]]
    print(f"20,000 buildings, {len(poses):,} cameras, {np.median(near):.0f} candidates each")
    compare_with_peers(occluders, poses)
    compare_answers(occluders, poses)
    compare_sizes(occluders, poses)


if __name__ == "__main__":
    main()
