"""A caller's phone from the link to the dispatcher's screen and to its end, in two browsers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from registry.models import Incident
from tests.browser.centre import Centre
from tests.browser.conftest import PATIENCE, PHONE, Open
from tests.browser.corner import CORNER
from tests.browser.test_reach import faults

# How many of a picture's pixels are of a colour: Chromium's made-up camera is green.
COLOURED = """canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let n = 0; n < data.length; n += 4) if (data[n + 1] > data[n] + 30) count++;
  return count;
}"""


LARGE = """() => {
  const video = document.querySelector('.player video');
  return video.videoWidth === 1280 && video.getVideoPlaybackQuality().totalVideoFrames > 30;
}"""


@dataclass
class Caller:
    """The caller's phone."""

    page: Page
    context: BrowserContext


@pytest.fixture
def caller(browser: Browser, centre: Centre) -> Iterator[Caller]:
    context = browser.new_context(
        base_url=centre.address,
        viewport=PHONE,  # type: ignore[arg-type]
        has_touch=True,
        geolocation={"longitude": CORNER[0] + 0.0003, "latitude": CORNER[1], "accuracy": 12},
        permissions=["geolocation", "camera"],
        color_scheme="dark",
    )
    context.set_default_timeout(PATIENCE)
    yield Caller(context.new_page(), context)
    context.close()


def asked(page: Page, incident: Incident) -> str:
    """Ask for video as the dispatcher does; gives the link."""
    page.goto(f"/incidents/{incident.pk}")
    page.get_by_role("button", name="Ask the caller for video").click()
    dialog = page.get_by_role("dialog", name="Ask the caller for video")
    dialog.get_by_role("button", name="Make the link").click()
    expect(dialog.get_by_role("img", name="The link as a code to scan")).to_be_visible()
    link = dialog.get_by_label("The link", exact=True).input_value()
    dialog.get_by_role("button", name="Close").click()
    return link


def test_a_caller_agrees_is_seen_and_stops(visit: Open, incident: Incident, caller: Caller) -> None:
    desk = visit()
    phone = caller.page
    phone.goto(asked(desk, incident))
    expect(phone.get_by_text("No sound")).to_be_visible()
    assert faults(phone) == []
    phone.get_by_role("button", name="Yes, show it").click()
    expect(phone.get_by_text("Dispatch sees this")).to_be_visible()
    expect(phone.get_by_text("Your place is sent")).to_be_visible()
    assert faults(phone) == []

    shown = desk.get_by_role("img", name=re.compile("What Caller's phone .* shows"))
    expect(shown).to_be_visible()
    desk.wait_for_function(f"() => ({COLOURED})(document.querySelector('.phone canvas')) > 10000")
    expect(desk.locator(".phone")).to_contain_text("place to 12 m")
    assert faults(desk) == []
    expect(desk.locator("#camera-list")).to_contain_text("Caller's phone")

    desk.locator("[data-row]", has_text="Caller's phone").click()  # and as film
    expect(desk.locator(".player .state").first).to_have_text("live")
    expect(desk.locator(".player .screen")).to_have_attribute("data-form", "film")
    desk.wait_for_function(LARGE)

    phone.get_by_role("button", name="Stop").click()
    expect(phone.get_by_text("Stopped. Nothing is sent any more.")).to_be_visible()
    expect(shown).to_have_count(0)
    expect(desk.locator("#phones")).to_contain_text("the caller stopped")
    tracks = phone.evaluate("() => document.querySelector('#camera').srcObject.active")
    assert tracks is False


def test_a_link_opened_twice_works_once(visit: Open, incident: Incident, caller: Caller) -> None:
    link = asked(visit(), incident)
    caller.page.goto(link)
    caller.page.get_by_role("button", name="Yes, show it").click()
    expect(caller.page.get_by_text("Dispatch sees this")).to_be_visible()
    other = caller.context.new_page()
    other.goto(link)
    expect(other.get_by_text("This link has been used")).to_be_visible()
    caller.page.reload()  # the same tab goes on
    expect(caller.page.get_by_text("Dispatch sees this")).to_be_visible()


def test_dispatch_ends_it(visit: Open, incident: Incident, caller: Caller) -> None:
    desk = visit()
    caller.page.goto(asked(desk, incident))
    caller.page.get_by_role("button", name="Yes, show it").click()
    desk.locator(".phone").get_by_role("button", name="Stop").click()
    expect(caller.page.get_by_text("Dispatch has ended it")).to_be_visible()


def test_a_phone_without_a_camera_spends_no_link(
    visit: Open, incident: Incident, caller: Caller
) -> None:
    link = asked(visit(), incident)
    caller.page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('none'))"
    )
    caller.page.goto(link)
    caller.page.get_by_role("button", name="Yes, show it").click()
    expect(caller.page.get_by_role("alert")).to_contain_text("This phone gave no camera")
    caller.page.reload()
    expect(caller.page.get_by_role("button", name="Yes, show it")).to_be_visible()
