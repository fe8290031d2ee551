"""A planner puts a camera up without a mouse, saves, changes, compares, and loses nothing."""

import re

import numpy as np
import pytest
from django.contrib.gis.geos import LineString
from django.utils import timezone
from playwright.sync_api import Page, Response, expect

from geo.hexgrid import Cells
from geo.plane import Plane
from registry.accounts import casting
from registry.coverage.measuring import measure_sights
from registry.coverage.sights import agency
from registry.models import Incident, Study, StudyCell, StudyStreet
from tests.browser.conftest import Open
from tests.browser.corner import CORNER, at, box
from tests.browser.test_reach import faults


@pytest.fixture
def study(incident: Incident) -> Study:
    """Study a quarter east of the corner, entered before Playwright's loop."""
    study = Study.objects.create(
        name="East quarter", author=casting.cast()["planner"], at=timezone.now(),
        state=Study.State.DONE, level="detect", area=box(60, -40, 140, 40),
    )  # fmt: skip
    plane = Plane(*CORNER)
    table = Cells.within(plane, (60, -40, 140, 40))
    seen = np.isin(table.ids, measure_sights(agency(study.at)).cell)
    StudyCell.objects.bulk_create(
        StudyCell(
            study=study, cell=int(np.int64(cell)), px_per_m=30.0 * see, level=int(see),
            cameras=int(see), sure=0.5, public=True,
        )
        for cell, see in zip(table.ids, seen.tolist(), strict=True)
    )  # fmt: skip
    StudyStreet.objects.create(
        study=study, name="East Street", metres=80.0, level=0, seen=False,
        line=LineString(at(60, 0), at(140, 0), srid=4326),
    )  # fmt: skip
    study.numbers = {"area_m2": 80 * 80, "public_m2": 80 * 80, "street_m": {"total": 80.0}}
    study.save(update_fields=["numbers"])
    return study


def chip(page: Page, name: str) -> str:
    return page.locator(f"#deltas [data-chip={name}]").inner_text()


def worked_out(page: Page) -> None:
    """Wait until the numbers are those of the last act."""
    expect(page.locator("#deltas .chips")).to_have_attribute("aria-busy", "false")


def save(page: Page, name: str) -> Response:
    page.locator("[name=version]").fill(name)
    with page.expect_response(re.compile(r"/versions$")) as answered:
        page.get_by_role("button", name="Save version").press("Enter")
    return answered.value


def test_a_planner_tries_a_camera_out_without_a_mouse(study: Study, visit: Open) -> None:
    page = visit("planner")
    page.goto(f"/coverage/whatif/new?study={study.pk}")
    expect(page.locator("#cameras summary")).to_contain_text("Cameras")
    expect(page.locator("#map")).to_have_attribute("aria-busy", "false")

    page.keyboard.press("c")
    expect(page.locator("#chosen-name")).to_contain_text("new")
    worked_out(page)
    assert page.evaluate("document.activeElement.className").startswith("handle tip")
    first = chip(page, "area")
    assert first.startswith("+")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#pose-azimuth")).to_have_value("15")
    page.locator("#pose-range").fill("20")
    expect(page.locator("#deltas [data-chip=area]")).not_to_have_text(first)
    expect(page.locator("#still")).to_have_js_property("naturalWidth", 320)
    worked_out(page)
    small = chip(page, "area")
    assert faults(page) == []

    page.locator("#map").press("Control+z")
    expect(page.locator("#pose-range")).not_to_have_value("20")
    page.locator("#map").press("Control+Shift+Z")
    expect(page.locator("#pose-range")).to_have_value("20")
    page.reload()
    expect(page.locator("#restored")).to_be_visible()
    expect(page.locator("#deltas [data-chip=area]")).to_have_text(small)

    page.locator("[name=scenario]").fill("Corner shop")
    assert save(page, "Short").status == 201
    expect(page.locator("#scenario-name")).to_have_text("Corner shop")
    expect(page.locator("[data-version='1']")).to_have_attribute("aria-current", "true")
    page.locator("#cameras summary").press("Enter")
    page.locator("[data-camera=new-1]").press("Enter")
    page.locator("#pose-hfov").fill("360")
    expect(page.locator("#deltas [data-chip=area]")).not_to_have_text(small)
    assert save(page, "All round").status == 201
    expect(page.locator("[data-version='2']")).to_have_attribute("aria-current", "true")

    page.locator("#versions a", has_text="Compare with version 2").press("Enter")
    expect(page.locator("#deltas-a [data-chip=area]")).to_have_text(small)
    expect(page.locator("#map-b")).to_have_attribute("aria-busy", "false")
    page.locator("#swipe").press("ArrowRight")
    expect(page.locator("#swipe")).to_have_value("55")
    assert faults(page) == []

    page.goto(re.sub(r"compare\?a=([^:]+):.*", r"whatif/\1?v=1", page.url))
    expect(page.locator("#deltas [data-chip=area]")).to_have_text(small)
    assert page.locator("#restored").count() == 0
