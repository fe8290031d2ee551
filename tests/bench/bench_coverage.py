"""Cells straight from the slabs against polygons cut into cells, in CPU time, in one run."""

from collections.abc import Callable
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from h3ronpy.vector import cells_to_coordinates, cells_to_wkb_polygons, wkb_to_cells
from numpy.typing import NDArray

from geo import hexgrid, visibility
from geo.measuring import cells_in_reach, measure
from geo.visibility import Occluders, Poses
from tests.bench.bench_visibility import KENTUCKY, cameras, cpu, town

WIDTH = 1920
FEW = 100  # cameras for whoever is slow, and for those measured one by one


def main() -> None:
    """Measure and print the ratios."""
    visibility.warm()
    occluders = town(20_000)
    poses = cameras(occluders, 4_000)
    found = measure(occluders, poses, WIDTH, KENTUCKY)
    rate = len(found.cell) / len(poses)
    print(f"20,000 buildings, {len(poses):,} cameras of 40 to 120 m, {rate:.0f} cells each")
    directly = beside_h3ronpy(occluders, poses)
    beside_overlay(occluders, poses[:FEW], directly)
    one_by_one(occluders, poses[:FEW])


def each(work: Callable[[], Any], poses: Poses) -> float:
    """Give the CPU microseconds a camera."""
    return cpu(work) / len(poses) * 1e6


def beside_h3ronpy(occluders: Occluders, poses: Poses) -> float:
    """Print what cells cost both ways; give the microseconds of ours, densities included."""
    table = cells_in_reach(KENTUCKY, poses)
    direct = each(partial(hexgrid.cells, occluders, poses, table), poses)
    dense = each(partial(measure, occluders, poses, WIDTH, KENTUCKY), poses)
    through = each(partial(through_polygons, occluders, poses), poses)
    measured = each(partial(densities_through_polygons, occluders, poses), poses)
    print(f"polygons, then h3ronpy: {through:.0f} µs a camera")
    print(f"  cells directly: {direct:.0f} µs, {through / direct:.1f} times as fast (bar: 2)")
    print(f"  with densities: {dense:.0f} µs, {measured / dense:.1f} times as fast")
    return dense


def through_polygons(occluders: Occluders, poses: Poses) -> Any:
    """Find the cells of fields of view as h3ronpy does."""
    shapes = KENTUCKY.geometry_to_degrees(visibility.fields_of_view(occluders, poses))
    return wkb_to_cells(shapely.to_wkb(shapes), hexgrid.UNIT_OF_ACCOUNT)


def densities_through_polygons(occluders: Occluders, poses: Poses) -> NDArray[np.float64]:
    """Find them, and how far each is from its camera."""
    lists = through_polygons(occluders, poses).to_pylist()
    camera = np.repeat(np.arange(len(lists)), [len(cells) for cells in lists])
    degrees = cells_to_coordinates(np.concatenate([np.array(c, np.uint64) for c in lists]))
    x, y = KENTUCKY.to_metres(np.column_stack([degrees["lng"], degrees["lat"]])).T
    away = np.hypot(x - poses.x[camera], y - poses.y[camera])
    return np.asarray(WIDTH / np.hypot(away, poses.height[camera] - 1.5))


def beside_overlay(occluders: Occluders, poses: Poses, directly: float) -> None:
    """Print what laying fields of view over hexagons costs, as a planner's notebook does it."""
    ids = cells_in_reach(KENTUCKY, poses).ids
    hexagons = KENTUCKY.geometry_to_metres(shapely.from_wkb(cells_to_wkb_polygons(ids)))
    ground = gpd.GeoDataFrame({"cell": ids}, geometry=hexagons)

    def overlay() -> gpd.GeoDataFrame:
        seen = visibility.fields_of_view(occluders, poses)
        views = gpd.GeoDataFrame({"camera": np.arange(len(poses))}, geometry=seen)
        return gpd.overlay(views, ground, how="intersection", keep_geom_type=True)

    laid = cpu(overlay, 1) / len(poses) * 1e6
    print(f"geopandas overlay: {laid:,.0f} µs a camera, {laid / directly:.0f} times ours")


def one_by_one(occluders: Occluders, poses: Poses) -> None:
    """Print what one camera's change costs, when the ground about it is known."""
    alone = list(poses)
    for pose in alone:
        measure(occluders, pose, WIDTH, KENTUCKY)
    drawn = each(lambda: [visibility.fields_of_view(occluders, p) for p in alone], poses)
    cells = each(lambda: [measure(occluders, p, WIDTH, KENTUCKY) for p in alone], poses)
    print(
        f"one camera changed: its field of view {drawn / 1000:.2f} ms, "
        f"beside it its cells {cells / 1000:.2f} ms (bar: 1.00)"
    )


if __name__ == "__main__":
    main()
