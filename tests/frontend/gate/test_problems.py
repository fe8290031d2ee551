"""What cannot be answered is said to programs as problem+json, to people as a page."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client

from frontend.gate import actors
from frontend.gate.rules import EVERYBODY, Rule, door

pytestmark = pytest.mark.urls(__name__)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("couldn't get a connection after 2.00 sec")


OPEN = Rule(read=EVERYBODY)
urlpatterns = [
    door("api/broken", broken, rule=OPEN, name="broken"),
    door("broken", broken, rule=OPEN, name="broken_page"),
    door("api/away", away, rule=OPEN, name="away"),
]
handler404 = "frontend.gate.problems.not_found"
handler500 = "frontend.gate.problems.failed"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def test_a_fault_tells_its_id_and_nothing_of_itself(client: Client) -> None:
    answer = client.get("/api/broken", headers={"X-Request-Id": "r-1"})
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["request_id"] == "r-1"
    assert b"secret" not in answer.content
    assert client.get("/broken")["Content-Type"].startswith("text/html")


def test_a_database_that_is_away_is_a_503_with_a_time_to_come_back(client: Client) -> None:
    answer = client.get("/api/away")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def test_the_gate_itself_says_so_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError

    monkeypatch.setattr(actors, "_person", gone)
    client.cookies["sessionid"] = "k" * 32
    assert client.get("/api/broken").status_code == 503


def test_every_answer_says_what_may_be_loaded_and_that_it_is_framed_nowhere(
    client: Client,
) -> None:
    page, api = client.get("/broken"), client.get("/api/broken")
    policy = page["Content-Security-Policy"]
    for words in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert words in policy
    assert "unsafe" not in policy
    assert api["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
