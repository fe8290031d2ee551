"""What the API says of itself is so: no input makes it stumble."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, settings

from frontend.wsgi import application
from registry.accounts import machines

Knock = Callable[[str], Client]
CSRF = "s" * 32


@pytest.mark.django_db
def test_it_is_openapi_3_1_and_names_every_door(client: Client) -> None:
    told = client.get("/api/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert {
        "/api/cameras/seeing",
        "/api/incidents",
        "/api/incidents/{incident_id}",
        "/api/incidents/{incident_id}/close",
        "/api/cameras",
        "/api/cameras/{camera_id}",
        "/api/cameras/{camera_id}/pose",
        "/api/places/search",
        "/api/watch",
    } <= set(told["paths"])


@pytest.mark.django_db
def test_its_page_asks_nobody_else(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "GET /api/cameras/seeing" in page
    for word in ("<script", "<style", "http://", "https://"):
        assert word not in page


@pytest.fixture
def described(db: None) -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def signed(knock: Knock) -> dict[str, dict[str, Any]]:
    token = machines.make("fuzz", scopes=["incidents", "pose"])
    people = {
        role: {
            "cookies": {"sessionid": knock(role).cookies["sessionid"].value, "csrftoken": CSRF},
            "headers": {"X-CSRFToken": CSRF},
        }
        for role in ("dispatcher", "registrar")
    }
    return people | {"machine": {"headers": {"Authorization": f"Bearer {token}"}}}


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_input_makes_it_stumble(case: Any, signed: dict[str, dict[str, Any]]) -> None:
    who = "machine" if case.path.endswith("/pose") else "dispatcher"
    if (
        case.path.startswith("/api/cameras")
        and case.method in {"POST", "PATCH"}
        and who != "machine"
    ):
        who = "registrar"
    answer = case.call(**signed[who])
    assert answer.status_code < 500, answer.content
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"][0] == "application/problem+json"
