"""What a report's map lies on: buildings, parks, water and streets, as its scale shows them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from numpy.typing import NDArray

from registry.places.models import Building, Ground, Street
from registry.reports.sheet import FINE, MM, Sheet

if TYPE_CHECKING:
    from django.db.models import QuerySet

Shapes = NDArray[np.object_]
HOUSES_TO = 40_000  # one to so many; beyond it a house is a quarter of a millimetre
LANES_TO = 60_000
MAIN = ("motorway", "trunk", "primary", "secondary", "tertiary")
GREEN = ("park", "forest", "cemetery", "grass", "recreation_ground")
LEAST = (0.2 * MM) ** 2  # of a house, on paper


@dataclass(frozen=True)
class Surroundings:
    """Shapes on paper, cut at the sheet's edges."""

    buildings: Shapes
    green: Shapes
    water: Shapes
    streets: Shapes
    main: Shapes

    @classmethod
    def of(cls, sheet: Sheet) -> "Surroundings":
        """Look them up."""
        frame = Polygon.from_bbox(sheet.bounds)
        grounds = Ground.objects.filter(area__bboverlaps=frame)
        streets = Street.objects.filter(line__bboverlaps=frame)
        if sheet.scale > LANES_TO:
            streets = streets.filter(kind__in=MAIN)
        houses = Building.objects.filter(footprint__bboverlaps=frame)
        if sheet.scale > HOUSES_TO:
            houses = houses.none()
        buildings = _on(sheet, houses, "footprint")
        return cls(
            buildings=buildings[shapely.area(buildings) >= LEAST],
            green=_on(sheet, grounds.filter(kind__in=GREEN), "area"),
            water=_on(sheet, grounds.filter(kind="water"), "area"),
            streets=_on(sheet, streets.exclude(kind__in=MAIN), "line"),
            main=_on(sheet, streets.filter(kind__in=MAIN), "line"),
        )


def _on(sheet: Sheet, rows: "QuerySet[Any]", column: str) -> Shapes:
    found = [bytes(shape.wkb) for shape in rows.order_by("pk").values_list(column, flat=True)]
    if not found:
        return np.empty(0, object)
    shapes = shapely.simplify(sheet.shapes(shapely.from_wkb(found)), FINE)
    return sheet.within(shapes)
