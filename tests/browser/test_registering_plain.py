"""A resident whose browser runs no script registers a camera on a phone, in Spanish."""

import re

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Browser, expect

from registry.models import Address, Incident
from tests.browser.centre import Centre
from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.corner import at
from tests.browser.test_registering import mailed, registered


@pytest.fixture
def door(incident: Incident) -> None:
    """Give one house of the corner a number."""
    Address.objects.create(
        source="town", external_id="7", number="7", street="Oak Street", place="Springfield",
        position=Point(*at(20, 90), srid=4326),
    )  # fmt: skip


def test_no_script_is_needed_to_register(door: None, browser: Browser, centre: Centre) -> None:
    context = browser.new_context(
        base_url=centre.address,
        java_script_enabled=False,
        viewport=PHONE,  # type: ignore[arg-type]
        color_scheme="dark",
        locale="es-MX",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/register")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Register a camera")
    page.get_by_role("button", name="Español").click()

    page.get_by_label("Dirección de la cámara").fill("oak")
    page.get_by_role("button", name="Buscar la dirección").click()
    expect(page.get_by_role("radio", name="7 Oak Street, Springfield")).to_be_checked()
    page.get_by_label("¿Hacia dónde mira?").select_option("Sur")
    page.get_by_role("button", name="Mostrar lo que ve").click()
    expect(page.get_by_role("img", name="Mapa de las casas")).to_be_visible()

    page.get_by_label("Su nombre").fill("Ana Ruiz")
    page.get_by_label("Su correo electrónico").fill("ana@gamil.com")
    page.get_by_label("La cámara es mía").check()
    page.get_by_role("button", name="Registrar la cámara").click()
    faults = page.get_by_role("alert")
    expect(faults.get_by_role("link")).to_contain_text("¿Quiso decir ana@gmail.com?")
    expect(page.get_by_label("Su nombre")).to_have_value("Ana Ruiz")
    page.get_by_label("Su correo electrónico").fill("ana@gmail.com")
    page.get_by_role("button", name="Registrar la cámara").click()
    expect(page.locator("#sent")).to_contain_text("ana@gmail.com")
    assert registered() == "draft"

    link = re.search(r"/register/confirm/\S+", mailed(centre))
    assert link
    page.goto(link[0])
    assert registered() == "draft"  # who opens a mail's links has confirmed nothing
    page.get_by_role("button", name="Sí, registrarla").click()
    expect(page.locator("#confirmed")).to_be_visible()
    assert registered() == "pending"
    context.close()
