"""Playlists in the page: played by a player of lists, and ended with the look."""

import pytest
from playwright.sync_api import expect

from registry.models import Camera, Feed, Incident
from tests.browser.centre import Centre
from tests.browser.conftest import Open
from tests.browser.test_live import TWENTY_IN_TWO_SECONDS, Outside, live, open_player, outside

__all__ = ["outside"]

EMPTY = """() => {
  const video = document.querySelector('.player video');
  return !video.src && video.readyState === 0;
}"""


@pytest.fixture(params=["fragments", "encrypted"])
def listed(incident: Incident, centre: Centre, request: pytest.FixtureRequest) -> Camera:
    """Have the cameras of the corner come over HLS, in fragments of MP4."""
    url = centre.films[request.param]
    Feed.objects.exclude(url__contains="dead").update(source="hls", url=url)
    return Camera.registry.get(number=8)


@pytest.mark.usefixtures("complaints")
def test_a_list_plays_until_the_call_is_closed(
    listed: Camera, incident: Incident, visit: Open, outside: Outside
) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/hls/" in sent.url else None)
    open_player(page, incident, listed)
    live(page)
    page.wait_for_function(TWENTY_IN_TWO_SECONDS)
    assert asked
    assert not any("token" in url or "pass" in url for url in asked)
    outside(lambda: Incident.registry.filter(pk=incident.pk).update(
        state="closed", closed_at=incident.reported_at
    ))  # fmt: skip
    expect(page.locator(".screen p")).to_have_text("The call is closed.")
    page.wait_for_function(EMPTY)
