"""Plans over HTTP: tried out, drawn as tiles for the asker alone, rendered, saved and refused."""

import io
from typing import Any

import mapbox_vector_tile
import pytest
from django.test import Client
from PIL import Image

from registry.models import Study
from tests.cast import Knock
from tests.registry.scenarios import planned
from tests.registry.scenarios.planned import Planned, at
from tiles.square import squares_within

pytestmark = pytest.mark.django_db(databases=["default", "public"])
ADDED = {"op": "add", "camera": "new-1", "values": {"position": at(0, 0), "hfov": 360}}


@pytest.fixture
def quarter() -> Planned:
    return planned.build(cameras=3)


@pytest.fixture
def planner(knock: Knock) -> Client:
    return knock("planner")


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/scenarios{path}", body, content_type="application/json")


def attempt(client: Client, study: Study, *acts: dict[str, Any]) -> Any:
    return post(client, "/preview", {"study": str(study.pk), "changes": list(acts)})


def test_what_is_tried_out_is_told_and_drawn_for_the_asker_alone(
    quarter: Planned, planner: Client, knock: Knock
) -> None:
    told = attempt(planner, quarter.study, ADDED).json()
    assert told["deltas"]["cells"]["gained"] > 3
    assert told["fields_of_view"]["new-1"]["type"] == "MultiPolygon"
    (square,) = squares_within((*planned.PLACE, *planned.PLACE), 15)
    tile = f"/tiles/preview/{told['key']}/15/{square.x}/{square.y}.mvt"
    layers = mapbox_vector_tile.decode(planner.get(tile).content)
    drawn = [each["properties"]["verdict"] for each in layers["preview"]["features"]]
    assert "gained" in drawn
    assert knock("supervisor").get(tile).status_code == 404
    assert planner.get(tile.replace("/15/", "/30/")).status_code == 404


def test_nothing_private_is_told(quarter: Planned, planner: Client) -> None:
    listed = planner.get(f"/api/scenarios/cameras?study={quarter.study.pk}").json()["cameras"]
    assert {each["id"] for each in listed} <= {str(each.pk) for each in quarter.cameras}
    assert {"owner", "level"}.isdisjoint(listed[0])


def test_a_camera_on_paper_gives_a_picture(quarter: Planned, planner: Client) -> None:
    lng, lat = at(0, 0)
    still = planner.get(f"/api/scenarios/still?at={lng},{lat}&azimuth=90")
    assert Image.open(io.BytesIO(still.content)).size == (320, 180)
    bad = planner.get(f"/api/scenarios/still?at={lng},{lat}&height=nan")
    assert bad.status_code == 422
    high = planner.get(f"/api/scenarios/still?at={lng},{lat}&height=5000").json()
    assert [fault["field"] for fault in high["errors"]] == ["changes[0].values.height"]


def test_a_version_is_saved_and_the_second_planner_is_told(
    quarter: Planned, planner: Client
) -> None:
    begun = post(planner, "", {"study": str(quarter.study.pk), "name": "Corner"}).json()
    version = {"base": 0, "name": "First", "changes": [ADDED]}
    saved = post(planner, f"/{begun['id']}/versions", version).json()
    assert (saved["number"], saved["changes"]) == (1, [ADDED])
    late = post(planner, f"/{begun['id']}/versions", version)
    assert (late.status_code, late.json()["title"]) == (409, "Somebody saved before you")
    assert late.json()["errors"] == [{"field": "base", "message": "1"}]
    (listed,) = planner.get(f"/api/scenarios?study={quarter.study.pk}").json()["scenarios"]
    assert [each["name"] for each in listed["versions"]] == ["First"]
    assert "changes" not in listed["versions"][0]
    assert planner.get(f"/api/scenarios/{begun['id']}/versions/2").status_code == 404


def test_what_cannot_be_is_refused_by_name(quarter: Planned, planner: Client) -> None:
    gone = {"op": "turn", "camera": str(quarter.study.pk), "values": {"azimuth": 3}}
    told = attempt(planner, quarter.study, gone)
    assert told.status_code == 422
    assert told.json()["errors"][0]["field"] == "changes[0].camera"
    Study.objects.update(state=Study.State.CANCELLED)
    assert attempt(planner, quarter.study, ADDED).status_code == 409
