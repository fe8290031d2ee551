"""What makes a cell matter, worked by hand."""

from datetime import timedelta

import h3
import numpy as np
import pytest
from django.contrib.gis.geos import Point

from registry.coverage import areas
from registry.coverage.demand import Floats, demand
from registry.coverage.ground import Ground, ground_of
from registry.models import Incident, Landmark
from tests.registry.coverage import corner

pytestmark = pytest.mark.django_db

AREA = (-150.0, -150.0, 150.0, 150.0)


def call(spot: Point, kind: str = "theft", hours: int = 10) -> None:
    at = corner.THEN - timedelta(hours=hours)
    number = str(Incident.registry.count())
    Incident.registry.create(
        source="t", external_id=number, number=number, kind=kind, priority=3, position=spot,
        state="open", reported_at=at, updated_at=at,
    )  # fmt: skip


def landmark(kind: str, spot: Point) -> None:
    number = str(Landmark.objects.count())
    Landmark.objects.create(source="t", external_id=number, kind=kind, position=spot)


@pytest.fixture
def ground() -> Ground:
    return ground_of(areas.shape_of(corner.box(*AREA)))


def asked(ground: Ground, **told: object) -> Floats:
    return demand(corner.study(*AREA, demand=told), ground)


def test_schools_and_crossings_count_within_their_reach(ground: Ground) -> None:
    landmark("school", corner.at(0, 0))
    landmark("crossing", corner.at(100, 100))
    away = np.hypot(*ground.table.centres.T)
    school = asked(ground, schools=1.0)
    assert ((school > 0) == (away <= 100)).all()
    both = asked(ground, schools=3.0, crossings=1.0)
    assert both.sum() == pytest.approx(1.0)
    assert both[away <= 100].sum() == pytest.approx(0.75)


def test_calls_are_told_by_neighbourhood_and_never_by_house(ground: Ground) -> None:
    for spot in (corner.at(10, 10), corner.at(11, 10), corner.at(-100, -100)):
        call(spot)
    told = asked(ground, calls=1.0)
    homes = np.array([h3.cell_to_parent(h3.int_to_str(c), 10) for c in ground.table.ids.tolist()])
    for home in set(homes):
        assert len(set(told[homes == home])) == 1
    point = corner.at(10, 10)
    busy = homes == h3.latlng_to_cell(point.y, point.x, 10)
    assert told[busy][0] == pytest.approx(2 * told[~busy & (told > 0)][0])


def test_calls_are_chosen_by_kind_hour_and_month(ground: Ground) -> None:
    call(corner.at(0, 0), "theft", hours=1)
    call(corner.at(-100, -100), "fire", hours=12)
    local = (corner.THEN - timedelta(hours=1)).astimezone()
    every = asked(ground, calls=1.0) > 0
    thefts = asked(ground, calls=1.0, kinds=["theft"]) > 0
    assert 0 < thefts.sum() < every.sum()
    assert ((asked(ground, calls=1.0, hours=[local.hour]) > 0) == thefts).all()
    assert not asked(ground, calls=1.0, months=[local.month % 12 + 1]).any()
    assert not asked(ground, calls=1.0, kinds=["flood"]).any()
    call(corner.at(0, 0), "flood", hours=-5)  # a call of later says nothing of then
    assert not asked(ground, calls=1.0, kinds=["flood"]).any()
