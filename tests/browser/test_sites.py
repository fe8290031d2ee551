"""A planner asks where more cameras would help, looks at the answer, and tries it out."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from registry.models import CameraType, Incident, Proposal, Study
from tests.browser.conftest import Open
from tests.browser.test_reach import faults
from tests.registry.coverage.drawn import PLANE, draw


@pytest.fixture
def study(incident: Incident) -> Study:
    """Propose two lamps on the study drawn by hand, before Playwright's loop begins."""
    study = draw().study
    kind = CameraType.objects.filter(mount="pole").first()
    assert kind is not None
    Proposal.objects.create(
        study=study,
        author=study.author,
        state=Study.State.DONE,
        wanted={"many": 2, "budget": None, "weight": "street", "turned": [], "turned_away": 0},
        found={
            "sites": [site(kind, (30.0, -30.0), 40.0), site(kind, (-30.0, -30.0), 25.0)],
            "left": {"area": 4000.0, "street": 100.0, "demand": 1.0},
            "at_least": 0.93, "guarantee": 0.5, "bound": 70.0,
            "places": 2, "fitting": 2, "listed": 3, "outside": 0,
        },
    )  # fmt: skip
    return study


def site(kind: CameraType, spot: tuple[float, float], metres: float) -> dict[str, Any]:
    ((lng, lat),) = PLANE.to_degrees([spot]).tolist()
    return {
        "at": [lng, lat], "source": "lamp", "name": "", "street": "Oak Street", "kind": kind.pk,
        "kind_name": kind.name, "azimuth": 45.0, "hfov": 90.0, "range": 60.0, "height": 5.0,
        "form": "fixed", "mount": "pole", "width_px": 2688, "cost": 9600.0,
        "gain": {"area": 900.0, "street": metres, "demand": 0.2},
    }  # fmt: skip


def test_sites_are_asked_for_looked_at_and_tried_out(study: Study, visit: Open) -> None:
    page = visit("planner")
    page.goto(f"/coverage/{study.pk}?tab=sites")
    proposed = page.locator("#proposed")
    expect(proposed).to_contain_text("65 m of street that nobody is known to see")
    expect(proposed).to_contain_text("at least 93 % of the best possible")
    expect(page.locator("#recruit")).to_contain_text("Buying the sites proposed last costs")
    second = proposed.locator("[data-site='2']")
    second.click()
    expect(second).to_have_attribute("aria-pressed", "true")
    assert faults(page) == []

    page.get_by_label("Money").check()
    page.get_by_label("USD over five years").fill("20000")
    page.get_by_role("button", name="Propose sites").click()
    page.locator("#stop-looking").click()
    expect(page.locator("#panel-sites")).to_contain_text("It was cancelled")

    page.locator("#earlier").select_option(index=1)
    page.locator("#try").click()
    page.wait_for_url(re.compile(r"/coverage/whatif/[0-9a-f-]{36}"))
    expect(page.locator("body")).to_contain_text("2 proposed sites")
