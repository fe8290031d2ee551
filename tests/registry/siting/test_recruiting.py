"""Whom to ask first: worked out from addresses, never from who has registered."""

import numpy as np
import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from h3ronpy.vector import coordinates_to_cells

from registry.models import Address, Block, Building, Street, Study, UnitCost
from registry.siting.recruiting import recruit
from registry.siting.refusals import StudyUnfinished
from tests.registry.coverage.drawn import PLANE, Drawn, draw
from tests.registry.siting.test_proposing import at, register, street

RESOLUTION = 9


@pytest.fixture
def drawn(db: None) -> Drawn:
    """Give houses along a street in the unseen south, a camera of which sees eight metres."""
    study = draw()
    street("Pine Street", at(-40, -20), at(40, -20))
    for number, east in enumerate((-30.0, -10.0, 10.0, 30.0)):
        ring = [(east - 5, -34), (east + 5, -34), (east + 5, -26), (east - 5, -26), (east - 5, -34)]
        Building.objects.create(
            source="s", external_id=str(number), height=6, height_source="height",
            footprint=MultiPolygon(Polygon(PLANE.to_degrees(ring).tolist()), srid=4326),
        )  # fmt: skip
        Address.objects.create(
            source="s", external_id=str(number), position=at(east, -30), number=str(number),
            street="Pine Street",
        )  # fmt: skip
    here = at(0, -30)
    (cell,) = np.asarray(coordinates_to_cells([here.y], [here.x], RESOLUTION), np.uint64)
    Block.objects.create(cell=int(np.int64(cell)), resolution=RESOLUTION, addresses=25)
    UnitCost.objects.filter(what="recruiting").update(
        capital=4, yearly=0, life_years=10, answering=0.25
    )
    return study


def test_a_block_is_told_with_how_many_to_ask(drawn: Drawn) -> None:
    told = recruit(drawn.study, "area")

    (block,) = told["blocks"]
    assert (block["addresses"], block["ask"], block["expect"]) == (4, 4, 1.0)
    assert block["cost"] == 16
    # a 110° opening reaches 7 m at this level: π · 7² · 110/360 each, a quarter of them expected
    assert 4 * 0.25 * 0.7 * 20 < block["gain"]["area"] < 4 * 0.25 * 70
    assert told["reach_m"] == pytest.approx(7.15, abs=0.1)


def test_ground_that_is_seen_brings_nothing(drawn: Drawn) -> None:
    drawn.study.cells.update(reason=0)
    drawn.study.streets.update(seen=True)
    assert recruit(drawn.study)["blocks"] == []


def test_who_has_registered_is_not_looked_at(drawn: Drawn) -> None:
    before = recruit(drawn.study)
    register(drawn, -30.0, -25.0)
    assert recruit(drawn.study) == before


def test_a_share_that_is_published_of_a_block_counts(drawn: Drawn) -> None:
    some = recruit(drawn.study, "area")["blocks"][0]["gain"]["area"]
    drawn.study.blocks.update(share=None)
    none = recruit(drawn.study, "area")["blocks"][0]["gain"]["area"]
    assert 0.7 * none <= some < none


def test_a_door_with_no_street_near_is_not_asked(drawn: Drawn) -> None:
    Street.objects.all().delete()
    assert recruit(drawn.study)["blocks"] == []


def test_a_study_that_is_not_done_tells_nothing(drawn: Drawn) -> None:
    drawn.study.state = Study.State.RUNNING
    with pytest.raises(StudyUnfinished):
        recruit(drawn.study)
