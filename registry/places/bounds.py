"""Where the centre is at home."""

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Point

from registry.places.models import District


def covered(point: Point) -> bool:
    """Tell whether a point lies in a district; a centre without any takes every place on earth."""
    districts = District.objects.all()
    return districts.filter(area__covers=point).exists() or not districts.exists()


def extent() -> tuple[float, float, float, float] | None:
    """Give west, south, east, north of all districts; None of a centre without any."""
    around: tuple[float, float, float, float] | None
    around = District.objects.aggregate(around=Extent("area"))["around"]
    return around
