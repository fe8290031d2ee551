"""A resident registers a camera on the map and confirms it by the link in the mail."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.gis.geos import Point
from django.core import mail
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Page, expect

from registry.models import Address, Camera, Incident
from registry.notices.sending import deliver
from registry.places.anchors import draw_anchors
from tests.browser.centre import Centre
from tests.browser.conftest import Open
from tests.browser.corner import at
from tests.browser.test_reach import faults


@pytest.fixture
def street(incident: Incident) -> None:
    """Number the doors of a street north of the corner, enough for an anchor."""
    Address.objects.bulk_create(
        Address(
            source="town", external_id=str(n), number=str(n), street="Elm Street",
            place="Springfield", position=Point(*at(-200 + 12 * n, 70), srid=4326),
        )
        for n in range(1, 25)
    )  # fmt: skip
    draw_anchors()


def mailed(centre: Centre) -> str:
    """Send what waits in the outbox, from outside Playwright's loop; give the last mail."""
    keys = (centre.var / "keys" / "credential_keys").read_text().strip().split(",")

    def send() -> str:
        try:
            with override_settings(CREDENTIAL_KEYS=keys):
                deliver()
            return str(mail.outbox[-1].body)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(send).result()


def registered() -> str:
    """Give the state of the camera that was registered last."""

    def ask() -> str:
        try:
            return str(Camera.registry.latest("created_at").status)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(ask).result()


def turned(page: Page, handle: str, key: str) -> float:
    """Press a key on a handle; give the direction the server then says what is seen in."""
    with page.expect_response("**/api/register/preview") as answered:
        page.get_by_role("slider", name=handle).press(key)
    told = answered.value.json()
    assert told["sees"]["type"] == "MultiPolygon"
    return float(told["azimuth"])


def test_a_resident_registers_and_confirms(street: None, visit: Open, centre: Centre) -> None:
    page = visit("resident", theme="light")
    page.goto("/register")
    page.locator(".ground[aria-busy=false]").wait_for()

    page.get_by_role("button", name="Next").click()  # nothing was said yet
    expect(page.get_by_role("alert")).to_contain_text("Say where the camera is")
    page.get_by_role("combobox", name="Address").press_sequentially("14 elm")
    expect(page.get_by_role("option")).to_have_text("14 Elm Street, Springfield")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".note:visible")).to_contain_text("near 14 Elm Street")
    page.get_by_role("button", name="Next").click()

    expect(page.locator(".note:visible")).to_contain_text("We guessed that it looks straight away")
    before = turned(page, "Direction and range", "ArrowRight")
    after = turned(page, "Direction and range", "Shift+ArrowRight")
    assert (after - before) % 360 == 15
    expect(page.get_by_role("spinbutton", name="Direction")).to_have_value(f"{after:g}")
    assert faults(page) == []
    page.reload()  # nothing was sent, nothing is lost
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_role("spinbutton", name="Direction")).to_have_value(f"{after:g}")
    page.get_by_role("button", name="Next").click()

    page.get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.keyboard.press("Enter")
    expect(page.locator(".note .note")).to_contain_text("This dot is all the public would see")
    expect(page.get_by_label("public map")).not_to_be_checked()
    page.get_by_label("I own this camera").check()
    with page.expect_request(lambda sent: sent.method == "POST" and "/register" in sent.url) as way:
        page.get_by_role("button", name="Register the camera").click()
    assert "altcha=ey" in (way.value.post_data or "")  # the work was done meanwhile
    expect(page.locator("#sent")).to_contain_text("ana@example.org")
    assert page.evaluate("() => sessionStorage.length") == 0
    assert registered() == "draft"

    link = re.search(r"/register/confirm/\S+", mailed(centre))
    assert link
    page.goto(link[0])
    page.get_by_role("button", name="Yes, register it").click()
    expect(page.locator("#confirmed")).to_be_visible()
    assert registered() == "pending"
