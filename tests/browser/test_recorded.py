"""Recorded video in the page: the time bar, the way to a moment, and a clip that is kept."""

import hashlib
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from registry.models import Camera, Incident, Recorder
from tests.browser.centre import Centre
from tests.browser.conftest import Open
from tests.browser.test_live import AXE, NO_FILM
from tests.registry.recordings.recorded import record

EARLY, LATE = 400, 100  # seconds before the call at which the two recordings begin
LASTS = 200
SIZE = (320, 180)
GOES_ON = """() => {
  const { currentTime } = document.querySelector('.player video');
  window.began ??= currentTime;
  return currentTime > window.began + 1;
}"""
LIGHT = """form => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 8;
  const context = canvas.getContext('2d');
  context.drawImage(document.querySelector(`.player ${form}`), 0, 0, 8, 8);
  return context.getImageData(4, 4, 1, 1).data[0];
}"""
BEFORE = re.compile(r"4 min 5\d s before the call")
AT_CALL = re.compile(r"at the call|, \d s (before|after)")
EARLIER = re.compile(r", (2[3-9]|3\d) s before")
OTHER_LIGHT = f"before => Math.abs(({LIGHT})('canvas') - before) > 20"


@pytest.fixture
def recorded(incident: Incident, centre: Centre, settings: Any) -> Camera:
    """Record one camera before its call, with a gap of some minutes."""
    shelf = {
        **settings.STORAGES["recordings"]["OPTIONS"],
        "location": str(centre.var / "recordings"),
    }
    settings.STORAGES = settings.STORAGES | {
        "recordings": settings.STORAGES["recordings"] | {"OPTIONS": shelf}
    }
    camera: Camera = Camera.registry.get(number=8)
    Recorder.objects.create(camera=camera, days=7, is_on=False)
    called = incident.reported_at.timestamp()
    for before in (EARLY, LATE):
        record(camera.pk, called - before, LASTS, size=SIZE)
    return camera


def look_back(page: Page, incident: Incident, camera: Camera) -> None:
    page.goto(f"/incidents/{incident.pk}")
    page.locator(f"[data-row='{camera.pk}']").click()
    expect(page.locator(".player")).to_be_focused()
    page.keyboard.press("r")


def head(page: Page) -> Any:
    return page.locator(".player").get_by_role("slider")


def playing(page: Page) -> None:
    expect(page.locator(".screen")).to_have_attribute("data-shows", "live")
    expect(page.locator(".screen p")).to_be_hidden()


def accessible(page: Page) -> None:
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run('#players').then(result => result.violations)")
    assert not found, json.dumps(found, indent=1)


def test_it_plays_from_five_minutes_before_the_call_and_goes_where_one_wants(
    recorded: Camera, incident: Incident, visit: Open
) -> None:
    page = visit(theme="light")
    look_back(page, incident, recorded)
    playing(page)
    expect(head(page)).to_have_attribute("aria-valuetext", BEFORE)
    expect(page.locator(".time-bar .kept")).to_have_count(2)
    page.wait_for_function(GOES_ON)
    accessible(page)
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    call = page.locator(".time-bar svg.call rect").bounding_box()
    assert call
    page.mouse.click(call["x"] + 1, call["y"] + call["height"] / 2)
    expect(head(page)).to_have_attribute("aria-valuetext", AT_CALL)
    playing(page)
    page.keyboard.press("Shift+ArrowLeft")
    expect(head(page)).to_have_attribute("aria-valuetext", EARLIER)
    playing(page)
    page.keyboard.press("l")
    expect(head(page)).to_have_attribute("aria-valuetext", "Now, live")


def test_a_clip_is_kept_with_its_hash_and_listed_in_the_call(
    recorded: Camera, incident: Incident, visit: Open
) -> None:
    page = visit()
    look_back(page, incident, recorded)
    playing(page)
    page.keyboard.press("i")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("o")
    page.get_by_role("button", name="Keep clip of").click()
    expect(page.locator(".player").get_by_text("kept for the call, SHA-256")).to_be_visible()
    page.get_by_text("1 clip kept").click()
    link = page.locator(".kept-stills a")
    title = page.locator(".kept-stills .muted").get_attribute("title")
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.status == 200
    assert answer.body()[4:8] == b"ftyp"
    assert title == f"SHA-256 {hashlib.sha256(answer.body()).hexdigest()}"


@pytest.mark.usefixtures("complaints")
def test_a_camera_nobody_records_says_so_and_leads_back_to_live(
    incident: Incident, visit: Open
) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}")
    page.locator(".cameras li").first.get_by_role("button").click()
    page.keyboard.press("r")
    expect(page.locator(".screen p")).to_have_text("Nothing records this camera.")
    expect(head(page)).to_be_visible()
    page.keyboard.press("l")
    expect(head(page)).to_have_attribute("aria-valuetext", "Now, live")


def test_without_film_pictures_come_one_by_one(
    recorded: Camera, incident: Incident, visit: Open
) -> None:
    page = visit()
    page.add_init_script(NO_FILM)
    look_back(page, incident, recorded)
    playing(page)
    expect(page.locator(".screen")).to_have_attribute("data-form", "slides")
    page.wait_for_function(OTHER_LIGHT, arg=page.evaluate(LIGHT, "canvas"))


def test_it_fits_a_phone(recorded: Camera, incident: Incident, visit: Open) -> None:
    page = visit(phone=True)
    look_back(page, incident, recorded)
    playing(page)
    accessible(page)
    for part in (".player", ".time-bar .track", ".deck-rows"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
