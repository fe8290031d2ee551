"""The drawing board and the swipe are told what they draw; what is unknown is not found."""

import json
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client
from django.utils import timezone

from registry.models import Scenario, Study, User
from tests.cast import Knock

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def scenario(cast: dict[str, User]) -> Scenario:
    study = Study.objects.create(
        name="Here", author=cast["planner"], at=timezone.now(), state=Study.State.DONE,
        area=MultiPolygon(Polygon.from_bbox((-84.502, 38.038, -84.498, 38.042))),
    )  # fmt: skip
    scenario = Scenario.objects.create(study=study, author=cast["planner"], name="Corner")
    scenario.versions.create(
        number=1, name="First", base=0, changes=[], author=cast["planner"], numbers={}
    )
    return scenario


def facts(client: Client, path: str) -> Any:
    page = client.get(path).content.decode()
    return json.loads(page.split('<script id="page" type="application/json">')[1].split("<")[0])


def test_the_board_knows_study_limits_and_kinds(scenario: Scenario, knock: Knock) -> None:
    told = facts(knock("planner"), f"/coverage/whatif/{scenario.pk}")
    assert (told["scenario"], told["plans"]) == (str(scenario.pk), True)
    assert told["limits"]["range"] == [1, 1000]
    assert told["study"]["levels"][0] == "detect"
    assert all(kind["name"] for kind in told["kinds"])


def test_who_only_reads_is_told_so(scenario: Scenario, knock: Knock) -> None:
    page = knock("auditor").get(f"/coverage/whatif/new?study={scenario.study_id}")
    assert b"Planners change plans" in page.content
    assert b'href="/coverage/whatif/' in page.content  # the study's scenarios


def test_an_unfinished_study_says_so(scenario: Scenario, knock: Knock) -> None:
    Study.objects.update(state=Study.State.RUNNING)
    page = knock("planner").get(f"/coverage/whatif/{scenario.pk}")
    assert page.status_code == 409
    assert b"This study is not finished" in page.content


def test_two_states_are_compared(scenario: Scenario, knock: Knock) -> None:
    planner, study = knock("planner"), scenario.study_id
    told = facts(planner, f"/coverage/compare?a={study}&b={scenario.pk}:1")
    assert (told["a"]["label"], told["b"]["label"]) == ("Here", "Corner, 1: First")
    assert told["b"]["changes"] == []
    told = facts(planner, f"/coverage/compare?a={scenario.pk}:0&b={study}")
    assert told["a"]["label"] == "Here, as it is"


@pytest.mark.parametrize(
    "side", ["", "x", "{id}:2", "{id}:x", "{id}:-1", NOBODY, "{id}:" + "9" * 30]
)
def test_an_unknown_side_is_not_found(scenario: Scenario, knock: Knock, side: str) -> None:
    told = side.format(id=scenario.pk)
    page = knock("planner").get(f"/coverage/compare?a={scenario.study_id}&b={told}")
    assert page.status_code == 404
