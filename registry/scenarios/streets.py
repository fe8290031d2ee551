"""How much street lies on each cell: a study's own centre lines, cut where cells meet."""

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray

from geo.hexgrid import UNIT_OF_ACCOUNT
from geo.plane import Plane
from registry.coverage.models import Study
from registry.scenarios.ground import Ground

STEP = 1.0  # metres: a piece belongs to the cell its middle lies in


def metres_on(study: Study, ground: Ground) -> NDArray[np.float64]:
    """Give the metres of street on each cell of the ground, (C,)."""
    metres = np.zeros(len(ground.cells))
    if not len(metres):
        return metres
    (west, south), (east, north) = ground.lnglat.min(axis=0), ground.lnglat.max(axis=0)
    edge = 1e-4  # degrees, some ten metres: a cell is wider than its centre
    box = Polygon.from_bbox((west - edge, south - edge, east + edge, north + edge))
    lines = study.streets.filter(line__bboverlaps=box).values_list("line", flat=True)
    shapes = [shapely.from_wkb(bytes(line.wkb)) for line in lines]
    if not shapes:
        return metres
    plane = Plane((west + east) / 2, (south + north) / 2)
    pieces = shapely.segmentize(plane.geometry_to_metres(np.array(shapes)), STEP)
    ends, line = shapely.get_coordinates(pieces, return_index=True)
    joined = line[1:] == line[:-1]
    middle = plane.to_degrees((ends[1:] + ends[:-1])[joined] / 2)
    length = np.hypot(*(ends[1:] - ends[:-1])[joined].T)
    cells = coordinates_to_cells(middle[:, 1], middle[:, 0], UNIT_OF_ACCOUNT)
    row = ground.rows(np.asarray(cells, np.uint64))
    np.add.at(metres, row[row >= 0], length[row >= 0])
    return metres
