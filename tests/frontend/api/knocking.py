"""How the API's tests knock: JSON in, JSON out."""

import json
from typing import Any

from django.test import Client

CORNER = [-84.5, 38.04]
CALL = {"source": "cad", "external_id": "26-1", "kind": "theft", "priority": 2, "position": CORNER}
START = {"kind": "theft", "priority": 3, "position": CORNER, "purpose": "call_for_service"}


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    """Post JSON; text is sent as it is."""
    sent = body if isinstance(body, str | bytes) else json.dumps(body or {})
    return client.post(path, sent, content_type="application/json", headers=headers)


def patch(client: Client, path: str, body: Any, **headers: str) -> Any:
    """Patch JSON."""
    return client.patch(path, json.dumps(body), content_type="application/json", headers=headers)


def faults(response: Any, status: int = 422) -> dict[str, str]:
    """Give what a problem says by field, having checked that it is one of this status."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert {"title", "detail", "status", "errors", "request_id"} <= set(problem)
    assert problem["status"] == status
    assert problem["request_id"] == response["X-Request-Id"]
    return {fault["field"]: fault["message"] for fault in problem["errors"]}
