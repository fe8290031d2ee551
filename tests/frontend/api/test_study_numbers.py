"""A study's numbers over HTTP, as JSON and as tables, and what private cameras change of them."""

import csv
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from registry.models import (
    Camera,
    CameraCell,
    CameraType,
    CellsKept,
    Entry,
    Incident,
    Owner,
    Placement,
    Study,
)
from tests.cast import Knock
from tests.frontend.api.knocking import faults, patch, post
from tests.registry.coverage.drawn import PLACE, Drawn, draw

pytestmark = pytest.mark.django_db
PARTS = ("districts", "equity", "hours", "money", "prune")


@pytest.fixture
def drawn(knock: Knock) -> Drawn:
    return draw()


def answers(knock: Knock, study: Study) -> dict[str, bytes]:
    client = knock("planner")
    found = {part: client.get(f"/api/studies/{study.pk}/{part}") for part in PARTS}
    assert {response.status_code for response in found.values()} == {200}
    return {part: response.content for part, response in found.items()}


def test_each_part_is_told(knock: Knock, drawn: Drawn) -> None:
    found = {part: json.loads(body) for part, body in answers(knock, drawn.study).items()}
    assert found["districts"]["levels"] == ["detect", "observe", "recognise", "identify"]
    assert [row["name"] for row in found["districts"]["rows"]] == ["East", "West"]
    assert found["money"]["currency"] == "USD"
    assert [row["turn"] for row in found["prune"]["rows"]] == [1, 2, 3]


