"""A share of the measuring as plain arrays, for any process on any machine: no Django here."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Self

import numpy as np
import shapely
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray

from geo.hexgrid import centres_of
from geo.measuring import Measured, measure
from geo.plane import Plane
from geo.visibility import EYE_LEVEL, Occluders, Poses, warm
from registry.cameras.neighbourhoods import plane_of, square_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Geometries = NDArray[np.object_]

METRES_PER_DEGREE = 110_500.0  # a little less than the least
COUNTRY, TOWN = 6, 7  # H3 resolutions of a share of the work
MOST = 2_000  # cameras of one share, unless they stand very close
# What a row of `views` holds: degrees, metres, pixels; NaN where tilt or vfov is not known.
VIEW = ("lng", "lat", "height", "azimuth", "hfov", "range", "tilt", "vfov", "roll", "width_px")


@dataclass(frozen=True, eq=False)
class Partition:
    """Cameras that stand where they are to be measured, and all buildings within their range.

    `views` (N, 10) as VIEW names them, footprints in degrees, `masks` in degrees with the row of
    the camera that each belongs to.
    """

    views: Floats
    footprints: Geometries
    heights: Floats
    masks: Geometries
    masked: Ints

    @classmethod
    def of(
        cls, views: Floats, footprints: Geometries, heights: Floats, masks: dict[int, Geometries]
    ) -> Self:
        """Make one; masks by row."""
        shapes = [mask for row in sorted(masks) for mask in masks[row]]
        rows = [row for row in sorted(masks) for _ in masks[row]]
        return cls(
            np.asarray(views, float).reshape(-1, len(VIEW)),
            footprints,
            heights,
            np.array(shapes, dtype=object),
            np.array(rows, dtype=np.int64),
        )


def measured(partition: Partition, *, target_height: float = EYE_LEVEL) -> Measured:
    """Give what each camera sees, in order of the rows; who shares the partition has no say in it.

    Each is measured on the plane of the square it stands in, as fields of view are drawn.
    """
    squares: dict[tuple[int, int], list[int]] = {}
    for row, (lng, lat) in enumerate(partition.views[:, :2].tolist()):
        squares.setdefault(square_of(lng, lat), []).append(row)
    return Measured.joined(
        _in_square(partition, np.array(rows), plane_of(square), target_height)
        for square, rows in squares.items()
    )


def _in_square(partition: Partition, rows: Ints, plane: Plane, target_height: float) -> Measured:
    views = dict(zip(VIEW, partition.views[rows].T, strict=True))
    near = _near(partition.footprints, views["lng"], views["lat"], views["range"])
    occluders = Occluders(
        plane.geometry_to_metres(partition.footprints[near]), partition.heights[near]
    )
    x, y = plane.to_metres(partition.views[rows, :2]).T
    angles = {name: views[name] for name in ("azimuth", "hfov", "range", "tilt", "vfov", "roll")}
    poses = Poses(x=x, y=y, height=views["height"], **angles)
    found = measure(occluders, poses, views["width_px"], plane, target_height=target_height)
    found = found._replace(camera=rows[found.camera])
    return _less_masks(partition, found, plane)


def _near(footprints: Geometries, lng: Floats, lat: Floats, reach: Floats) -> NDArray[np.bool_]:
    """Tell which buildings lie in the boxes that these cameras range over."""
    up = reach / METRES_PER_DEGREE
    across = up / np.maximum(np.cos(np.radians(np.minimum(np.abs(lat) + up, 89.0))), 0.02)
    west, south, east, north = shapely.bounds(footprints).T
    tall = (south <= (lat + up).max()) & (north >= (lat - up).min())
    wide = np.zeros(len(footprints), bool)
    for turn in (-360.0, 0.0, 360.0):  # a square at the antimeridian has houses on both sides
        wide |= (west + turn <= (lng + across).max()) & (east + turn >= (lng - across).min())
    return np.asarray(tall & wide)


def _less_masks(partition: Partition, found: Measured, plane: Plane) -> Measured:
    """Take out what must not be watched."""
    kept = np.ones(len(found.cell), bool)
    for row in np.intersect1d(partition.masked, found.camera).tolist():
        some = np.flatnonzero(found.camera == row)
        hidden = plane.geometry_to_metres(
            shapely.union_all(partition.masks[partition.masked == row])
        )
        x, y = centres_of(plane, found.cell[some]).T
        kept[some] = ~shapely.contains_xy(hidden, x, y)
    return found.only(kept)


@cache
def _engine() -> None:
    """Have the compiled engine at hand, which a machine compiles once: what stands in is slow."""
    if find_spec("numba"):
        warm()


def measured_anywhere(partition: Partition) -> Measured:
    """Give what `measured` gives, in a process that does nothing else."""
    _engine()
    return measured(partition)


def shared_out(lnglat: Floats, most: int = MOST) -> list[Ints]:
    """Share cameras (N, 2) in degrees out by the H3 cell they stand in; give the rows of each.

    36 km² of country are one share; where more than `most` stand, 5 km² of town are.
    """
    shares: list[Ints] = []
    rows = np.arange(len(lnglat), dtype=np.int64)
    for share in _by_cell(rows, lnglat, COUNTRY):
        shares += [share] if len(share) <= most else _by_cell(share, lnglat, TOWN)
    return shares


def _by_cell(rows: Ints, lnglat: Floats, resolution: int) -> list[Ints]:
    if not len(rows):
        return []
    cells = np.asarray(coordinates_to_cells(lnglat[rows, 1], lnglat[rows, 0], resolution))
    _, which = np.unique(cells, return_inverse=True)
    order = np.argsort(which, kind="stable")
    return np.split(rows[order], np.flatnonzero(np.diff(which[order])) + 1)
