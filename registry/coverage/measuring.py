"""Measuring cameras of the registry among the buildings that stand there."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo.measuring import Measured
from geo.visibility import EYE_LEVEL, Occluders
from registry.cameras.neighbourhoods import Square, plane_of, square_of
from registry.cameras.sights import Sight
from registry.cameras.standing import stand
from registry.cameras.surroundings import buildings_around
from registry.coverage.partitions import Floats, Geometries, Partition, measured
from registry.coverage.sights import Placed


def measure_sights(sights: Sequence[Placed], *, target_height: float = EYE_LEVEL) -> Measured:
    """Give the cells that each sees as it looks now; `camera` is its row in `sights`.

    Whoever is measured with it, a camera's cells are the same. One indoors or of unknown direction
    sees none; one that nobody has placed yet is stood where it can be first, as when it is placed.
    """
    parts = []
    for rows in _by_square([each.sight for each in sights]).values():
        partition, seeing = partition_of([sights[row] for row in rows])
        found = measured(partition, target_height=target_height)
        parts.append(found._replace(camera=np.array(rows)[seeing][found.camera]))
    return Measured.joined(parts)


def partition_of(sights: Sequence[Placed]) -> tuple[Partition, list[int]]:
    """Give those of these cameras that see, with the buildings about them, and which they are."""
    footprints, heights = buildings_around([each.sight for each in sights])
    stood = _stood(sights, footprints, heights)
    seeing = [row for row, sight in enumerate(stood) if sight.directed and not sight.indoor]
    views = [
        (s.lng, s.lat, s.height, v.azimuth, v.hfov, s.range, v.tilt, v.vfov, v.roll, pixels)
        for s, v, pixels in ((stood[row], stood[row].now(), sights[row].width_px) for row in seeing)
    ]
    masks = {nth: np.array(stood[row].masks) for nth, row in enumerate(seeing) if stood[row].masks}
    return Partition.of(np.array(views), footprints, heights, masks), seeing


def _stood(sights: Sequence[Placed], footprints: Geometries, heights: Floats) -> list[Sight]:
    """Stand those that nobody has placed yet; the others stand where they were placed."""
    stood = [each.sight for each in sights]
    new = [row for row, each in enumerate(sights) if each.placement is None]
    for square, nths in _by_square([stood[row] for row in new]).items():
        rows = [new[nth] for nth in nths]
        plane = plane_of(square)
        occluders = Occluders(plane.geometry_to_metres(footprints), heights)
        stands = stand([stood[row] for row in rows], plane, occluders)
        spots = plane.to_degrees([(each.spot.x, each.spot.y) for each in stands])
        for row, each, (lng, lat) in zip(rows, stands, spots.tolist(), strict=True):
            stood[row] = replace(each.sight, lng=lng, lat=lat, indoor=each.indoor)
    return stood


def _by_square(sights: Sequence[Sight]) -> dict[Square, list[int]]:
    squares: dict[Square, list[int]] = {}
    for row, sight in enumerate(sights):
        squares.setdefault(square_of(sight.lng, sight.lat), []).append(row)
    return squares
