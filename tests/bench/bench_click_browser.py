"""From the key to the pictures: how long until the first and all thumbnails are painted, warm."""

import os
import tempfile
from pathlib import Path

import django
import numpy as np

CLICKS = 25
WARM_UP = 3
FIRST, ALL = 600, 1000  # ms, the ninety-fifth percentile to reach
MEASURED = """() => {
  const found = name => performance.getEntriesByName(name, 'measure')[0]?.duration;
  return [found('click→first-thumb'), found('click→all-thumbs')];
}"""
SETTLED = f"() => ({MEASURED})().every(Boolean)"
RESTED = "#map[aria-busy=false]"  # the next key goes down when the map stands still


def main() -> None:
    """Measure on a database and servers of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
    django.setup()
    from tests import database
    from tests.browser.centre import running

    name = database.create("bench_click_browser")
    try:
        with tempfile.TemporaryDirectory() as var, running(Path(var)) as centre:
            times = np.array(measure(centre.address, centre.feeds))
    finally:
        database.drop(name)
    for label, column, bar in (("first", 0, FIRST), ("all", 1, ALL)):
        p50, p95 = np.percentile(times[:, column], [50, 95])
        print(
            f"click to {label} thumbnails painted: p50 {p50:.0f} ms, p95 {p95:.0f} ms,"
            f" ratio to {bar} ms: {p95 / bar:.2f} (to reach: 1.00)"
        )


def measure(address: str, feeds: int) -> list[list[float]]:
    """Go from call to call and back, and note what the page measured since the key went down."""
    from playwright.sync_api import sync_playwright

    from tests.browser.centre import CHROMIUM, FLAGS
    from tests.browser.corner import call, set_up, stand, way_in

    incident = set_up(feeds)
    stand(feeds, first=31, east=700)  # another crossing: none of its cameras is watched before
    call(2, priority=1, east=700)
    link = way_in("dispatcher")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(
            base_url=address, viewport={"width": 1440, "height": 900}
        ).new_page()
        page.goto(link)
        page.goto(f"/incidents/{incident.pk}")
        page.wait_for_function(SETTLED)
        page.wait_for_selector(RESTED)
        times = []
        for _ in range(WARM_UP + CLICKS):
            page.evaluate("() => performance.clearMeasures()")
            page.keyboard.press("g")
            page.wait_for_function(SETTLED)
            times.append(page.evaluate(MEASURED))
            page.wait_for_selector(RESTED)
        browser.close()
    return times[WARM_UP:]


if __name__ == "__main__":
    main()
