"""Everybody reaches everything: by keyboard, on a phone, in either theme; axe finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.models import Incident
from tests.browser.conftest import Open
from tests.browser.corner import CORNER
from tests.browser.test_click import wait_for_pictures

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RULES = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }"


@pytest.mark.parametrize(("theme", "phone"), [("dark", False), ("light", True)])
def test_axe_finds_nothing(visit: Open, incident: Incident, theme: str, phone: bool) -> None:
    page = visit(phone=phone, theme=theme)
    page.goto("/incidents")
    expect(page.locator("[data-call]")).to_have_count(1)
    assert faults(page) == []
    page.goto(f"/map?at={CORNER[0]},{CORNER[1]},16.5")
    expect(page.get_by_text("cameras in view")).to_be_attached()
    assert faults(page) == []
    page.goto(f"/incidents/{incident.pk}")
    expect(page.locator(".cameras .state[data-look=live]").first).to_be_attached()
    assert faults(page) == []
    page.keyboard.press("?")
    assert faults(page) == []


def test_the_way_from_the_list_to_a_picture_and_back_needs_no_mouse(
    visit: Open, incident: Incident
) -> None:
    page = visit()
    page.goto("/incidents")
    expect(page.locator("[data-call]")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    wait_for_pictures(page, 8)
    page.keyboard.press("1")
    focused = page.locator(":focus")
    expect(focused.locator(".no")).to_have_text("1")
    expect(page.locator(".leader.on, .badge.on")).not_to_have_count(0)
    page.keyboard.press("p")
    expect(page.locator("#said")).to_have_text("Pinned")
    page.keyboard.press("]")
    expect(page.locator(":focus .no")).to_have_text("2")
    page.keyboard.press("Enter")
    player = page.locator(".player")
    expect(player).to_contain_text("Faces the point")
    page.keyboard.press("]")
    expect(player.locator(".no")).to_have_text("3")
    page.keyboard.press("Escape")
    expect(player).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/map*")


def test_a_phone_has_its_pictures_in_a_sheet_and_targets_for_thumbs(
    visit: Open, incident: Incident
) -> None:
    page = visit(phone=True)
    page.goto(f"/incidents/{incident.pk}")
    strip = page.locator("#strip .thumb")
    expect(strip.first).to_be_attached()
    assert page.locator("#thumbs .thumb").count() == 0
    for button in page.locator("button:visible, a:visible").all():
        box = button.bounding_box()
        if box and box["y"] >= 0:  # skip links wait above the edge
            assert min(box["height"], box["width"]) >= 24, button.inner_text()
    handle = page.locator("#handle")
    for height in ("full", "peek", "half"):
        handle.click()
        expect(page.locator("#sheet")).to_have_attribute("data-height", height)
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width == 390


def test_an_error_says_what_failed_and_can_be_tried_again(
    visit: Open, incident: Incident, complaints: None
) -> None:
    page = visit()
    seeing = "**/api/cameras/seeing*"
    problem = (
        '{"title": "Too busy", "detail": "The database did not answer in time.", "errors": []}'
    )
    page.route(
        seeing,
        lambda route: route.fulfill(
            status=503,
            content_type="application/problem+json",
            headers={"X-Request-Id": "abc123"},
            body=problem,
        ),
    )
    page.goto(f"/incidents/{incident.pk}")
    card = page.get_by_role("alert")
    expect(card).to_contain_text("The cameras could not be listed")
    expect(card).to_contain_text("abc123")
    page.unroute(seeing)
    card.get_by_role("button", name="Retry").click()
    wait_for_pictures(page, 8)
    expect(card).to_have_count(0)


def test_the_address_is_the_state(visit: Open, incident: Incident) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}?radius=300&cam=1&theme=light")
    expect(page.get_by_role("button", name="300 m")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".player")).to_contain_text("Corner 1")
    assert "cam=1" in page.url
    assert page.evaluate("() => document.documentElement.dataset.theme") == "light"
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('cam=')")


def test_the_past_is_shown_as_past_and_without_pictures(visit: Open, incident: Incident) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}?time=2026-01-02T03:04:00Z")
    expect(page.get_by_text("There are no pictures of the past")).to_be_visible()
    expect(page.locator("[data-look=live]")).to_have_count(0)


def faults(page: Page) -> list[str]:
    """Run axe; give each fault with what it is about."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"async () => (await axe.run({RULES})).violations")
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]
