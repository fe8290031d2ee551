"""The click over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from registry.models import Entry
from tests.frontend.api.knocking import CALL, faults, post
from tests.tiles.scene import box, camera

pytestmark = pytest.mark.django_db
Knock = Callable[[str], Client]
HERE = "/api/cameras/seeing?at=-84.5,38.04"


def test_a_click_is_answered_as_geojson_and_written_down(knock: Knock) -> None:
    dispatcher = knock("dispatcher")
    camera(0, -34, sees=box(-10, -10, 10, 10))
    incident = post(dispatcher, "/api/incidents", CALL).json()["id"]
    answer = dispatcher.get(f"{HERE}&incident={incident}&fov=1")
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Cache-Control"] == "no-store"
    (feature,) = answer.json()["features"]
    assert feature["properties"]["sees"] == "point"
    assert feature["properties"]["field_of_view"]["type"] == "MultiPolygon"
    entry = Entry.objects.get(action="coverage_query")
    assert (entry.request_id, str(entry.incident_id)) == (answer["X-Request-Id"], incident)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "at"),
        ("at=", "at"),
        ("at=1", "at"),
        ("at=1,2,3", "at"),
        ("at=nan,1", "at"),
        ("at=inf,1", "at"),
        ("at=181,0", "at"),
        ("at=-181,0", "at"),
        ("at=0,91", "at"),
        ("at=one,two", "at"),
        ("at=1,2%00", "at"),
        ("at=" + "1" * 5000, "at"),
        ("at=1,2&radius=-1", "radius"),
        ("at=1,2&radius=0", "radius"),
        ("at=1,2&radius=1e9", "radius"),
        ("at=1,2&radius=nan", "radius"),
        ("at=1,2&limit=0", "limit"),
        ("at=1,2&limit=101", "limit"),
        ("at=1,2&limit=1.5", "limit"),
        ("at=1,2&incident=7", "incident"),
        ("at=1,2&time=noon", "time"),
        ("at=1,2&time=2026-05-03", "time"),
        ("at=1,2&time=99999-01-01T00:00:00Z", "time"),
        ("at=1,2&time=3000-01-01T00:00:00Z", "time"),
        ("at=1,2&fov=maybe", "fov"),
    ],
)
def test_a_bad_question_is_named(knock: Knock, query: str, field: str) -> None:
    assert field in faults(knock("dispatcher").get(f"/api/cameras/seeing?{query}"))


@pytest.mark.parametrize("at", ["0,0", "180,90", "-180,-90", "179.9999,0", "1e-300,-0"])
def test_the_corners_of_the_world_are_places(knock: Knock, at: str) -> None:
    answer = knock("dispatcher").get(f"/api/cameras/seeing?at={at}")
    assert answer.json()["explanation"].startswith("no camera sees this point")


def test_an_unknown_call_is_not_found(knock: Knock) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    faults(knock("dispatcher").get(f"{HERE}&incident={unknown}"), 404)


def test_other_methods_are_no_doors(knock: Knock) -> None:
    answer: Any = post(knock("dispatcher"), HERE)
    faults(answer, 404)


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    faults(client.get(HERE), 401)
