"""A proposal over HTTP: asked for, followed, taken along, tried out."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from registry.models import CameraType, Landmark, Scenario
from registry.siting import running
from tests.cast import Knock
from tests.frontend.api.knocking import faults, post
from tests.registry.coverage.drawn import PLANE, Drawn, draw
from tests.registry.siting.test_proposing import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn() -> Drawn:
    for number, spot in enumerate([(-30.0, -30.0), (30.0, -30.0)]):
        Landmark.objects.create(
            source="lamps", external_id=str(number), kind="street_lamp", name="=1+1",
            position=at(*spot),
        )  # fmt: skip
    CameraType.objects.all().delete()
    CameraType.objects.create(
        name="Sharp", hfov=90, range=35, width_px=12_000, capital=1000, yearly=100, life_years=10
    )
    return draw()


@pytest.fixture
def planner(knock: Knock, drawn: Drawn) -> Client:
    return knock("planner")


def propose(planner: Client, drawn: Drawn, **wish: Any) -> Any:
    kinds = list(CameraType.objects.values_list("pk", flat=True))
    wish = {"many": 2, "kinds": kinds, "sources": ["lamp"], "weight": "area"} | wish
    return post(planner, f"/api/studies/{drawn.study.pk}/proposals", wish)


def test_it_is_asked_for_followed_and_taken_along(planner: Client, drawn: Drawn) -> None:
    begun = propose(planner, drawn)
    assert (begun.status_code, begun.json()["state"]) == (201, "queued")
    id = begun.json()["id"]
    running.run(id)

    told = planner.get(f"/api/proposals/{id}").json()

    assert [site["n"] for site in told["sites"]] == [1, 2]
    listed = planner.get(f"/api/studies/{drawn.study.pk}/proposals").json()
    assert [each["id"] for each in listed["proposals"]] == [id]
    assert [kind["cost"] for kind in listed["kinds"]] == [1500]
    rows = list(
        csv.DictReader(io.StringIO(planner.get(f"/api/proposals/{id}.csv").content.decode()))
    )
    assert [float(row["lng"]) for row in rows] == pytest.approx(
        [site["at"][0] for site in told["sites"]], abs=1e-6
    )
    assert rows[1]["sum_cost"] == "3000.0"
    assert rows[0]["name"] == "'=1+1"  # no table reckons with what somebody called a lamp


def test_it_becomes_a_scenario_to_be_changed_by_hand(planner: Client, drawn: Drawn) -> None:
    id = propose(planner, drawn).json()["id"]
    early = post(planner, f"/api/proposals/{id}/scenario")
    assert early.status_code == 409
    running.run(id)

    made = post(planner, f"/api/proposals/{id}/scenario")

    assert made.status_code == 201, made.content
    scenario = Scenario.objects.get(pk=made.json()["scenario"])
    assert str(scenario.pk) in made.json()["address"]
    version = scenario.versions.get()
    assert [change["op"] for change in version.changes] == ["add", "add"]


def test_what_cannot_be_proposed_is_told_field_by_field(planner: Client, drawn: Drawn) -> None:
    assert set(faults(propose(planner, drawn, many=500, sources=[]))) == {"many", "sources"}
    told = faults(propose(planner, drawn, points=[[-84.5, 99]], sources=["point"]))
    assert any("points" in field for field in told)
    assert set(faults(propose(planner, drawn, colour="red"))) == {"colour"}


def test_whom_to_ask_is_told_beside_what_buying_costs(planner: Client, drawn: Drawn) -> None:
    path = f"/api/studies/{drawn.study.pk}/recruit"
    assert planner.get(path).json()["buying_per_metre"] is None
    id = propose(planner, drawn, weight="street").json()["id"]
    running.run(id)
    site = planner.get(f"/api/proposals/{id}").json()["sites"][-1]
    assert planner.get(path).json()["buying_per_metre"] == pytest.approx(
        site["sum"]["cost"] / site["sum"]["street"]
    )
    assert planner.get(f"{path}?weight=beauty").status_code == 422
    assert PLANE.lng == pytest.approx(site["at"][0], abs=0.001)
