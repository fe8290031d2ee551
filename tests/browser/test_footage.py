"""An investigator asks for footage, an owner keeps and sends it, and the board shows it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from registry.models import Camera, Incident, Notice, Owner, Placement
from tests.browser.centre import Centre
from tests.browser.conftest import Open
from tests.browser.test_reach import faults


@pytest.fixture
def asked_about(incident: Incident) -> Incident:
    """Let the shop have recorded for long, at a call of yesterday."""
    Owner.objects.filter(name="The shop").update(email="shop@example.org")
    Camera.registry.filter(owner__name="The shop").update(retention_days=30)
    Placement.objects.update(valid_from=timezone.now() - timedelta(days=30))
    Incident.registry.update(reported_at=timezone.now() - timedelta(days=1))
    return incident


def mailed(centre: Centre) -> str:
    """Read the mail as the centre wrote it, from outside Playwright's loop."""
    keys = (centre.var / "keys/credential_keys").read_text().strip().split(",")

    def read() -> str:
        try:
            with override_settings(CREDENTIAL_KEYS=keys):
                return Notice.objects.get(kind="footage_keep").body
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        body = other.submit(read).result()
    line = next(line for line in body.splitlines() if "/keep/" in line)
    return line[line.index("/keep/") :]


def ask(page: Page, incident: Incident) -> None:
    """Draw round the call and send it to the one owner who saw it."""
    page.goto(f"/requests/new?incident={incident.pk}")
    expect(page.locator("#drawing")).to_have_attribute("data-ready", "true")
    expect(page.locator("#measure")).to_have_text("0.125 km²")
    page.locator("#clear").click()
    page.get_by_role("button", name="Draw corners").click()
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    assert box
    left, right = box["x"] + box["width"] * 0.3, box["x"] + box["width"] * 0.7
    top, bottom = box["y"] + box["height"] * 0.2, box["y"] + box["height"] * 0.8
    for x, y in ((left, top), (right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y)
        page.mouse.click(x, y)
    expect(page.locator("#measure")).not_to_be_empty()
    expect(page.locator("#id_area")).to_have_value(re.compile("Polygon"))
    page.get_by_label("Purpose").select_option("investigation")
    page.get_by_label("Whom owners can ask").fill("Det. Reed")
    assert faults(page) == []
    page.get_by_role("button", name="Next: whom to ask").click()
    expect(page.locator(".owners li")).to_have_count(1)
    expect(page.locator(".owners")).to_contain_text("expires in 28 days")
    assert faults(page) == []
    page.get_by_role("button", name="Send to those ticked").click()
    expect(page.locator("#received")).to_have_text("0")


def test_from_the_map_to_the_owner_and_back_to_the_board(
    asked_about: Incident, centre: Centre, visit: Open
) -> None:
    desk = visit("investigator")
    ask(desk, asked_about)
    assert faults(desk) == []

    phone = visit("stranger", phone=True, theme="light")
    phone.goto(mailed(centre))
    assert faults(phone) == []
    phone.get_by_role("button", name="I keep it").click()
    expect(phone.get_by_text("Thank you for keeping it")).to_be_visible()
    film = {"name": "cam1.dav", "mimeType": "application/octet-stream", "buffer": b"film" * 1000}
    phone.locator("#upload-files").set_input_files(film)  # type: ignore[arg-type]
    phone.locator("form.upload button[type=submit]").click()
    expect(phone.locator("#arrived")).to_be_visible()
    assert faults(phone) == []
    assert phone.evaluate("() => document.documentElement.scrollWidth") == 390
    phone.get_by_role("button", name="That is all").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()

    desk.reload()
    expect(desk.locator("#received")).to_have_text("1")
    expect(desk.locator(".arrivals")).to_contain_text("cam1.dav")
    expect(desk.locator(".arrivals")).to_contain_text("The shop")
    desk.get_by_label("Yes").check()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Said on")).to_be_visible()
