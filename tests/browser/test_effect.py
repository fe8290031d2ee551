"""A dispatcher says with a tap whether a camera helped; a planner asks what changed."""

import re

import pytest
from playwright.sync_api import Page, expect

from registry.models import Incident
from tests.browser.conftest import Open
from tests.browser.test_reach import faults
from tests.frontend.pages.test_effect import corners
from tests.registry.ledger.closed import calls


@pytest.fixture
def past(incident: Incident) -> Incident:
    """Let there have been calls at the corner, round it and elsewhere, in two months."""
    made = [
        *calls(0, {3: 60, 7: 20}), *calls(350, {3: 25, 7: 26}), *calls(3000, {3: 40, 7: 44}),
    ]  # fmt: skip
    assert len(made) == 215
    return incident


def tap(page: Page, incident: Incident) -> None:
    """Close the call, say that a camera helped, and find it said on the call's page."""
    page.goto("/incidents")
    expect(page.locator("#count")).to_have_text("1 open")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Close the call").click()
    helped = page.locator(".undo [data-helped=helped]")
    helped.click()
    expect(helped).to_have_attribute("aria-pressed", "true")
    assert faults(page) == []
    page.goto(f"/incidents/{incident.pk}")
    said = page.locator(".outcome [data-helped=helped]")
    expect(said).to_have_attribute("aria-pressed", "true")
    said.click()
    expect(said).to_have_attribute("aria-pressed", "false")


def draw(page: Page) -> None:
    """Draw an area on the map, which the form then says, and clear it again."""
    expect(page.locator("#drawing")).to_have_attribute("data-ready", "true")
    page.get_by_role("button", name="Draw the treated area").click()
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    assert box
    left, right = box["x"] + box["width"] * 0.3, box["x"] + box["width"] * 0.7
    top, bottom = box["y"] + box["height"] * 0.2, box["y"] + box["height"] * 0.8
    for x, y in ((left, top), (right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y)
        page.mouse.click(x, y)
    expect(page.locator("#id_treated_drawn")).to_have_value(re.compile(r"^(-?\d+\.\d{5},?\s?){8}$"))
    page.locator("#clear").click()
    expect(page.locator("#id_treated_drawn")).to_have_value("")


def test_from_a_tap_to_a_comparison(past: Incident, visit: Open) -> None:
    tap(visit(), past)
    page = visit("planner")
    page.goto("/effect")
    draw(page)
    page.locator("#id_treated_drawn").fill(corners(0))
    page.locator("#id_control_drawn").fill(corners(3000))
    for name, month in (("before", "2021-03"), ("after", "2021-07")):
        for end in ("begins", "ends"):
            page.locator(f"#id_{name}_{end}").select_option(month)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#found .sentence")).to_contain_text("0.30 times the calls")
    expect(page.locator("#warnings")).to_contain_text("Less than a year")
    expect(page.locator("#drawing")).to_have_attribute("data-ready", "true")
    assert faults(page) == []
    address = page.url
    page.goto(address)
    expect(page.locator("#found .sentence")).to_contain_text("0.30 times the calls")
