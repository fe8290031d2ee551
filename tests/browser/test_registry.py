"""A registrar works through what waits, without a mouse, and takes a slip back."""

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from registry.cameras.placing import place
from registry.models import Camera, Incident, Owner
from tests.browser.conftest import Open
from tests.browser.corner import at
from tests.browser.test_reach import faults


@pytest.fixture
def waiting(incident: Incident) -> None:
    """Two cameras on one pole wait, entered before Playwright's loop."""
    for number, name in ((901, "Porch"), (902, "Gate")):
        owner = Owner.objects.create(kind="resident", name="Ann", email=f"{name}@mail.example")
        spot = Point(*at(5, 5), srid=4326)
        Camera.registry.create(
            number=number, name=name, kind="resident", level=1, status="pending", owner=owner,
            position=spot, surveyed_position=spot, azimuth=45.0,
        )  # fmt: skip
    place()


def test_a_registrar_decides_without_a_mouse_and_takes_a_slip_back(
    waiting: None, visit: Open
) -> None:
    page = visit("registrar")
    page.goto("/registry")
    name = page.locator("#chosen-name")
    expect(name).to_have_text("901 · Porch")
    expect(page.locator(".alike")).to_contain_text("902 · Gate")
    expect(page.locator("#map canvas")).to_be_attached()
    assert faults(page) == []

    page.keyboard.press("j")
    expect(name).to_have_text("902 · Gate")
    page.keyboard.press("b")
    page.keyboard.press("Space")
    page.keyboard.press("a")  # a letter while a reason is picked decides nothing
    page.get_by_role("button", name="Ask the owner").press("Enter")
    expect(page.locator("[data-rows=asked]")).to_contain_text("Where does it hang?")

    page.keyboard.press("a")
    expect(page.locator("[data-rows=lately]")).to_contain_text("901 · Porch")
    expect(page.locator("#undo")).to_contain_text("Accepted: 901")
    page.keyboard.press("u")
    expect(page.locator("[data-rows=waiting]")).to_contain_text("901 · Porch")
    assert faults(page) == []
