"""Reports and starts as the tests make them."""

from datetime import UTC, datetime
from typing import Any

from registry.access.facts import Actor
from registry.incidents.opening import Start
from registry.incidents.reporting import Report

CORNER = (-84.5, 38.04)
NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
CAD = Actor(role="machine", id="m", name="cad", scopes=frozenset({"incidents"}))
DANA = Actor(role="dispatcher", id="d", name="Dana")


def a_report(**facts: Any) -> Report:
    """Give what a CAD reports; facts say otherwise."""
    usual: dict[str, Any] = {
        "source": "cad", "external_id": "26-1", "kind": "theft", "priority": 2, "reported_at": NOON,
        "updated_at": NOON, "point": CORNER,
    }  # fmt: skip
    return Report(**usual | facts)


def a_start(**facts: Any) -> Start:
    """Give what a dispatcher says of an incident by hand."""
    usual: dict[str, Any] = {
        "kind": "disturbance", "priority": 3, "purpose": "call_for_service", "point": CORNER,
    }  # fmt: skip
    return Start(**usual | facts)
