"""A stranger asks whether a street is covered: on the map, and in words where there is none."""

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from playwright.sync_api import expect

from registry.audit.actors import Shell
from registry.cameras.publishing import publish
from registry.models import Address, Camera, Incident, Street
from registry.places.anchors import draw_anchors
from tests.browser.conftest import Open
from tests.browser.corner import at
from tests.browser.test_reach import faults


@pytest.fixture
def street(incident: Incident) -> None:
    """Lay a street of thirty doors through the corner, and publish an agency's cameras on it."""
    line = MultiLineString(LineString(at(-300, 0), at(300, 0)), srid=4326)
    Street.objects.create(
        source="town", external_id="oak", name="Oak Street", kind="residential", line=line
    )
    Address.objects.bulk_create(
        Address(
            source="town", external_id=f"{n}", street="Oak Street", number=f"{n}",
            position=Point(*at((n - 15) * 20, 15), srid=4326),
        )
        for n in range(30)
    )  # fmt: skip
    draw_anchors()
    for camera in Camera.registry.filter(level=0).exclude(form="moving")[:6]:
        publish(camera, Shell("test"))


@pytest.mark.usefixtures("street")
def test_a_stranger_finds_their_street_on_a_desk_and_on_a_phone(visit: Open) -> None:
    page = visit("stranger")
    page.goto("/public")
    expect(page.locator("#map")).to_have_attribute("aria-busy", "false")
    assert faults(page) == []
    page.get_by_label("Street or address").fill("12 oak street")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("#answer")).to_contain_text("12 Oak Street")
    expect(page.locator("#answer")).to_contain_text("agency camera")

    phone = visit("stranger", phone=True, theme="light")
    phone.goto("/public?q=oak")
    expect(phone.locator("#streets")).to_contain_text("Oak Street")
    phone.get_by_role("button", name="Español").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Cámaras de esta ciudad")
    expect(phone.locator("#map")).to_have_attribute("aria-busy", "false")
    assert faults(phone) == []
    assert phone.evaluate("() => document.documentElement.scrollWidth") == 390
