"""A camera turned from the map and from its player: one hand, told in words, and home again."""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from registry.accounts import casting
from registry.cameras.placing import place
from registry.models import Camera, Control, Hold, Incident
from tests.browser.centre import HOUSE, Centre
from tests.browser.conftest import Open

AXE = (HOUSE / "frontend/node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture
def ptz(incident: Incident, centre: Centre) -> Camera:
    """Put one of the corner's cameras on a head, looking away from the call."""
    camera = Camera.registry.get(number=2)
    camera.form, camera.reach_hfov, camera.reach_azimuth = "ptz", 360.0, 0.0
    camera.azimuth = ((camera.azimuth or 0.0) + 180) % 360
    camera.tilt, camera.vfov, camera.height = 10.0, 43.0, 6.0
    camera.save()
    place([camera.pk])
    Control.objects.create(
        camera=camera, url=f"http://127.0.0.1:{centre.feeds}/onvif", profile="main",
        azimuth=camera.azimuth, hfov_most=70.0, home_hfov=70.0,
    )  # fmt: skip
    incident.assigned.add(casting.cast()["officer"])
    return camera


def asked(question: Callable[[], object]) -> object:
    """Ask the database from outside Playwright's loop."""

    def run() -> object:
        try:
            return question()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(run).result()


def azimuth(camera: Camera) -> float:
    return float(str(asked(lambda: Camera.registry.get(pk=camera.pk).azimuth)))


def in_call(page: Page, incident: Incident) -> None:
    page.goto(f"/incidents/{incident.pk}")
    page.locator("#map[aria-busy=false]").wait_for()
    page.locator("#camera-list [data-row]").first.wait_for()


def test_a_camera_is_pointed_turned_by_hand_and_in_one_hand_only(
    ptz: Camera, incident: Incident, visit: Open
) -> None:
    page = visit()
    in_call(page, incident)
    before = azimuth(ptz)
    _point(page, ptz, before)
    assert azimuth(ptz) == before
    assert asked(Hold.objects.count) == 0

    page.locator(f"[data-row='{ptz.pk}']").click()
    panel = page.locator(".player .turning")
    panel.get_by_role("button", name="Right").click()
    expect(panel.get_by_role("button", name="Let go")).to_be_visible()
    assert azimuth(ptz) == pytest.approx((before + 70 / 3) % 360, abs=0.2)
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run('.player').then(seen => seen.violations.map(v => v.id))")
    assert found == []

    theirs = visit("supervisor")
    in_call(theirs, incident)
    theirs.keyboard.press("t")
    menu = theirs.get_by_role("group", name="Point a camera here")
    expect(menu).to_contain_text("dispatcher turns it for")
    expect(menu.get_by_role("button", name="Corner 2")).to_be_disabled()

    panel.get_by_role("button", name="Let go").click()
    expect(panel.get_by_role("button", name="Let go")).to_be_hidden()
    assert azimuth(ptz) == before


def _point(page: Page, ptz: Camera, before: float) -> None:
    """Point it at the call, to which it has its back, and let it go."""
    page.keyboard.press("t")  # the middle of the map is the call
    menu = page.get_by_role("group", name="Point a camera here")
    menu.get_by_role("button", name="Corner 2").click()
    bar = page.locator(".hands")
    expect(bar).to_contain_text("You turn Corner 2")
    assert math.cos(math.radians(azimuth(ptz) - before)) < -0.8
    row = page.locator(f"[data-row='{ptz.pk}']")
    expect(row).to_contain_text("Faces the point")
    bar.get_by_role("button", name="Let go").click()
    expect(bar).to_be_hidden()
    expect(row).not_to_contain_text("Faces the point")


def test_an_officer_sees_no_buttons(ptz: Camera, incident: Incident, visit: Open) -> None:
    page = visit("officer")
    in_call(page, incident)
    page.locator(f"[data-row='{ptz.pk}']").click()
    page.locator(".player").wait_for()
    expect(page.locator(".player .turning")).to_have_count(0)
    page.keyboard.press("t")
    expect(page.locator(".pointing")).to_have_count(0)
