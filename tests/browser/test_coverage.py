"""A planner's way through a study: drawn, followed, called off; and one that is done, looked at."""

import re

import pytest
from playwright.sync_api import Page, expect

from registry.coverage.models import Study
from registry.models import Incident
from tests.browser.conftest import Open
from tests.browser.test_reach import faults
from tests.registry.coverage.drawn import draw


@pytest.fixture
def study(incident: Incident) -> Study:
    """Measure the corner by hand, before Playwright's loop begins."""
    return draw().study


def test_a_planner_draws_an_area_and_looks_into_the_gaps_of_another(
    study: Study, visit: Open
) -> None:
    page = visit("planner")
    page.goto("/coverage")
    page.locator("#new > summary").click()
    page.get_by_label("Name", exact=True).fill("Round the corner")
    _draw_a_box(page)
    expect(page.locator("#measure")).to_contain_text("km²")
    assert faults(page) == []
    page.get_by_role("button", name="Begin the study").click()

    page.wait_for_url(re.compile(r"/coverage/[0-9a-f-]{36}"))
    expect(page.locator("#step")).to_have_text("Waiting for its turn")
    page.reload()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#study")).to_contain_text("This study was cancelled")

    page.get_by_role("link", name="All studies").click()
    page.get_by_role("link", name="Drawn by hand").click()
    expect(page.locator("#legend")).to_contain_text("Street not seen")
    expect(page.locator("#map")).to_have_attribute("aria-busy", "false")
    page.keyboard.press("n")
    gap = page.locator("#gaps [aria-pressed=true]")
    expect(gap).to_contain_text("Elm Street")
    expect(page.locator("#map")).to_have_attribute("aria-busy", "false")
    page.keyboard.press("h")
    expect(page.locator("#asked")).to_contain_text(re.compile("agency cameras? sees? it"))
    page.keyboard.press("4")
    expect(page.locator("#legend")).to_contain_text("Too few pixels")
    expect(page).to_have_url(re.compile(r"show=reason"))
    page.locator("#in-view > summary").click()
    expect(page.locator("#in-view tbody tr").first).to_contain_text("%")
    assert faults(page) == []


def _draw_a_box(page: Page) -> None:
    """Click two corners; terra-draw takes the second once the mouse has been on its way."""
    expect(page.locator("#drawing")).to_be_visible()
    expect(page.locator("#map")).to_have_attribute("aria-busy", "false")
    page.get_by_role("button", name="Draw a box").click()
    page.mouse.click(800, 400)
    page.mouse.move(860, 440, steps=4)
    page.mouse.click(900, 480)
