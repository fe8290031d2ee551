"""Drones on the map: where they have been, what they cover, and when they were last seen."""

import math
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from playwright.sync_api import Page, expect

from registry.cameras.moving import record_pose
from registry.cameras.trails import rest_silent
from registry.models import Camera, Incident, Owner
from tests.browser.conftest import Open
from tests.browser.corner import CORNER, at

ZOOM = 17.5
METRES_PER_PIXEL = 40_075_016.686 * math.cos(math.radians(CORNER[1])) / (512 * 2**ZOOM)
FLYING, SILENT = 40.0, -45.0  # metres north of the corner
COVERS = ((10, 20), (45, 20), (38, -12), (14, -12))


@pytest.fixture
def drones(incident: Incident) -> dict[float, Camera]:
    """One that flies now, and one that fell silent two minutes ago, by metres north."""
    owner = Owner.objects.get(kind=Owner.Kind.AGENCY)
    drones = {}
    for number, north, ago in ((90, FLYING, 0), (91, SILENT, 120)):
        camera = drones[north] = Camera.registry.create(
            number=number, name=f"Drone {number}", kind="uav", form="moving", level=0, owner=owner,
            position=Point(*at(0, north)), surveyed_position=Point(*at(0, north)), height=60.0,
        )  # fmt: skip
        for step in range(6):
            east = 8.0 * step - 40
            ground = [at(east + x, north + y) for x, y in COVERS]
            when = timezone.now() - timedelta(seconds=ago + 6 - step)
            record_pose(camera.pk, when, *at(east, north), {"azimuth": 90.0}, ground)
    rest_silent()
    return drones


def hover(page: Page, east: float, north: float) -> None:
    box = page.locator("#map").bounding_box()
    assert box
    x = box["x"] + box["width"] / 2 + east / METRES_PER_PIXEL
    y = box["y"] + box["height"] / 2 - north / METRES_PER_PIXEL
    page.mouse.move(x - 60, y - 60)
    page.mouse.move(x, y)


def test_a_drone_that_is_looked_at_shows_where_it_has_been(
    drones: dict[float, Camera], visit: Open
) -> None:
    page = visit()
    page.goto(f"/map?at={CORNER[0]},{CORNER[1]},{ZOOM}")
    expect(page.locator("#camera-list")).to_contain_text("Drone 91")
    for north, drone in drones.items():
        with page.expect_response(f"**/{drone.pk}/trail") as told:
            hover(page, 0, north)
        expect(page.locator("#card")).to_contain_text(drone.name)
        parts = {each["properties"]["part"]: each for each in told.value.json()["features"]}
        assert len(parts["way"]["geometry"]["coordinates"]) == 6
        assert set(parts) == {"way", "ground", "last"}
        assert parts["last"]["properties"]["silent"] is (north == SILENT)
