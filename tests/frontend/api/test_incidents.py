"""Calls over HTTP: upserted, repeated, listed, located, closed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from registry.accounts import machines
from registry.incidents import reading
from registry.models import Entry, Incident, Receipt
from tests.frontend.api.knocking import CALL, CORNER, START, faults, patch, post

pytestmark = pytest.mark.django_db
Knock = Callable[[str], Client]


@pytest.fixture
def dispatcher(knock: Knock) -> Client:
    return knock("dispatcher")


@pytest.fixture
def cad(db: None) -> Client:
    token = machines.make("cad", scopes=["incidents"])
    return Client(headers={"Authorization": f"Bearer {token}"})


def numbers(answer: Any) -> list[str]:
    return [feature["properties"]["number"] for feature in answer.json()["features"]]


def test_a_call_is_created_once_and_updated_after(cad: Client) -> None:
    assert post(cad, "/api/incidents", CALL).status_code == 201
    answer = post(cad, "/api/incidents", CALL | {"priority": 1})
    assert (answer.status_code, answer.json()["outcome"]) == (200, "updated")
    late = CALL | {"updated_at": "2026-01-01T00:00:00Z"}
    assert post(cad, "/api/incidents", late).json()["outcome"] == "out_of_order"
    assert Incident.registry.get().priority == 1


def test_a_report_that_does_not_say_open_leaves_a_call_closed(cad: Client) -> None:
    path = f"/api/incidents/{post(cad, '/api/incidents', CALL).json()['id']}"
    post(cad, f"{path}/close")
    told = post(cad, "/api/incidents", CALL | {"units": ["E5"]}).json()["properties"]
    assert (told["state"], told["units"]) == ("closed", ["E5"])
    told = post(cad, "/api/incidents", CALL | {"state": "open"}).json()["properties"]
    assert told["state"] == "open"


def test_a_machine_reports_as_itself(cad: Client) -> None:
    assert "source" in faults(post(cad, "/api/incidents", CALL | {"source": "other"}))
    assert "external_id" in faults(post(cad, "/api/incidents", START))
    nameless = {name: value for name, value in CALL.items() if name != "source"}
    assert post(cad, "/api/incidents", nameless).json()["properties"]["source"] == "cad"


def test_the_same_key_is_answered_the_same_and_done_once(dispatcher: Client) -> None:
    key = {"Idempotency-Key": "k1"}
    first = post(dispatcher, "/api/incidents", START, **key)
    again = post(dispatcher, "/api/incidents", START, **key)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again["Idempotent-Replayed"] == "true"
    assert Incident.registry.count() == 1
    other = START | {"priority": 1}
    assert "Idempotency-Key" in faults(post(dispatcher, "/api/incidents", other, **key))
    refused = {"Idempotency-Key": "k2"}
    faults(post(dispatcher, "/api/incidents", START | {"purpose": ""}, **refused))
    assert not Receipt.objects.filter(key="k2").exists()  # a refusal may be mended and sent again
    assert post(dispatcher, "/api/incidents", START, **refused).status_code == 201
    assert "Idempotency-Key" in faults(
        post(dispatcher, "/api/incidents", START, **{"Idempotency-Key": "k" * 201})
    )


def test_a_key_of_somebody_else_is_another_key(dispatcher: Client, knock: Knock) -> None:
    for client in (dispatcher, knock("supervisor")):
        assert post(client, "/api/incidents", START, **{"Idempotency-Key": "k"}).status_code == 201
    assert Incident.registry.count() == 2


def test_calls_are_listed_newest_first_a_page_at_a_time(dispatcher: Client) -> None:
    for hour in range(5):
        post(
            dispatcher,
            "/api/incidents",
            CALL | {"external_id": str(hour), "reported_at": f"2026-05-03T0{hour}:00:00Z"},
        )
    seen, path = [], "/api/incidents?limit=2&state=open"
    while path:
        answer = dispatcher.get(path)
        seen += numbers(answer)
        path = answer.json()["next"]
    assert seen == ["4", "3", "2", "1", "0"]


def test_lists_are_narrowed_by_state_and_by_what_is_new(dispatcher: Client) -> None:
    post(dispatcher, "/api/incidents", CALL)
    post(dispatcher, "/api/incidents", CALL | {"external_id": "2", "position": [0, 0]})
    assert numbers(dispatcher.get("/api/incidents?state=needs_location")) == ["2"]
    changed = Incident.registry.get(external_id="2").changed_at.isoformat().replace("+00:00", "Z")
    assert numbers(dispatcher.get(f"/api/incidents?since={changed}")) == ["2"]


def test_a_list_that_has_not_changed_is_not_told_again(dispatcher: Client) -> None:
    post(dispatcher, "/api/incidents", CALL)
    first = dispatcher.get("/api/incidents")
    again = dispatcher.get("/api/incidents", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    post(dispatcher, "/api/incidents", CALL | {"priority": 1})
    changed = dispatcher.get("/api/incidents", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_an_open_call_counts_its_cameras(dispatcher: Client) -> None:
    post(dispatcher, "/api/incidents", CALL)
    (feature,) = dispatcher.get("/api/incidents").json()["features"]
    assert feature["properties"]["sight"] == {"see": 0, "may": 0, "ask": 0}


def test_a_call_is_located_closed_and_opened_again(dispatcher: Client) -> None:
    made = post(dispatcher, "/api/incidents", CALL | {"position": None}).json()
    assert made["properties"]["state"] == "needs_location"
    path = f"/api/incidents/{made['id']}"
    moved = patch(dispatcher, path, {"position": {"type": "Point", "coordinates": CORNER}})
    assert moved.json()["properties"]["state"] == "open"
    assert post(dispatcher, f"{path}/close").json()["properties"]["state"] == "closed"
    faults(post(dispatcher, f"{path}/close"), 409)
    faults(patch(dispatcher, path, {"position": CORNER}), 409)
    assert post(dispatcher, f"{path}/reopen").json()["properties"]["state"] == "open"


def test_opening_a_call_is_written_down_and_polling_it_further_is_not(
    dispatcher: Client, knock: Knock
) -> None:
    path = f"/api/incidents/{post(dispatcher, '/api/incidents', CALL).json()['id']}"
    rows = Entry.objects.filter(action="incident_opened")
    dispatcher.get(path, headers={"X-Background": "1"})
    assert rows.count() == 1  # whoever says that they only poll is written down all the same
    dispatcher.get(path, headers={"X-Background": "1"})
    assert rows.count() == 1
    dispatcher.get(path)
    assert rows.count() == 2
    knock("supervisor").get(path, headers={"X-Background": "1"})
    assert rows.count() == 3


def test_a_poll_is_written_down_again_after_a_while(
    dispatcher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/api/incidents/{post(dispatcher, '/api/incidents', CALL).json()['id']}"
    dispatcher.get(path)
    monkeypatch.setattr(reading, "RECENT", timedelta())
    dispatcher.get(path, headers={"X-Background": "1"})
    assert Entry.objects.filter(action="incident_opened").count() == 2


def test_unknown_and_not_yours_look_alike(dispatcher: Client, cad: Client, knock: Knock) -> None:
    mine = post(dispatcher, "/api/incidents", START).json()["id"]
    bodies = set()
    for id in (mine, uuid4()):
        for client in (cad, knock("officer")):
            answer = client.get(f"/api/incidents/{id}")
            faults(answer, 404)
            bodies.add(answer.content.replace(answer["X-Request-Id"].encode(), b""))
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"position": [181, 0]}, "position.0"),
        ({"position": [0, -91]}, "position.1"),
        ({"position": []}, "position"),
        ({"position": "here"}, "position"),
        ({"position": {"type": "Polygon", "coordinates": []}}, "position"),
        ({"position": {"type": "Point", "coordinates": []}}, "position"),
        ({"radius": -1}, "radius"),
        ({"radius": 1e9}, "radius"),
        ({"priority": 0}, "priority"),
        ({"priority": "1"}, "priority"),
        ({"priority": 2.5}, "priority"),
        ({"kind": ""}, "kind"),
        ({"kind": "x" * 61}, "kind"),
        ({"kind": 7}, "kind"),
        ({"summary": "nul\x00"}, "summary"),
        ({"summary": "half a pair \ud800"}, "summary"),
        ({"units": "E5"}, "units"),
        ({"units": ["E5"] * 101}, "units"),
        ({"state": "lost"}, "state"),
        ({"reported_at": "9999-12-31T23:59:59Z"}, "reported_at"),
        ({"reported_at": "0001-01-01T00:00:00Z"}, "reported_at"),
        ({"reported_at": "2026-05-03T14:00:00"}, "reported_at"),
        ({"updated_at": "soon"}, "updated_at"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bad_field_is_named(dispatcher: Client, change: dict[str, Any], field: str) -> None:
    assert any(
        named.startswith(field)
        for named in faults(post(dispatcher, "/api/incidents", CALL | change))
    )
    assert not Incident.registry.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"kind": NaN}', 422),
        ('{"position": [NaN, 1], "kind": "x"}', 422),
        ('{"position": [Infinity, 1], "kind": "x"}', 422),
        ('{"radius": 1e400, "kind": "x"}', 422),
        ("[]", 422),
        ("null", 422),
        ("7", 422),
        ("", 422),
        ("{", 400),
        ("\x00", 400),
        (b"\xff\xfe", 400),
        ("[" * 100_000, 400),
        ('"' + "x" * 1_100_000 + '"', 413),
    ],
)
def test_a_body_that_is_none_is_refused(dispatcher: Client, body: str | bytes, status: int) -> None:
    faults(post(dispatcher, "/api/incidents", body), status)


def test_a_method_a_door_does_not_take_is_told_as_a_problem(dispatcher: Client) -> None:
    answer = post(dispatcher, f"/api/incidents/{uuid4()}")
    faults(answer, 405)
    assert set(answer["Allow"].split(", ")) == {"GET", "PATCH"}


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "state=lost", "since=yesterday", "after=zzz", "after=MSAx"],
)
def test_a_bad_question_is_named(dispatcher: Client, query: str) -> None:
    assert query.partition("=")[0] in faults(dispatcher.get(f"/api/incidents?{query}"))
