"""A walk with a phone that loses its line and finds it again."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.utils import timezone
from playwright.sync_api import expect

from registry.canvass.models import Door, Walk
from registry.models import FootageRequest, Incident, User
from tests.browser.conftest import Open
from tests.browser.corner import CORNER, at
from tests.browser.test_reach import faults


@pytest.fixture
def walk(incident: Incident) -> Walk:
    """Lay out three doors for the officer."""
    officer = User.objects.get(username="officer")
    now = timezone.now()
    request = FootageRequest.registry.create(
        state="sent", made_by=User.objects.get(username="investigator"), case_number="26-0117",
        begins=now - timedelta(hours=2), ends=now - timedelta(hours=1), sent_at=now,
        area=Polygon.from_bbox((*at(-60, -60), *at(60, 60))), upload_at=now, lapses_at=now,
    )  # fmt: skip
    walk = Walk.objects.create(request=request, made_by=request.made_by)
    walk.walkers.add(officer)
    Door.objects.bulk_create(
        Door(walk=walk, turn=n, address=f"{n} Elm Street", position=Point(*CORNER))
        for n in (1, 2, 3)
    )
    return walk


@pytest.mark.usefixtures("complaints")  # the browser itself tells of a line that is gone
def test_what_is_noted_without_a_line_is_sent_when_there_is_one(walk: Walk, visit: Open) -> None:
    page = visit("officer", phone=True, own=True)
    page.goto(f"/canvass/{walk.pk}")
    expect(page.locator("#done")).to_have_text("0 of 3 doors done")
    page.get_by_role("button", name="No camera: 1 Elm Street").click()
    expect(page.locator("#line")).to_have_text("Everything is sent.")
    assert not faults(page)
    page.wait_for_function("caches.match(location.href).then(Boolean)")

    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name="Keeps it: 2 Elm Street").click()
    expect(page.locator("#line")).to_have_text("No connection: 1 note waits here.")
    expect(page.locator("#done")).to_have_text("2 of 3 doors done")
    page.get_by_role("button", name="Code: 2 Elm Street").click()
    expect(page.locator("#code svg")).to_be_visible()
    page.get_by_role("button", name="Close").click()

    with page.expect_response(f"**/api/canvass/{walk.pk}/marks") as told:
        page.context.set_offline(False)
    assert told.value.json() == {"news": 1}
    expect(page.locator("#line")).to_have_text("Everything is sent.")
