"""A dispatcher asks, the owner says yes on a phone: it opens; the owner stops: it shuts."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from playwright.sync_api import expect

from registry.models import Camera, Grant, Incident, Notice, Owner, Question
from registry.owners import links
from tests.browser.centre import HOUSE
from tests.browser.conftest import Open

AXE = (HOUSE / "frontend/node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture
def camera(incident: Incident) -> Camera:
    """Have the shop's cameras ask each time."""
    Owner.objects.filter(name="The shop").update(email="shop@example.org")
    Grant.objects.update(condition="ask")
    return Camera.registry.get(number=7)


def way_in() -> str:
    """Make a link as the mail has one, outside Playwright's loop; the mail itself is sealed."""

    def make() -> str:
        question = Question.objects.get()
        assert Notice.objects.filter(about_id=str(question.pk), to="shop@example.org").exists()
        owner = question.grant.owner
        try:
            return links.make(owner, "ask", about=str(question.pk), lasts=timedelta(minutes=25))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return f"/ask/{other.submit(make).result()}"


@pytest.mark.usefixtures("complaints")  # the page is told that the camera is shut again
def test_an_owner_says_yes_on_the_phone_and_stops_it(
    camera: Camera, incident: Incident, visit: Open
) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}")
    row = page.locator("#camera-list li", has=page.locator(f"[data-row='{camera.pk}']"))
    expect(row.locator(".state")).to_have_text("locked")
    row.get_by_role("button", name="Ask the owner").click()
    expect(row).to_contain_text("The owner was asked")
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run('#camera-list').then(result => result.violations)")
    assert not found, json.dumps(found, indent=1)

    phone = visit("owner", phone=True)
    phone.goto(way_in())
    phone.evaluate(AXE)
    found = phone.evaluate("() => axe.run().then(result => result.violations)")
    assert not found, json.dumps(found, indent=1)
    phone.get_by_role("button", name="Yes, for this call").click()
    expect(phone.locator("#answer[data-state=open]")).to_be_visible()

    expect(row).to_contain_text("The owner said yes")
    expect(row.locator(".state")).to_have_text("live")
    phone.get_by_role("button", name="Stop now").click()
    expect(phone.locator("#answer[data-state=closed]")).to_be_visible()
    expect(row.locator(".state")).to_have_text("locked")
    expect(row.get_by_role("button", name="Ask the owner")).to_be_visible()
