"""The three areas of a comparison, in hexagons that no drawn line can cut finer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from h3ronpy.vector import cells_to_wkb_polygons, coordinates_to_cells
from numpy.typing import NDArray

from geo.hexgrid import ids_in
from geo.plane import Plane
from registry.coverage import areas
from registry.coverage.refusals import BadStudy
from registry.ledger.refusals import CannotCompare
from registry.refusals import Fault

# About 1.5 hectares and 130 m across. Of two outlines that differ by one house the counts could
# be subtracted; of two outlines that are the same hexagons there is nothing to subtract.
RESOLUTION = 10
NEAREST, FARTHEST = 100, 2000  # metres: how wide a ring may be
CORNERS = 100
LARGEST = 1e9  # square metres
Cells = NDArray[np.uint64]
NAMES = ("treated", "ring", "control")


@dataclass(frozen=True, kw_only=True)
class Area:
    """What was chosen for one area: districts, or corners lng, lat that were drawn."""

    districts: Sequence[int] = ()
    corners: Sequence[tuple[float, float]] = ()

    def shape(self) -> shapely.Geometry:
        """Give its outline, in degrees. Raises BadStudy."""
        if self.corners:
            if not 3 <= len(self.corners) <= CORNERS:
                why = f"A drawn area has 3 to {CORNERS} corners."
                raise BadStudy(errors=[Fault("area", why)])
            ring = [*self.corners, self.corners[0]]
            return areas.drawn({"type": "Polygon", "coordinates": [ring]})
        if not self.districts:
            raise BadStudy(errors=[Fault("area", "Choose districts, or draw an area.")])
        return areas.of_districts(self.districts)


@dataclass(frozen=True, eq=False)
class Places:
    """The cells of the treated area, of the ring round it and of the control area: no cell twice.

    shared: cells of the control area that lay in one of the others, and were left to that.
    """

    treated: Cells
    ring: Cells
    control: Cells
    shared: int

    @classmethod
    def of(cls, treated: Area, ring_m: float, control: Area) -> "Places":
        """Lay them out. Raises CannotCompare."""
        if not NEAREST <= ring_m <= FARTHEST:
            raise _unfit("ring", f"Between {NEAREST} and {FARTHEST} metres.")
        inner, outer = _shape(treated, "treated"), _shape(control, "control")
        middle = shapely.centroid(inner)
        plane = Plane(float(shapely.get_x(middle)), float(shapely.get_y(middle)))
        around = plane.geometry_to_degrees(
            shapely.buffer(plane.geometry_to_metres(inner), ring_m, quad_segs=16)
        )
        cells = ids_in(inner, RESOLUTION)
        ring = np.setdiff1d(ids_in(around, RESOLUTION), cells)
        wanted = ids_in(outer, RESOLUTION)
        beyond = np.setdiff1d(wanted, np.union1d(cells, ring))
        for name, found in (("treated", cells), ("control", beyond)):
            if not len(found):
                raise _unfit(name, "Too small, or all of it lies in the treated area or its ring.")
        return cls(np.unique(cells), ring, beyond, len(np.unique(wanted)) - len(beyond))

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Give west, south, east, north of all of them, in degrees."""
        west, south, east, north = shapely.total_bounds(_polygons(np.hstack(self.all)))
        return float(west), float(south), float(east), float(north)

    @property
    def all(self) -> tuple[Cells, Cells, Cells]:
        """Give them in the order of NAMES."""
        return self.treated, self.ring, self.control

    def outlines(self) -> dict[str, str]:
        """Give each as GeoJSON, to be drawn."""
        joined = [shapely.union_all(_polygons(cells, link_cells=True)) for cells in self.all]
        return {name: shapely.to_geojson(each) for name, each in zip(NAMES, joined, strict=True)}

    def which(self, lng: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give of each point the area it lies in, as NAMES has them; -1 in none."""
        cells = np.asarray(coordinates_to_cells(lat, lng, RESOLUTION), np.uint64)
        found = np.full(len(cells), -1)
        for n, area in enumerate(self.all):
            found[np.isin(cells, area)] = n
        return found


def _polygons(cells: Cells, *, link_cells: bool = False) -> NDArray[np.object_]:
    """Give each cell's outline, or those of all that touch one another as one."""
    wkb = cells_to_wkb_polygons(cells, link_cells=link_cells).to_numpy()
    shapes: NDArray[np.object_] = shapely.from_wkb(np.asarray(wkb, object))
    return shapes


def _shape(area: Area, name: str) -> shapely.Geometry:
    try:
        shape = area.shape()
        if areas.square_metres(shape) > LARGEST:
            raise _unfit(name, f"Larger than {LARGEST / 1e6:,.0f} km².")
    except BadStudy as bad:
        raise CannotCompare(errors=[Fault(name, each.message) for each in bad.errors]) from None
    return shape


def _unfit(field: str, why: str) -> CannotCompare:
    return CannotCompare(errors=[Fault(field, why)])
