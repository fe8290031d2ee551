"""The list of calls: what the reader looks at stays where it is, whatever comes in."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from registry.accounts import machines
from registry.models import Incident
from tests.browser.centre import Centre
from tests.browser.conftest import Open
from tests.browser.corner import CORNER, call

FOCUS = """() => {
  const focused = document.activeElement;
  return [focused.dataset.call ?? '', Math.round(focused.getBoundingClientRect().y)];
}"""


@pytest.fixture
def sixty(incident: Incident) -> list[Incident]:
    """Sixty open calls in all."""
    return [incident, *(call(n, priority=1 + n % 5, north=3 * n) for n in range(2, 61))]


@pytest.fixture
def cad(sixty: list[Incident]) -> str:
    """The token by which calls come in."""
    return machines.make("CAD", scopes=["incidents"])


def test_ten_calls_a_minute_never_move_the_focus(
    sixty: list[Incident], cad: str, visit: Open, centre: Centre
) -> None:
    page = visit(own=True)
    page.clock.install()
    page.goto("/incidents")
    expect(page.locator("#count")).to_have_text("60 open")
    for _ in range(8):
        page.keyboard.press("j")
    before = page.evaluate(FOCUS)
    assert before[0]
    for n in range(1, 11):
        report(page, cad, n)
        page.clock.run_for(6000)
        words = "1 new call:" if n == 1 else f"{n} new calls:"
        expect(page.locator("#newcomers")).to_contain_text(words)
        assert page.evaluate(FOCUS) == before
    page.keyboard.press("n")
    expect(page.locator("#count")).to_have_text("70 open")
    assert page.evaluate(FOCUS)[0] == before[0]


def test_new_calls_come_in_by_themselves_while_nobody_is_in_the_list(
    sixty: list[Incident], cad: str, visit: Open
) -> None:
    page = visit(own=True)
    page.clock.install()
    page.goto("/incidents")
    expect(page.locator("#count")).to_have_text("60 open")
    report(page, cad, 1)
    page.clock.run_for(6000)
    expect(page.locator("#count")).to_have_text("61 open")


def test_a_row_says_how_many_cameras_see_the_call(incident: Incident, visit: Open) -> None:
    page = visit()
    page.goto("/incidents")
    row = page.get_by_role("row", name=re.compile("Shots heard"))
    expect(row).to_contain_text("1 Main Street")
    expect(row).to_contain_text(re.compile(r"\d+ see"))


def test_the_filter_narrows_the_list(sixty: list[Incident], visit: Open) -> None:
    page = visit()
    page.goto("/incidents")
    page.keyboard.press("/")
    page.keyboard.type("59 main")
    expect(page.locator("[data-call]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*")


def test_a_call_is_closed_after_a_question_and_opened_again(
    incident: Incident, visit: Open
) -> None:
    page = visit()
    page.goto("/incidents")
    expect(page.locator("#count")).to_have_text("1 open")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Close the call").click()
    expect(page.locator(".gone")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".gone")).to_have_count(0)


def test_a_call_without_a_place_is_given_one_by_coordinate(
    incident: Incident, cad: str, visit: Open
) -> None:
    page = visit()
    page.goto("/incidents")
    report(page, cad, 1, position=[0, 0])
    page.get_by_role("button", name="Place 27-0001").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill(f"{CORNER[1]}, {CORNER[0]}")
    dialog.get_by_role("button", name="Find").click()
    dialog.get_by_role("button", name=re.compile(r"^38\.04")).click()
    dialog.get_by_role("button", name=re.compile("^Place it at")).click()
    expect(page.get_by_role("button", name="Place 27-0001")).to_have_count(0)


def test_the_list_says_that_it_is_empty(incident: Incident, visit: Open) -> None:
    page = visit("officer")
    page.goto("/incidents")
    expect(page.get_by_text("No open calls")).to_be_visible()


def test_a_stranger_is_shown_where_to_sign_in(client: Client, db: None) -> None:
    for path in ("/", "/map", "/incidents"):
        assert client.get(path).headers["Location"].startswith("/account/login/?next=")


def report(page: Page, token: str, n: int, position: list[float] | None = None) -> None:
    """Post a call as the CAD does."""
    answer = page.request.post(
        "/api/incidents",
        headers={"Authorization": f"Bearer {token}", "Cookie": ""},
        data={
            "source": "CAD",
            "external_id": f"new {n}",
            "number": f"27-{n:04}",
            "kind": "robbery",
            "priority": 1,
            "position": position or [CORNER[0], CORNER[1] + n * 1e-4],
        },
    )
    assert answer.status == 201, answer.text()
