"""Live video in the page: film that moves, JPEG where there is no film, and an end that is told."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from registry.models import Camera, Entry, Feed, Incident
from tests.browser.centre import HOUSE, Centre
from tests.browser.conftest import Open

AXE = (HOUSE / "frontend/node_modules/axe-core/axe.min.js").read_text()
# Two seconds by the video's own clock: a busy machine's page may not look as often as that.
TWENTY_IN_TWO_SECONDS = """() => {
  const video = document.querySelector('.player video');
  const frames = video.getVideoPlaybackQuality().totalVideoFrames;
  const now = video.currentTime;
  if (!window.counted) video.addEventListener('seeking', () => (window.counted = []));
  window.counted = [...(window.counted ?? []), [now, frames]]
    .filter(([at]) => at <= now && now - at <= 2);
  return frames - window.counted[0][1] >= 20;
}"""
CLOSE = """() => {
  const { buffered, currentTime } = document.querySelector('.player video');
  const behind = buffered.length ? buffered.end(buffered.length - 1) - currentTime : 9;
  window.close_for = behind < 0.5 ? (window.close_for ?? 0) + 1 : 0;
  return window.close_for > 20;
}"""
# The clock burned into the picture: its pixels, as numbers that change with it.
CLOCK = """form => {
  const shown = document.querySelector(`.player ${form}`);
  const canvas = document.createElement('canvas');
  canvas.width = 480;
  canvas.height = 270;
  const context = canvas.getContext('2d');
  context.drawImage(shown, 0, 0, 480, 270);
  return [...context.getImageData(370, 246, 108, 22).data];
}"""
MOVED = f"""before => ({CLOCK})('canvas')
  .filter((n, at) => Math.abs(n - before[at]) > 60).length > 20"""
Outside = Callable[[Callable[[], object]], None]
NO_FILM = "delete window.MediaSource; delete window.ManagedMediaSource;"


@pytest.fixture
def filmed(incident: Incident, centre: Centre) -> Camera:
    """Have every camera of the corner stream."""
    Feed.objects.exclude(url__contains="dead").update(source="rtsp", url=centre.films["h264"])
    return Camera.registry.get(number=8)


@pytest.fixture
def outside() -> Outside:
    """Ask the database from outside Playwright's loop."""

    def do(deed: Callable[[], object]) -> None:
        def run() -> None:
            deed()
            connection.close()

        with ThreadPoolExecutor(1) as other:
            other.submit(run).result()

    return do


def open_player(page: Page, incident: Incident, camera: Camera) -> None:
    page.goto(f"/incidents/{incident.pk}")
    page.locator(f"[data-row='{camera.pk}']").click()


def live(page: Page) -> None:
    expect(page.locator(".player .state").first).to_have_text("live")


def changed(before: list[int], after: list[int]) -> int:
    return sum(abs(a - b) > 60 for a, b in zip(before, after, strict=True))


def test_film_plays_close_to_life_a_still_is_kept_and_the_look_is_written_down(
    filmed: Camera, incident: Incident, visit: Open, outside: Outside
) -> None:
    page = visit()
    open_player(page, incident, filmed)
    live(page)
    clock = page.evaluate(CLOCK, "video")
    page.wait_for_function(TWENTY_IN_TWO_SECONDS)
    assert changed(clock, page.evaluate(CLOCK, "video")) > 20
    page.wait_for_function(CLOSE)  # twenty looks in a row

    page.keyboard.press("s")
    expect(page.locator(".player").get_by_text("Still kept for the call")).to_be_visible()
    page.get_by_text("1 still kept").click()
    link = page.locator(".kept-stills a")
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.status == 200
    assert answer.body()[:3] == b"\xff\xd8\xff"

    page.locator(".player").get_by_role("button", name="Close").click()
    expect(page.locator(".player")).to_have_count(0)
    assert looks(filmed, outside) == ["live_asked", "live_opened", "live_closed"]


def looks(camera: Camera, outside: Outside) -> list[str]:
    """Give the log's rows of a look once it has its last, or what there is after a while."""
    rows: list[str] = []

    def read() -> None:
        found = Entry.objects.filter(subject_id=camera.pk, action__startswith="live")
        rows[:] = found.order_by("id").values_list("action", flat=True)

    deadline = time.monotonic() + 30
    while "live_closed" not in rows and time.monotonic() < deadline:
        outside(read)
    return rows


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_without_film_pictures_come_one_by_one(
    codec: str, filmed: Camera, incident: Incident, centre: Centre, visit: Open, outside: Outside
) -> None:
    outside(lambda: Feed.objects.filter(pk=filmed.pk).update(url=centre.films[codec]))
    page = visit()
    page.add_init_script(NO_FILM)
    open_player(page, incident, filmed)
    live(page)
    expect(page.locator(".screen")).to_have_attribute("data-form", "slides")
    clock = page.evaluate(CLOCK, "canvas")
    page.wait_for_function(MOVED, arg=clock)


@pytest.mark.usefixtures("complaints")
def test_closing_the_call_ends_it_and_says_so(
    filmed: Camera, incident: Incident, visit: Open, outside: Outside
) -> None:
    page = visit()
    open_player(page, incident, filmed)
    live(page)
    outside(lambda: Incident.registry.filter(pk=incident.pk).update(
        state="closed", closed_at=incident.reported_at
    ))  # fmt: skip
    expect(page.locator(".screen p")).to_have_text("The call is closed.")
    assert page.locator(".screen").get_attribute("data-shows") is None


@pytest.mark.usefixtures("complaints")
def test_a_locked_camera_says_the_exact_condition(
    filmed: Camera, incident: Incident, visit: Open
) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}")
    page.locator(".cameras li", has_text="locked").first.get_by_role("button").click()
    expect(page.locator(".screen p")).to_contain_text("panic alarm")


def test_enter_makes_a_wall_of_four_and_esc_leads_back(
    filmed: Camera, incident: Incident, visit: Open
) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}")
    thumb = page.locator("#thumbs .thumb").first
    expect(thumb).to_be_visible()
    thumb.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".player")).to_have_count(1)
    expect(page.locator(".player")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".player .state", has_text="live")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(page.locator(".player")).to_have_count(1)
    page.keyboard.press("]")
    expect(page.locator(".player")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".player")).to_have_count(0)
    assert f"/incidents/{incident.pk}" in page.url
    expect(page.locator("#thumbs .thumb:focus")).to_have_count(1)


@pytest.mark.parametrize(("theme", "phone"), [("dark", True), ("light", False)])
def test_the_player_is_open_to_everybody(
    filmed: Camera, incident: Incident, visit: Open, phone: bool, theme: str
) -> None:
    page = visit(phone=phone, theme=theme)
    open_player(page, incident, filmed)
    live(page)
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run('#players').then(result => result.violations)")
    assert not found, json.dumps(found, indent=1)
    box = page.locator(".player").bounding_box()
    width = 390 if phone else 1440
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
