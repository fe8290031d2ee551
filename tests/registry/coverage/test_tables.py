"""A study by district: counts and shares of a study drawn by hand, and how sure they are."""

import math
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from registry.coverage import tables
from registry.models import StudyCell, UptimeDay
from tests.registry.coverage.drawn import HALF, STEP, Drawn, draw

pytestmark = pytest.mark.django_db
EACH = 44.0  # square metres, as the drawing says of its cells


@pytest.fixture
def drawn() -> Drawn:
    return draw()


def rows(drawn: Drawn) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in tables.districts(drawn.study)}


def cells(drawn: Drawn, **which: Any) -> int:
    return StudyCell.objects.filter(study=drawn.study, **which).count()


def test_districts_add_up_to_the_study(drawn: Drawn) -> None:
    found = tables.districts(drawn.study)
    assert [row["name"] for row in found] == ["East", "West"]
    numbers = drawn.study.numbers
    assert sum(row["area_m2"] for row in found) == pytest.approx(numbers["area_m2"])
    assert sum(row["seen_m2"] for row in found) / numbers["area_m2"] == pytest.approx(
        numbers["shares"]["area"]["value"]
    )
    assert sum(row["street_seen_m"] for row in found) == numbers["street_m"]["seen"]


def test_an_area_all_roof_or_water_has_districts_without_anything(drawn: Drawn) -> None:
    drawn.study.cells.all().delete()
    drawn.study.streets.all().delete()
    drawn.study.districts = [drawn.west.pk]
    (row,) = tables.districts(drawn.study)
    assert (row["name"], row["area_m2"], row["street_m"]) == ("West", 0, 0)
    assert row["overlap"] is None


def test_areas_and_streets_are_counted_by_level(drawn: Drawn) -> None:
    west = rows(drawn)["West"]
    assert west["street_m"] == 2 * HALF
    assert west["street_by_level"] == [0, HALF, 0, HALF, 0]
    seen = cells(drawn, district=drawn.west, level=3)
    assert west["area_by_level"] == [
        0, EACH * cells(drawn, district=drawn.west, level=1), 0, EACH * seen, 0
    ]  # fmt: skip
    assert west["seen_m2"] == EACH * seen
    assert west["overlap"] == 0


def test_what_two_see_overlaps(drawn: Drawn) -> None:
    east = rows(drawn)["East"]
    here, two = cells(drawn, district=drawn.east), cells(drawn, district=drawn.east, cameras=2)
    assert east["overlap"] == two / here
    assert east["looks"] == 2 * two / here


def test_a_share_is_of_what_there_is(drawn: Drawn) -> None:
    shares = rows(drawn)["East"]["shares"]
    assert shares["street"]["value"] == STEP / (2 * HALF)
    here = cells(drawn, district=drawn.east, public=True)
    seen = cells(drawn, district=drawn.east, public=True, cameras__gt=0)
    # all of what is asked in the east is asked alike of its public cells
    assert shares["demand"]["value"] == shares["public"]["value"] == seen / here


def test_where_nothing_is_asked_there_is_no_share_of_it(drawn: Drawn) -> None:
    StudyCell.objects.filter(study=drawn.study).update(demand=0)
    assert rows(drawn)["West"]["shares"]["demand"] is None


def test_a_district_is_as_unsure_as_its_cells_make_it(drawn: Drawn) -> None:
    """By hand: w = 1, so half_d = half · sqrt(V_d / V) · N / N_d, with V = Σ p(1 - p)."""
    study, share = drawn.study, rows(drawn)["West"]["shares"]["area"]
    west = 0.9 * 0.1 * cells(drawn, district=drawn.west, level=3) + 0.05 * 0.95 * cells(
        drawn, district=drawn.west, level=1
    )
    east = 0.99 * 0.01 * cells(drawn, district=drawn.east, level=4)
    wider = math.sqrt(west / (west + east)) * cells(drawn) / cells(drawn, district=drawn.west)
    assert study.numbers["shares"]["area"]["low"] == study.numbers["shares"]["area"]["value"] - 0.05
    assert share["low"] == pytest.approx(share["value"] - 0.05 * wider)
    assert share["high"] == pytest.approx(share["value"] + 0.04 * wider)


def test_a_district_without_doubt_has_a_narrow_interval(drawn: Drawn) -> None:
    StudyCell.objects.filter(study=drawn.study, district=drawn.east).update(sure=1.0)
    share = rows(drawn)["East"]["shares"]["area"]
    assert share["low"] == share["value"] == share["high"]


def test_cameras_are_counted_where_they_stand_with_their_uptime(drawn: Drawn) -> None:
    for camera, answered in zip(drawn.cameras, (90, 80, 100), strict=True):
        UptimeDay.objects.create(
            camera=camera, day=timezone.localdate(drawn.study.at), asked=100, answered=answered
        )
    found = rows(drawn)
    assert (found["West"]["cameras"], found["East"]["cameras"]) == (1, 2)
    assert found["West"]["uptime"] == pytest.approx(0.9)
    assert found["East"]["uptime"] == pytest.approx(0.9)
    assert found["East"]["per_1000"] == pytest.approx(2 / 0.3)


def test_a_camera_nobody_asked_has_no_uptime(drawn: Drawn) -> None:
    assert rows(drawn)["West"]["uptime"] is None


def test_half_a_district_brings_half_of_its_residents(drawn: Drawn) -> None:
    west, south, east, north = drawn.west.area.extent
    drawn.west.area = MultiPolygon(
        Polygon.from_bbox((2 * west - east, south, east, north)), srid=4326
    )
    drawn.west.save()
    assert rows(drawn)["West"]["residents"] == pytest.approx(600, abs=1)


def test_what_lies_outside_of_every_district_comes_last(drawn: Drawn) -> None:
    drawn.west.delete()
    found = tables.districts(drawn.study)
    assert [row["name"] for row in found] == ["East", tables.ELSEWHERE]
    assert found[-1]["residents"] is None
    assert found[-1]["per_1000"] is None
    assert found[-1]["cameras"] == 1


def test_blocks_add_to_what_is_unseen_of_them(drawn: Drawn) -> None:
    """By hand: in a told block every unseen cell is seen with the block's share, .3."""
    found = rows(drawn)
    told = [row for row in found.values() if row["with_private"] is not None]
    assert told
    for row in told:
        seen = row["seen_m2"] / row["area_m2"]
        assert seen <= row["with_private"] <= seen + 0.3 * (1 - seen) + 1e-9
    drawn.study.blocks.update(share=None)
    assert all(row["with_private"] is None for row in rows(drawn).values())
