"""The log names who did what where, and never what opens a door."""

import json
import logging

import pytest
from django.test import Client

from frontend.gate.lines import JsonLines
from tests.cast import Knock


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [JsonLines().format(record) for record in caplog.records]


@pytest.mark.parametrize(
    "address",
    ["/signin/opensesame", "/signin/opensesame/", "/api/incidents?token=opensesame"],
)
def test_no_token_is_written_down(
    db: None, client: Client, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    with caplog.at_level(logging.INFO):
        client.get(address, headers={"Authorization": "Bearer opensesame"})
    assert lines(caplog)
    assert "opensesame" not in "".join(lines(caplog))


def test_a_line_says_who_what_and_how_long(knock: Knock, caplog: pytest.LogCaptureFixture) -> None:
    planner = knock("planner")
    with caplog.at_level(logging.INFO, "sightline.requests"):
        planner.get("/style.json", headers={"X-Request-Id": "r-1"})
    line = json.loads(lines(caplog)[-1])
    assert (line["request_id"], line["route"], line["status"]) == ("r-1", "/style.json", 200)
    assert line["actor"]
    assert line["ms"] > 0


def test_a_fault_is_one_line_too() -> None:
    record = logging.LogRecord("django.request", 40, "f", 1, "Broke: %s", ("/signin/x",), None)
    assert json.loads(JsonLines().format(record))["message"] == "Broke: %s"
