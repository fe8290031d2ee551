"""An owner comes in by a mailed link, sees who watches, takes it back, and leaves for good."""

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Page, expect

from registry.models import Camera, Feed, Grant, Incident, Notice, Owner
from tests.browser.centre import Centre
from tests.browser.conftest import Open
from tests.browser.test_reach import faults


@pytest.fixture
def shown(incident: Incident, centre: Centre) -> Camera:
    """Let the shop's camera stream, and be watched at any time."""
    Owner.objects.filter(name="The shop").update(email="shop@example.org")
    camera = Camera.registry.get(number=7)
    Feed.objects.filter(camera=camera).update(source="rtsp", url=centre.films["h264"])
    Grant.objects.filter(camera=camera).update(condition="always")
    return camera


def mailed_link(centre: Centre) -> str:
    """Read the mail as the centre wrote it, from outside Playwright's loop."""
    keys = (centre.var / "keys/credential_keys").read_text().strip().split(",")

    def read() -> str:
        try:
            with override_settings(CREDENTIAL_KEYS=keys):
                body = Notice.objects.get(kind="owner_link").body
        finally:
            connection.close()
        return next(line for line in body.splitlines() if "/owner/enter/" in line)

    with ThreadPoolExecutor(1) as other:
        link = other.submit(read).result()
    return link[link.index("/owner/enter/") :]


def come_in(page: Page, centre: Centre) -> None:
    page.goto("/owner/signin")
    page.get_by_label("Your e-mail address").fill("shop@example.org")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("a link is on its way")).to_be_visible()
    page.goto(mailed_link(centre))
    page.get_by_role("button", name="Open my page").click()
    expect(page.get_by_role("heading", name="Your cameras")).to_be_visible()


@pytest.mark.usefixtures("complaints")
def test_an_owner_sees_a_look_ends_it_takes_everything_along_and_leaves(
    shown: Camera, incident: Incident, centre: Centre, visit: Open
) -> None:
    desk = visit()
    desk.goto(f"/incidents/{incident.pk}")
    desk.locator(f"[data-row='{shown.pk}']").click()
    expect(desk.locator(".player .state").first).to_have_text("live")

    page = visit("owner", phone=True, theme="light")
    come_in(page, centre)
    assert faults(page) == []
    page.goto(f"/owner/cameras/{shown.pk}")
    expect(page.get_by_text("1 person watches it live now.")).to_be_visible()
    expect(page.locator(".looks")).to_contain_text("Watched live video")
    expect(page.locator(".looks")).to_contain_text(incident.number)
    assert faults(page) == []

    page.get_by_role("button", name="Take it back from").click()
    # the page looks again by itself until media's own log says that it has ended
    expect(page.locator("#test .note")).to_contain_text("own log, after")
    expect(page.locator(".verdict.open")).to_have_count(0)
    expect(desk.locator(".screen p")).to_contain_text("has not opened its live video")

    page.goto("/owner")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        told = json.loads(archive.read("everything.json"))
    assert "live" in [look["kind"] for look in told["looks"]]

    page.get_by_text("Delete everything and leave").click()
    page.get_by_label("Type DELETE to confirm").fill("delete")
    page.get_by_role("button", name="Delete everything", exact=True).click()
    expect(page.get_by_role("heading", name="It is done")).to_be_visible()
    page.goto("/owner")
    expect(page).to_have_url("/owner/signin")
