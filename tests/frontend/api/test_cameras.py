"""Cameras over HTTP: what a reader may know, what a registrar may say, where a robot is."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from registry.accounts import machines
from registry.models import Camera, Entry, Placement
from tests.frontend.api.knocking import CALL, CORNER, faults, patch, post
from tests.tiles.scene import box, camera, owner

pytestmark = pytest.mark.django_db
Knock = Callable[[str], Client]
ROUND = box(-10, -10, 10, 10)


def listed(answer: Any) -> list[int]:
    return [feature["properties"]["number"] for feature in answer.json()["features"]]


def test_cameras_are_listed_by_number_within_a_box(knock: Knock) -> None:
    dispatcher = knock("dispatcher")
    first, second = camera(0, 0, sees=ROUND), camera(20, 0, sees=ROUND)
    camera(90_000, 0, sees=ROUND)
    private = camera(0, 0, sees=ROUND, level=1, kind="resident", owned_by=owner("resident"))
    box_of = "bbox=-84.6,38,-84.4,38.1"
    assert listed(dispatcher.get(f"/api/cameras?{box_of}")) == [first.number, second.number]
    page = dispatcher.get(f"/api/cameras?{box_of}&limit=1")
    following = page.json()["next"]
    assert listed(dispatcher.get(f"/api/cameras?{box_of}&after={following}")) == [second.number]
    assert listed(dispatcher.get(f"/api/cameras?number={private.number}")) == []


def test_a_private_camera_is_read_for_a_call_and_written_down(knock: Knock) -> None:
    dispatcher = knock("dispatcher")
    made = camera(0, 0, sees=ROUND, level=1, kind="resident", owned_by=owner("resident"))
    faults(dispatcher.get(f"/api/cameras/{made.id}"), 404)
    faults(dispatcher.get(f"/api/cameras/{uuid4()}"), 404)
    incident = post(dispatcher, "/api/incidents", CALL).json()["id"]
    answer = dispatcher.get(f"/api/cameras/{made.id}?incident={incident}").json()
    assert answer["properties"]["access"] == "request_only"
    assert "email" not in str(answer)
    row = Entry.objects.get(action="camera_read", subject_id=str(made.id))
    assert (str(row.incident_id), row.purpose) == (incident, "call_for_service")
    faults(dispatcher.get(f"/api/cameras/{made.id}?incident={uuid4()}"), 404)


def test_a_list_that_gives_private_places_is_written_down(knock: Knock) -> None:
    dispatcher, registrar = knock("dispatcher"), knock("registrar")
    camera(0, 0, sees=ROUND)
    made = camera(0, 0, sees=ROUND, level=1, kind="resident", owned_by=owner("resident"))
    incident = post(dispatcher, "/api/incidents", CALL).json()["id"]
    rows = Entry.objects.filter(action="cameras_listed")

    dispatcher.get("/api/cameras")
    assert not rows.exists()  # it gave the centre's own alone

    assert made.number in listed(dispatcher.get(f"/api/cameras?incident={incident}"))
    row = rows.get()
    assert row.detail == {"cameras": [str(made.id)]}
    assert (str(row.incident_id), row.purpose) == (incident, "call_for_service")

    registrar.get("/api/cameras?limit=500")
    assert rows.get(role="registrar").detail == {"cameras": [str(made.id)]}


def test_a_registrar_enters_and_changes_a_camera(knock: Knock) -> None:
    registrar = knock("registrar")
    facts = {"name": "Gate", "kind": "building", "level": 0, "position": CORNER}
    made = post(registrar, "/api/cameras", facts | {"owner": str(owner().id), "azimuth": 0})
    assert made.status_code == 201, made.content
    path = f"/api/cameras/{made.json()['id']}"
    assert patch(registrar, path, {"azimuth": None}).json()["properties"]["azimuth"] is None
    assert "hfov" in faults(patch(registrar, path, {"hfov": 0}))
    assert "position.0" in faults(patch(registrar, path, {"position": [181, 0]}))
    assert {"kind", "owner"} <= set(faults(post(registrar, "/api/cameras", {"name": "x"})))
    assert Camera.registry.count() == 1


def test_a_registrar_opens_no_private_camera(knock: Knock) -> None:
    made = camera(0, 0, sees=ROUND, level=2, kind="resident", owned_by=owner("resident"))
    taken = {"level": 0, "owner": str(owner().id)}
    assert set(faults(patch(knock("registrar"), f"/api/cameras/{made.id}", taken))) == {
        "level",
        "owner",
    }
    faults(knock("dispatcher").get(f"/api/cameras/{made.id}"), 404)


def robot() -> Camera:
    made = camera(0, 0, form="moving", kind="robot")
    Placement.objects.filter(camera=made).update(
        position=Point(CORNER[0], CORNER[1], srid=4326), valid_from=timezone.now()
    )
    return made


def test_a_robot_tells_where_it_is_with_a_token_made_for_it(knock: Knock) -> None:
    made, other = robot(), robot()
    token = machines.make("robot", scopes=["pose"], cameras=[made])
    client = Client(headers={"Authorization": f"Bearer {token}"})
    path = f"/api/cameras/{made.id}/pose"
    said = {"at": timezone.now().isoformat(), "position": [-84.51, 38.05], "azimuth": 90}
    assert post(client, path, said).json() == {"outcome": "moved"}
    assert post(client, path, said).json() == {"outcome": "repeated"}
    faults(post(client, f"/api/cameras/{uuid4()}/pose", said), 404)
    faults(post(client, path, said | {"position": [0, 0], "at": "2026-05-03T00:00:00Z"}))
    still = camera(0, 0, sees=ROUND)
    for hidden in (still, other):
        faults(post(client, f"/api/cameras/{hidden.id}/pose", said), 404)
    faults(post(knock("dispatcher"), path, said), 404)
    row = Entry.objects.get(action="camera_posed")
    assert (row.subject_id, row.actor_name, row.client) == (str(made.id), "robot", "127.0.0.1")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,0,3", "bbox"),
        ("bbox=nan,2,3,4", "bbox"),
        ("bbox=-181,0,0,1", "bbox"),
        ("number=-1", "number"),
        ("number=99999999999", "number"),
        ("limit=1000", "limit"),
        ("incident=x", "incident"),
    ],
)
def test_a_bad_question_is_named(knock: Knock, query: str, field: str) -> None:
    assert field in faults(knock("dispatcher").get(f"/api/cameras?{query}"))
