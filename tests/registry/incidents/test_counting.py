"""Counts beside each call: who sees it, who may, and who must be asked."""

from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point

from registry.access.facts import Actor
from registry.incidents.counting import Sight, sights
from registry.incidents.models import Incident
from tests.registry.incidents.calls import NOON
from tests.tiles.scene import at, box, camera, grant, owner, town

pytestmark = pytest.mark.django_db
ROUND = box(-10, -10, 10, 10)


def a_call(east: float = 0, north: float = 0) -> Incident:
    return Incident.registry.create(
        source="cad", external_id=str(uuid4()), number="1", kind="theft", priority=1, state="open",
        reported_at=NOON, updated_at=NOON, position=Point(*at(east, north), srid=4326),
    )  # fmt: skip


def test_each_call_has_its_own_counts() -> None:
    shop = owner("business")
    camera(0, -34, sees=ROUND)
    camera(400, 0, sees=ROUND, range=500)
    camera(0, 30, sees=box(90, 0, 95, 5), reach=ROUND, form="ptz")
    camera(0, 30, reach=ROUND, azimuth=None)
    camera(0, -20, sees=ROUND, level=1, kind="business", owned_by=shop)
    grant(camera(0, -21, sees=ROUND, level=2, kind="business", owned_by=shop))
    camera(1000, 0, sees=ROUND, level=1, kind="business", owned_by=shop)  # beyond the search area
    here, nowhere = a_call(), a_call(500, 500)
    dispatcher = Actor(role="dispatcher", id="d", name="Dana", agency_id=town().id)
    assert sights(dispatcher, [here.pk, nowhere.pk]) == {here.pk: Sight(see=3, may=2, ask=1)}
    auditor = Actor(role="auditor", id="a", name="Ann")
    assert sights(auditor, [here.pk])[here.pk].see == 0
