"""A planner reads a study's numbers: sorted, drawn, and weighed with a price of their own."""

import pytest
from playwright.sync_api import Locator, Page, expect

from registry.models import Incident
from tests.browser.conftest import Open
from tests.browser.test_reach import faults
from tests.registry.coverage.drawn import Drawn, draw


@pytest.fixture
def drawn(incident: Incident) -> Drawn:
    """Measure it by hand, before Playwright's loop begins."""
    return draw()


def test_a_planner_sorts_districts_and_sets_a_price(drawn: Drawn, visit: Open) -> None:
    page = visit("planner")
    page.goto(f"/coverage/{drawn.study.pk}?tab=numbers")
    expect(names(page)).to_have_text(["East", "West"])
    page.get_by_role("button", name="Street", exact=True).click()
    expect(names(page)).to_have_text(["West", "East"])
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Street")
    expect(page.get_by_role("img", name="Ground of each district by level")).to_be_visible()
    assert drawn_at_all(page)

    page.locator("summary", has_text="Set what things cost").click()
    asked = page.get_by_label("Asking an address, each year")
    asked.fill("7")
    ways = page.get_by_role("region", name="A metre of street counts by what is asked of it")
    before = ways.inner_text()
    asked.press("Tab")
    expect(ways).not_to_have_text(before, use_inner_text=True)

    entered = page.locator("form.add")
    for label, value in (("New kind", "Bullet"), ("Once", "900"), ("Each year", "80")):
        entered.get_by_label(label).fill(value)
    entered.get_by_role("button", name="Enter").click()
    expect(page.get_by_role("rowheader", name="Bullet")).to_have_count(2)  # offered, and priced
    expect(page.get_by_role("rowheader", name="9003 Camera 9003")).to_be_visible()
    assert faults(page) == []


def names(page: Page) -> Locator:
    return page.locator("[data-table=districts] tbody th")


def drawn_at_all(page: Page) -> bool:
    """Tell whether the chart has ink of more than one colour on it."""
    return bool(
        page.locator("canvas[role=img]").first.evaluate(
            """canvas => {
              const { data } = canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height)
              return new Set(new Uint32Array(data.buffer)).size > 3
            }"""
        )
    )
