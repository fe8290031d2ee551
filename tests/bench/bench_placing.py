"""Place 10,000 cameras among 20,000 buildings, versions and tile rows committed, in a minute."""

import os
import sys
import time
from typing import Any

import django
import numpy as np
import shapely
from numpy.typing import NDArray

CAMERAS = 10_000
BUILDINGS = 20_000
LOT = 19.0  # metres from one building's middle to the next
WORKERS = 2
MIDDLE = (-84.5, 38.04)
Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]


def main() -> None:
    """Measure on a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    from tests import database

    name = database.create("bench_placing")
    try:
        measure()
    finally:
        database.drop(name)


def measure() -> None:
    """Build the scene, place everything twice and say how long it took."""
    from django.core.management.base import OutputWrapper

    from geo.visibility.readiness import warm
    from registry.cameras.models import Camera, Placement, TileCamera
    from registry.cameras.placing import place
    from registry.management.progress import Bar

    warm()
    rng = np.random.default_rng(7)
    footprints = houses(rng)
    spots, reach = stands(rng, footprints), rng.uniform(40, 120, CAMERAS)
    near = np.median(candidates(spots, reach, footprints))
    store(rng, footprints, spots, reach)
    print(f"{CAMERAS:,} cameras, {BUILDINGS:,} buildings, a median of {near:.0f} within range")

    began = time.perf_counter()
    place(progress=Bar(OutputWrapper(sys.stderr), "placing"), workers=WORKERS)
    seconds = time.perf_counter() - began
    rows = Placement.objects.count(), TileCamera.objects.count()
    if rows != (CAMERAS, CAMERAS):
        sys.exit(f"not every camera was placed: {rows}")
    print(f"placed by {WORKERS} threads in {seconds:.1f} s: {CAMERAS / seconds:,.0f} cameras/s")
    print(f"ratio to one minute: {seconds / 60:.2f} (to reach: 1.00)")

    Camera.registry.update(placed_at=None)
    began = time.perf_counter()
    place(workers=WORKERS)
    print(f"again, with nothing changed: {time.perf_counter() - began:.1f} s")


def houses(rng: np.random.Generator) -> Geometries:
    """Give turned oblongs and L shapes in metres, one on each lot."""
    side = int(np.ceil(np.sqrt(BUILDINGS)))
    lots = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2)[:BUILDINGS]
    shapes = []
    for middle in (lots - side / 2) * LOT + rng.uniform(-1, 1, (BUILDINGS, 2)):
        width, depth = rng.uniform(6, 13, 2)
        shape = shapely.box(-width / 2, -depth / 2, width / 2, depth / 2)
        if rng.random() < 0.3:
            shape = shapely.difference(shape, shapely.box(0, 0, width, depth))
        turn = np.radians(rng.uniform(0, 90))
        spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        shapes.append(shapely.polygons(shapely.get_coordinates(shape) @ spin + middle))
    return np.array(shapes, dtype=object)


def stands(rng: np.random.Generator, footprints: Geometries) -> Floats:
    """Put half on walls, as far off as a survey is, and half between the houses."""
    half = CAMERAS // 2
    walls = shapely.boundary(footprints[rng.integers(BUILDINGS, size=half)])
    hung = shapely.line_interpolate_point(walls, rng.random(half), normalized=True)
    beside = shapely.centroid(footprints[rng.integers(BUILDINGS, size=CAMERAS - half)])
    on_walls = shapely.get_coordinates(hung) + rng.normal(0, 1, (half, 2))
    return np.vstack([on_walls, shapely.get_coordinates(beside) + LOT / 2])


def candidates(spots: Floats, reach: Floats, footprints: Geometries) -> NDArray[np.intp]:
    """Count the houses within each camera's range."""
    tree = shapely.STRtree(footprints)
    found, _ = tree.query(shapely.points(spots), predicate="dwithin", distance=reach)
    return np.bincount(found, minlength=CAMERAS)


def store(rng: np.random.Generator, footprints: Geometries, spots: Floats, reach: Floats) -> None:
    """Bring the scene in as an import would: a third of the cameras all round, some PTZ."""
    from django.db import connection, transaction

    from geo.plane import Plane
    from registry.cameras.merging import merge
    from registry.cameras.reading import Head
    from registry.places.features import Feature, Layer
    from registry.places.storing import Store

    plane = Plane(*MIDDLE)
    heights = rng.choice([3.0, 6.0, 7.0, 9.0, 15.0, 25.0], BUILDINGS)
    bearings = rng.uniform(0, 360, CAMERAS)
    forms: list[dict[str, Any]] = [{}, {"form": "ptz"}, {"form": "panoramic", "hfov": 360.0}]
    tilted: list[dict[str, Any]] = [{}, {"tilt": 20.0, "vfov": 40.0}]
    with transaction.atomic():
        town = Store("bench")
        for i, shape in enumerate(plane.geometry_to_degrees(footprints)):
            town.add(Feature(Layer.BUILDING, str(i), shape, {"height": str(heights[i])}))
        town.merge()
        cameras = [
            Head(
                ref=str(i),
                lng=lng,
                lat=lat,
                owner="bench",
                values={"name": str(i), "kind": "traffic", "level": 0}
                | {"range": float(reach[i]), "azimuth": float(bearings[i])}
                | {"height": float(rng.uniform(3, 8))}
                | tilted[rng.integers(2)]
                | forms[rng.choice(3, p=[0.55, 0.15, 0.3])],
            )
            for i, (lng, lat) in enumerate(plane.to_degrees(spots).tolist())
        ]
        merge(cameras, "bench")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