def test_each_part_is_a_table_too(knock: Knock, drawn: Drawn) -> None:
    def table(name: str) -> list[dict[str, str]]:
        told = knock("planner").get(f"/api/studies/{drawn.study.pk}/tables/{name}.csv")
        assert told["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(io.StringIO(told.content.decode())))

    (east, west) = table("districts")
    assert (east["name"], west["name"]) == ("East", "West")
    assert float(east["shares_area_low"]) < float(east["shares_area_value"])
    assert float(west["street_by_level_3"]) == 47
    lengths = {name: len(table(name)) for name in ("equity", "places", "hours", "money", "prune")}
    assert lengths == {"equity": 2, "places": 0, "hours": 0, "money": 3, "prune": 3}


def test_a_private_camera_changes_no_byte(knock: Knock, drawn: Drawn) -> None:
    """All that planners are told of private cameras is in the study's blocks."""
    before = answers(knock, drawn.study)
    _private_camera(drawn)
    assert answers(knock, drawn.study) == before
    drawn.study.blocks.update(share=0.5)
    after = answers(knock, drawn.study)
    assert {part for part in before if before[part] != after[part]} == {"districts", "prune"}


def _private_camera(drawn: Drawn) -> None:
    """Put up one that sees all of the study, as if it had just been measured."""
    owner = Owner.objects.create(kind=Owner.Kind.RESIDENT, name="Somebody")
    place = Point(*PLACE, srid=4326)
    camera = Camera.registry.create(
        number=1, name="Somebody's", kind="resident", level=2, owner=owner, position=place,
        surveyed_position=place, placed_at=timezone.now(),
    )  # fmt: skip
    placement = Placement.objects.create(
        camera=camera, position=place, valid_from=drawn.study.made_at.replace(year=2020),
        status=camera.status, level=2, owner=owner,
    )  # fmt: skip
    CellsKept.objects.create(camera=camera, placement=placement.pk)
    CameraCell.objects.bulk_create(
        CameraCell(camera=camera, cell=cell, px_per_m=500)
        for cell in drawn.study.cells.values_list("cell", flat=True)
    )


def test_a_name_is_no_formula(knock: Knock, drawn: Drawn) -> None:
    drawn.west.name = "=1+1"
    drawn.west.save()
    told = knock("planner").get(f"/api/studies/{drawn.study.pk}/tables/districts.csv")
    assert "'=1+1" in told.content.decode()


def test_calls_are_told_by_the_hour_and_few_not_at_all(knock: Knock, drawn: Drawn) -> None:
    path = f"/api/studies/{drawn.study.pk}/hours"
    at = timezone.localtime(drawn.study.at).replace(hour=5, minute=30)
    calls = [
        Incident(
            source="t", external_id=str(nth), number=str(nth), kind="theft", priority=3,
            position=Point(*PLACE), state="closed", reported_at=at.replace(year=at.year - 1),
            closed_at=at, updated_at=at,
        )
        for nth in range(20)
    ]  # fmt: skip
    Incident.registry.bulk_create(calls[:19])
    assert knock("planner").get(path).json()["rows"] == []
    calls[19].save()
    told = knock("planner").get(path).json()
    assert told["calls"] == 20
    by_hour = {row["hour"]: row for row in told["rows"]}
    assert by_hour[5]["calls"] == 20
    assert 0 < by_hour[5]["seen"] < 20
    assert by_hour[6] == {"hour": 6, "calls": 0, "seen": 0}


def test_an_unfinished_study_has_no_numbers(knock: Knock, drawn: Drawn) -> None:
    Study.objects.update(state="running")
    for part in PARTS:
        faults(knock("planner").get(f"/api/studies/{drawn.study.pk}/{part}"), 409)


def test_what_cannot_be_proposed_is_refused(knock: Knock, drawn: Drawn) -> None:
    for query in ("kinds=1", "kinds=1:0", "kinds=x:1", "kinds=1:-1", "adds=nan", "adds=-1"):
        faults(knock("planner").get(f"/api/studies/{drawn.study.pk}/money?{query}"))


def test_proposed_cameras_are_weighed_too(knock: Knock, drawn: Drawn) -> None:
    kind = CameraType.objects.order_by("pk")[0]
    path = f"/api/studies/{drawn.study.pk}/money?adds=100&kinds={kind.pk}:1,{kind.pk}:2"
    last = knock("planner").get(path).json()["rows"][-1]
    assert (last["what"], last["units"]) == ("proposed", 3)
    faults(knock("planner").get(f"/api/studies/{drawn.study.pk}/money?kinds=999999:1"), 404)


def test_a_stranger_and_a_dispatcher_learn_nothing(knock: Knock, drawn: Drawn) -> None:
    for path in (*PARTS, "tables/money.csv"):
        for role, status in (("stranger", 401), ("dispatcher", 404), ("registrar", 404)):
            assert knock(role).get(f"/api/studies/{drawn.study.pk}/{path}").status_code == status
        assert knock("planner").get(f"/api/studies/{uuid4()}/{path}").status_code == 404


NEW = {"name": "Bullet", "capital": 900.5, "yearly": 80, "life_years": 6}


def test_a_planner_enters_and_changes_a_kind_and_the_log_says_so(knock: Knock) -> None:
    planner = knock("planner")
    made = post(planner, "/api/camera-types", NEW)
    assert (made.status_code, made.json()["annual"]) == (201, 230.08)
    path = f"/api/camera-types/{made.json()['id']}"
    assert patch(planner, path, {"yearly": 100, "offered": False}).json()["yearly"] == 100
    entry = Entry.objects.get(action="camera_type_changed")
    assert entry.detail == {
        "before": {"yearly": "80.00", "offered": True},
        "after": {"yearly": "100", "offered": False},
    }
    assert Entry.objects.get(action="camera_type_entered").detail["capital"] == "900.5"
    listed = knock("auditor").get("/api/camera-types").json()
    assert listed["kinds"][-1]["name"] == "Bullet"
    assert {unit["what"] for unit in listed["units"]} == {"recruiting", "lighting"}


def test_a_planner_changes_what_an_address_costs(knock: Knock) -> None:
    told = patch(knock("planner"), "/api/unit-costs/recruiting", {"capital": 3, "answering": 0.2})
    assert (told.json()["capital"], told.json()["answering"]) == (3, 0.2)
    assert Entry.objects.get(action="unit_cost_changed").subject_id == "recruiting"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**NEW, "capital": -1}, "capital"),
        ({**NEW, "capital": 1e9}, "capital"),
        ({**NEW, "capital": 1.005}, "capital"),
        ({**NEW, "life_years": 0}, "life_years"),
        ({**NEW, "name": ""}, "name"),
        ({**NEW, "name": "Fixed, on a wall"}, "name"),
        ({**NEW, "hfov": 361}, "hfov"),
        ({**NEW, "form": "moving"}, "form"),
        ({"name": "Free"}, "capital"),
        ({**NEW, "price": 1}, "price"),
    ],
)
def test_what_no_camera_costs_is_refused(knock: Knock, body: Any, field: str) -> None:
    before = CameraType.objects.count()
    assert field in faults(post(knock("planner"), "/api/camera-types", body))
    assert CameraType.objects.count() == before
