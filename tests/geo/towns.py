"""Made-up blocks of buildings and cameras, as awkward as real ones."""

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, affinity

from geo.visibility import Occluders, Poses, snap_out


def random_footprint(rng: np.random.Generator) -> Polygon | MultiPolygon:
    """Give a rotated footprint: oblong, L-shaped, with a court, ragged or in two parts."""
    width, depth = rng.uniform(6, 28, 2)
    box = shapely.box(-width / 2, -depth / 2, width / 2, depth / 2)
    kind = rng.integers(5)
    if kind == 1:
        box = box - shapely.box(0, 0, width, depth)
    elif kind == 2:
        box = box - shapely.box(-width / 4, -depth / 4, width / 5, depth / 4)
    elif kind == 3:
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(5, 12)))
        radii = rng.uniform(0.3, 1.0, len(angles)) * width / 2
        ragged = Polygon(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))
        box = ragged if ragged.is_valid and ragged.area > 1 else box
    elif kind == 4:
        box = MultiPolygon([box, affinity.translate(box, width * 1.1, depth * 0.2)])
    turned: Polygon | MultiPolygon = affinity.rotate(box, rng.uniform(0, 90), origin=(0, 0))
    return turned


def random_town(seed: int, buildings: int = 60, side: float = 200.0) -> Occluders:
    """Give buildings of 1 to 25 m, some overlapping, in a square about the origin."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(-side / 2, side / 2, (buildings, 2))
    shapes = [affinity.translate(random_footprint(rng), *place) for place in places]
    return Occluders(shapes, rng.choice([1.0, 2.5, 4.0, 7.0, 12.0, 25.0], buildings))


def random_cameras(seed: int, town: Occluders, count: int, side: float = 200.0) -> Poses:
    """Give cameras of every kind; half hang on walls, the others may stand on roofs or indoors."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(-side / 2, side / 2, (count, 2))
    for i in range(0, count, 2):
        walls = town.parts[rng.integers(len(town))].exterior
        on_wall = walls.interpolate(rng.uniform(0, walls.length))
        snap = snap_out((on_wall.x, on_wall.y), town)
        if snap.outcome == "snapped":  # not on the wall of one building inside another
            places[i] = snap.x, snap.y
    hfov = rng.choice([5.0, 40.0, 75.0, 110.0, 180.0, 250.0, 360.0], count)
    framed = rng.random(count) < 0.4
    return Poses(
        places[:, 0],
        places[:, 1],
        rng.choice([0.6, 2.5, 3.5, 6.0, 9.0, 15.0, 40.0], count),
        rng.uniform(0, 360, count),
        hfov,
        rng.uniform(30, 120, count),
        near=rng.choice([0.0, 0.0, 2.0, 8.0], count),
        tilt=np.where(framed, rng.uniform(-5, 90, count), np.nan),
        vfov=np.where(framed, rng.uniform(10, 80, count), np.nan),
        roll=rng.choice([0.0, 0.0, 15.0, -90.0], count),
    )
