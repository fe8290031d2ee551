"""The doors of studies: begun by planners, read by four roles, and told in problems if not."""

import json
from typing import Any
from uuid import uuid4

import h3
import pytest
from django.test import Client

from registry.coverage import running
from registry.models import Study
from tests.cast import Knock
from tests.frontend.api.knocking import faults, post
from tests.registry.coverage import corner

pytestmark = pytest.mark.django_db

STUDIES = "/api/studies"


def area() -> dict[str, Any]:
    (ring,) = corner.box(-50, -50, 50, 50).coords[0]
    return {"type": "Polygon", "coordinates": [list(ring)]}


@pytest.fixture
def planner(knock: Knock) -> Client:
    return knock("planner")


def test_a_study_is_begun_once_however_often_it_is_sent(planner: Client) -> None:
    body = {"area": area(), "name": "Here", "demand": {"calls": 2, "schools": 1}}
    sent = [post(planner, STUDIES, body, **{"Idempotency-Key": "k"}) for _ in range(2)]
    assert [each.status_code for each in sent] == [201, 201]
    (study,) = Study.objects.all()
    told = sent[1].json()
    assert told["id"] == str(study.pk)
    assert told["state"] == "queued"
    assert told["remarks"][-1] == "No building is known in this area: nothing blocks a view."
    (line,) = planner.get(STUDIES).json()["studies"]
    assert (line["name"], line["author"], line["done"]) == ("Here", "planner", 0)


def test_what_cannot_be_studied_is_a_problem_that_names_the_field(planner: Client) -> None:
    bow = [[-84.5, 38], [-84.4, 38.1], [-84.4, 38], [-84.5, 38.1], [-84.5, 38]]
    crossed = {"type": "Polygon", "coordinates": [bow]}
    told = faults(post(planner, STUDIES, {"area": crossed, "level": "nothing"}))
    assert set(told) == {"area", "level"}
    assert told["area"].startswith("The outline crosses itself at ")
    assert "hour" in faults(post(planner, STUDIES, {"area": area(), "hour": 24}))
    assert "colour" in faults(post(planner, STUDIES, {"area": area(), "colour": 1}))


def test_a_study_is_followed_cancelled_and_thrown_away(planner: Client) -> None:
    path = f"{STUDIES}/{corner.study(-50, -50, 50, 50).pk}"
    assert planner.get(path).json()["state"] == "queued"
    assert post(planner, f"{path}/cancel").json()["state"] == "cancelled"
    faults(post(planner, f"{path}/cancel"), 409)
    assert planner.delete(path).status_code == 204
    assert planner.get(path).status_code == 404


def test_a_file_is_read_as_an_area(planner: Client) -> None:
    sent: Any = planner.generic("POST", f"{STUDIES}/areas", json.dumps(area()))
    assert sent.status_code == 200
    assert sent.json()["area"]["type"] == "MultiPolygon"
    assert sent.json()["area_m2"] == pytest.approx(10_000, rel=0.001)
    faults(planner.generic("POST", f"{STUDIES}/areas", b"GIF89a"))


def test_a_click_names_the_agencys_cameras_and_gaps_say_why(planner: Client) -> None:
    seer = corner.camera(corner.at(0, 0))
    corner.camera(corner.at(0, 10), azimuth=180.0, level=1)
    corner.street("Long Street", (0, -40), (0, 40))
    study = corner.study(-50, -50, 50, 50)
    running.run(study.pk)
    spot = corner.at(0, 20)
    cell = h3.latlng_to_cell(spot.y, spot.x, 13)
    told = planner.get(f"{STUDIES}/{study.pk}/cells/{cell}").json()
    (named,) = told["cameras"]
    assert (named["id"], named["level"], told["private"]) == (str(seer), 3, False)
    assert named["px_per_m"] == pytest.approx(7500 / 2 / 20, rel=0.25)
    parent = h3.cell_to_parent(cell, 11)
    assert planner.get(f"{STUDIES}/{study.pk}/cells/{parent}").json()["cameras"]
    for nothing in ("nonsense", "8d", h3.cell_to_parent(cell, 3)):
        assert planner.get(f"{STUDIES}/{study.pk}/cells/{nothing}").status_code == 404
    first, *_ = planner.get(f"{STUDIES}/{study.pk}/gaps").json()["gaps"]
    assert first["name"] == "Long Street"
    assert first["metres"] == pytest.approx(40, abs=6)
    assert set(first["reasons"]) <= {"elsewhere", "no_camera", "blocked"}
    assert planner.get(f"{STUDIES}/{uuid4()}/gaps").status_code == 404
