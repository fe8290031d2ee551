"""The owner's page: on this machine only, by nobody's form but its own, without a script."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from registry.edge.agent.box import Box
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.drawing import Facts
from registry.edge.agent.health import State
from registry.edge.agent.page import Page
from registry.edge.terms import Terms

DOOR = LocalCamera(id=uuid4(), name='Door <img src="x">', url="rtsp://10.0.0.2/", credential="u:p")


@dataclass
class Owner:
    """A browser on the box."""

    page: Page
    box: Box

    def ask(
        self, method: str, path: str, form: dict[str, object] | None = None, **headers: str
    ) -> HTTPResponse:
        line = HTTPConnection("127.0.0.1", self.page.server_port, timeout=5)
        body = urlencode(form, doseq=True) if form is not None else None
        line.request(method, path, body, {name.replace("_", "-"): v for name, v in headers.items()})
        answer = line.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        line.close()
        return answer

    def switch(self, **said: object) -> HTTPResponse:
        form = {"token": self.page.token, "camera": str(DOOR.id)} | said
        return self.ask("POST", "/switch", form)

    @property
    def terms(self) -> Terms:
        return self.box.camera(DOOR.id).terms


@pytest.fixture
def owner() -> Iterator[Owner]:
    looks = [{"at": "2026-05-03T14:02:00", "what": "began", "incident": "<b>26-1</b>"}]

    def facts() -> Facts:
        return Facts(held.box, "connected", {DOOR.id: State("live")}, {}, looks)

    def change(deed: Callable[[Box], Box]) -> None:
        held.box = deed(held.box)

    held = Owner(Page(0, facts, change), Box().having(DOOR))
    thread = threading.Thread(target=held.page.serve_forever)
    thread.start()
    yield held
    held.page.shutdown()
    thread.join()
    held.page.server_close()


def text(answer: HTTPResponse) -> str:
    return str(answer.text)  # type: ignore[attr-defined]


def test_it_shows_cameras_switches_and_looks_and_nothing_secret(owner: Owner) -> None:
    answer = owner.ask("GET", "/")
    shown = text(answer)
    assert answer.status == 200
    assert "default-src 'none'" in str(answer.headers["Content-Security-Policy"])
    assert "Door &lt;img" in shown
    assert "&lt;b&gt;26-1&lt;/b&gt;" in shown
    assert "u:p" not in shown
    assert "<script" not in shown
    assert owner.ask("GET", "/style.css").status == 200
    assert owner.ask("GET", "/../box.json").status == 404
    Whole().feed(shown)


class Whole(HTMLParser):
    """Fails where a camera's name became a tag."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "img"


def test_its_own_form_turns_the_switch(owner: Owner) -> None:
    answer = owner.switch(
        capabilities=["still", "live"], condition="priority", priority_at_most="2", within="100"
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert owner.terms.condition == "priority"
    assert (owner.terms.priority_at_most, owner.terms.within) == (2, 100.0)
    assert owner.terms.capabilities == {"still", "live"}
    assert 'value="priority" checked' in text(owner.ask("GET", "/"))


def test_hours_and_a_yes_are_taken(owner: Owner) -> None:
    owner.switch(capabilities="still", condition="hours", from_hour="22:00", until_hour="06:00")
    assert owner.terms.until_hour is not None
    owner.switch(capabilities="still", condition="ask", yes="1")
    assert owner.terms.open_until is not None
    assert "You said yes until" in text(owner.ask("GET", "/"))


def test_recordings_are_kept_and_let_out_by_two_switches(owner: Owner) -> None:
    owner.switch(condition="always", keep="1")
    assert owner.box.camera(DOOR.id).keep
    assert "recorded" not in owner.terms.capabilities
    owner.switch(condition="always", capabilities="recorded", back_min="30")
    assert not owner.box.camera(DOOR.id).keep
    assert owner.terms.back_min == 30
    assert owner.terms.since is not None


@pytest.mark.parametrize(
    "said",
    [
        {"token": ""},
        {"token": "guessed"},
        {"token": "\u00e9"},
    ],
)
def test_another_sites_form_turns_nothing(owner: Owner, said: dict[str, object]) -> None:
    assert owner.switch(condition="always", capabilities="still", **said).status == 403
    assert owner.terms == Terms()


def test_a_form_sent_from_another_site_turns_nothing_even_with_the_token(owner: Owner) -> None:
    form: dict[str, object] = {
        "token": owner.page.token, "camera": str(DOOR.id), "condition": "always",
    }  # fmt: skip
    answer = owner.ask("POST", "/switch", form, Sec_Fetch_Site="cross-site")
    assert answer.status == 403
    assert owner.terms == Terms()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_name_that_points_here_is_not_answered(owner: Owner, method: str) -> None:
    answer = owner.ask(method, "/", {}, Host=f"evil.example:{owner.page.server_port}")
    assert answer.status == 421
    assert owner.page.token not in text(answer)


@pytest.mark.parametrize(
    "said",
    [
        {"condition": "sometimes"},
        {"condition": "priority", "priority_at_most": "9"},
        {"condition": "priority", "priority_at_most": "x"},
        {"condition": "hours"},
        {"condition": "always", "camera": str(uuid4())},
        {"condition": "always", "camera": "x"},
        {"condition": "always", "capabilities": "ptz"},
        {"condition": "always", "capabilities": "recorded", "back_min": "0"},
    ],
)
def test_what_is_no_setting_is_refused(owner: Owner, said: dict[str, object]) -> None:
    assert owner.switch(**said).status == 400
    assert owner.terms == Terms()


def test_a_form_without_end_is_not_read(owner: Owner) -> None:
    answer = owner.ask("POST", "/switch", None, Content_Length="9999999")
    assert answer.status == 400


def test_it_listens_on_this_machine_only(owner: Owner) -> None:
    assert owner.page.server_address[0] == "127.0.0.1"
