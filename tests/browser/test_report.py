"""A planner makes a report with a click, reads it in either theme, prints it and takes it away."""

import pytest
from playwright.sync_api import expect

from registry.models import Incident
from tests.browser.conftest import Open
from tests.browser.test_reach import faults
from tests.registry.coverage.drawn import Drawn, draw


@pytest.fixture
def drawn(incident: Incident) -> Drawn:
    """Draw the study before Playwright's loop begins."""
    return draw()


def test_a_report_is_made_read_printed_and_taken_away(drawn: Drawn, visit: Open) -> None:
    page = visit("planner", theme="light")
    page.goto("/reports")
    page.get_by_label("Title").fill("For the council")
    page.get_by_label("Note").fill("Two districts, side by side.")
    assert faults(page) == []
    page.get_by_role("button", name="Make the report").click()
    page.wait_for_url("**/reports/*-*")
    expect(page.get_by_role("heading", level=1)).to_have_text("For the council")
    expect(page.get_by_role("img", name="Map: For the council")).to_be_visible()
    expect(page.locator(".three dd")).to_have_count(3)
    assert faults(page) == []

    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".take")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="screen", color_scheme="dark")
    assert faults(page) == []

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert taken.value.suggested_filename.endswith(".csv")
    printed = page.request.get(page.get_by_role("link", name="PDF A4").get_attribute("href") or "")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF")
