"""From the click to the first moving picture, and how far behind the camera it then stays."""

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django
import numpy as np
import psutil

if TYPE_CHECKING:
    from playwright.sync_api import Page

OPENINGS = 12
WARM_UP = 2
SAMPLES = 60
FIRST, DELAY = 1000, 300  # ms to reach
KEYFRAMES = 50  # pictures between two: two seconds
OPEN = """row => new Promise(done => {
  const began = performance.now();
  document.querySelector(row).click();
  const screen = document.querySelector('.player .screen');
  new MutationObserver(() => done(performance.now() - began))
    .observe(screen, { attributeFilter: ['data-shows'] });
})"""
# Each picture's shade says when the camera sent it; the page's clock is the same machine's.
BEHIND = """([count, rate, loop, step]) => new Promise(done => {
  const video = document.querySelector('.player video');
  const context = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true });
  const found = [];
  const look = () => {
    const now = performance.timeOrigin + performance.now();
    context.drawImage(video, 0, 0, 8, 8);
    const luma = context.getImageData(4, 4, 1, 1).data[1] * 219 / 255 + 16;
    const sent = Math.round((luma - 20) / step) / rate * 1000;
    const round = loop / rate * 1000;
    found.push((((now - sent) % round) + round) % round);
    if (found.length < count) video.requestVideoFrameCallback(look);
    else done(found);
  };
  video.requestVideoFrameCallback(look);
})"""


def main() -> None:
    """Measure on a database and servers of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    from tests import database
    from tests.browser.centre import running
    from tests.frontend.media.streamer import streaming

    name = database.create("bench_live")
    try:
        with (
            tempfile.TemporaryDirectory() as var,
            streaming(every=KEYFRAMES) as camera,
            running(Path(var), rtsp=camera.port) as centre,
        ):
            measure(centre.address, centre.feeds, camera.url("one"))
    finally:
        database.drop(name)


def measure(address: str, feeds: int, url: str) -> None:
    """Open one camera again and again while another page holds it, then watch it."""
    from playwright.sync_api import sync_playwright

    from registry.models import Camera, Feed
    from tests.browser.centre import CHROMIUM, FLAGS
    from tests.browser.corner import set_up, way_in

    incident = set_up(feeds)
    row = f"[data-row='{Camera.registry.get(number=8).pk}']"
    Feed.objects.filter(camera__number=8).update(source="rtsp", url=url)
    link = way_in("dispatcher")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(base_url=address, reduced_motion="reduce")
        holding, page = context.new_page(), context.new_page()
        holding.goto(link)
        for each in (page, holding):
            each.goto(f"/incidents/{incident.pk}")
            each.wait_for_selector(row)
        idle = spent(5)
        print(f"first frame, cold: {holding.evaluate(OPEN, row):.0f} ms")
        opened = [opening(page, row) for _ in range(WARM_UP + OPENINGS)][WARM_UP:]
        report("first frame, warm stream, keyframes 2 s apart", opened, FIRST)
        page.evaluate(OPEN, row)
        page.wait_for_timeout(3000)
        report("behind the camera", behind(page), DELAY)
        print(
            f"media for one camera and two viewers: {spent(5) - idle:.0f} ms of CPU a second more"
        )
        browser.close()


def opening(page: "Page", row: str) -> float:
    """Open it, wait until it plays, close it; gives milliseconds."""
    took = float(page.evaluate(OPEN, row))
    page.keyboard.press("Escape")
    page.wait_for_selector(".player", state="detached")
    return took


def behind(page: "Page") -> list[float]:
    """Give how old each picture is when it is shown, in milliseconds."""
    from tests.frontend.media.streamer import LOOP, RATE, STEP

    return list(page.evaluate(BEHIND, [SAMPLES, RATE, LOOP, STEP]))


def spent(seconds: float) -> float:
    """Give milliseconds of CPU a second of the media process."""
    parts = psutil.Process().children(recursive=True)
    media = [each for each in parts if "frontend.media.asgi:application" in each.cmdline()]
    before = sum(sum(each.cpu_times()[:2]) for each in media)
    time.sleep(seconds)
    after = sum(sum(each.cpu_times()[:2]) for each in media)
    return (after - before) / seconds * 1000


def report(what: str, times: list[float], bar: float) -> None:
    """Print the middle and the ninety-fifth percentile against the bar."""
    p50, p95 = np.percentile(times, [50, 95])
    print(
        f"{what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, ratio to {bar:.0f} ms: {p95 / bar:.2f}"
        " (to reach: 1.00)"
    )


if __name__ == "__main__":
    main()
