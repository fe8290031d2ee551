"""A camera on paper gives a picture of the houses and streets that are there."""

import numpy as np
import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from numpy.typing import NDArray

from registry.models import Street
from registry.scenarios.changes import read
from registry.scenarios.folding import fold
from registry.scenarios.showing import picture
from tests import street

pytestmark = pytest.mark.django_db
Floats = NDArray[np.float64]


def seen(azimuth: float) -> Floats:
    values = {"position": list(street.beside(0, -30)), "azimuth": azimuth, "tilt": 10.0}
    act = {"op": "add", "camera": "new-1", "values": values}
    return picture(fold({}, read([act])).after["new-1"].sight).astype(float)


def colourful(pixels: Floats) -> float:
    """Give how far from grey the ground right before the camera is."""
    return float(np.ptp(pixels[150:, 140:180], axis=2).mean())


def test_houses_and_streets_show_where_they_are() -> None:
    street.build()
    assert np.abs(seen(0) - seen(180)).mean() > 3  # a house is north, nothing south
    meadow = colourful(seen(0))
    ends = street.beside(0, -40), street.beside(0, -5)
    line = MultiLineString(LineString(*ends), srid=4326)
    Street.objects.create(source="t", external_id="1", kind="residential", line=line)
    assert colourful(seen(0)) < meadow / 2
