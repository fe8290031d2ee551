"""Thirty thumbnails renewed each second: one canvas against a maplibregl.Marker and <img> each."""

import subprocess
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

HOUSE = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SECONDS = 8
ROUNDS = 3
BUILD = """
import { build } from 'vite'
await build({
  configFile: false, logLevel: 'error', base: './',
  build: { outDir: process.argv[1], rolldownOptions: { input: 'src/bench/thumbnails.html' } },
})
"""


def main() -> None:
    """Build the page, show it to one Chromium, and weigh both ways by turns."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["node", "--input-type=module", "-e", BUILD, folder], cwd=HOUSE / "frontend", check=True
        )
        handler = partial(Quiet, directory=folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        spent = weigh(f"http://127.0.0.1:{server.server_port}/src/bench/thumbnails.html")
        server.shutdown()
        server.server_close()
    for way, seconds in spent.items():
        print(f"{way}: {seconds / SECONDS / ROUNDS * 1000:.0f} ms of CPU a refresh of 30")
    idle = spent.pop("idle")
    canvas, marker = spent["canvas"] - idle, spent["marker"] - idle
    print(f"canvas over marker, idle map taken off: {canvas / marker:.2f} (to reach: 0.50)")
    print(f"canvas over marker, gross: {spent['canvas'] / spent['marker']:.2f}")


class Quiet(SimpleHTTPRequestHandler):
    """Serves the built page and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def weigh(address: str) -> dict[str, float]:
    """Give the seconds of CPU all of Chromium spent on each way."""
    spent = dict.fromkeys(("idle", "canvas", "marker"), 0.0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_function("() => window.bench")
        for _ in range(ROUNDS):
            for way in spent:
                spent[way] += one(page, way)
        browser.close()
    return spent


def one(page: Page, way: str) -> float:
    """Run one way for a while; refreshes are counted, so a slow one cannot do less."""
    page.evaluate(f"() => bench.start('{way}')")
    page.wait_for_function("() => bench.refreshes >= 1")
    before = cpu()
    page.wait_for_function(f"() => bench.refreshes >= {1 + SECONDS}")
    after = cpu()
    page.evaluate("() => bench.stop()")
    return after - before


def cpu() -> float:
    """Sum the CPU time of the browser's processes."""
    children = psutil.Process().children(recursive=True)
    chromium = [child for child in children if "chromium" in child.name()]
    return sum(sum(child.cpu_times()[:2]) for child in chromium)


if __name__ == "__main__":
    main()
