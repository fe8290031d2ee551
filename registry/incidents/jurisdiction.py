"""Whether a reported point can be where it happened."""

from django.contrib.gis.geos import Point

from registry.places.bounds import covered

# Systems that do not know where write 0,0; nobody's jurisdiction lies in the Gulf of Guinea.
NULL_ISLAND = 0.001


def believable(point: tuple[float, float] | None) -> Point | None:
    """Give the point, or None where it is missing, 0,0 or outside the districts of this centre.

    A centre that has loaded no districts takes every place on earth.
    """
    if point is None or max(map(abs, point)) < NULL_ISLAND:
        return None
    here = Point(*point, srid=4326)
    return here if covered(here) else None
