"""What the API says of itself is so: no input makes it stumble."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from frontend.api.doors import api
from registry.accounts import machines

Knock = Callable[[str], Client]
DESCRIBED = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/"))
OPERATIONS: list[Any] = [found.ok() for found in DESCRIBED.get_all_operations()]  # type: ignore[union-attr]  # else stop here


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


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_no_input_makes_it_stumble(knock: Knock, operation: Any) -> None:
    client = _allowed(knock, operation)

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def knocks(case: Any) -> None:
        answer = client.generic(
            case.method,
            f"{case.formatted_path}?{urlencode(case.query or {}, doseq=True, errors='replace')}",
            json.dumps(case.body) if isinstance(case.body, dict | list) else "",
            content_type="application/json",
        )
        assert answer.status_code < 500, answer.content
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"

    knocks()


def _allowed(knock: Knock, operation: Any) -> Client:
    """Give somebody whom this door lets in."""
    if operation.path.endswith("/pose"):
        token = machines.make("robot", scopes=["pose"])
        return Client(headers={"Authorization": f"Bearer {token}"})
    writes = operation.method.upper() in {"POST", "PATCH"}
    registry = operation.path.startswith("/api/cameras") and not operation.path.endswith("/live")
    return knock("registrar" if writes and registry else "dispatcher")
