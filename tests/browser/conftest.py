"""The real centre on free ports, and a browser that fails the test when the page complains."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from frontend.deploy.ports import free_from
from registry.models import Incident
from tests.browser.corner import set_up, way_in
from tests.browser.pictures import picture_server

HOUSE = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # ms: a machine that draws by software and runs other tests beside this one
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Centre:
    """A running web and media."""

    address: str
    feeds: int


@pytest.fixture(scope="session")
def centre(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Start web and media on the test's own database."""
    var = tmp_path_factory.mktemp("var")
    with override_settings(STATIC_ROOT=var / "static"):
        call_command("collectstatic", interactive=False, verbosity=0)
    port = free_from(21_000 + os.getpid() % 9_000)
    media_port = free_from(port + 1)
    with picture_server() as feeds:
        environment = os.environ | {
            "DATABASE_URL": _address(),
            "DATABASE_PUBLIC_URL": _address(),
            "VAR_DIR": str(var),
            "DEMO": "1",
            "MEDIA_ADDRESS": f"127.0.0.1:{media_port}",
            "SIMULATED_FEEDS_PORT": str(feeds),
        }
        parts = [
            _start("wsgi", port, "frontend.wsgi:application", environment),
            _start("asgi", media_port, "frontend.media.asgi:application", environment),
        ]
        try:
            _await(f"http://127.0.0.1:{port}/style.json", parts[0])
            _await(f"http://127.0.0.1:{media_port}/healthz", parts[1])
            yield Centre(f"http://127.0.0.1:{port}", feeds)
        finally:
            for part in parts:
                part.terminate()
            for part in parts:
                part.wait(20)


@pytest.fixture
def incident(committed: None, centre: Centre) -> Incident:
    """Set up the corner and its call, before Playwright's loop begins."""
    return set_up(centre.feeds)


@dataclass
class Visit:
    """One signed-in browser window, and what its page complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


@pytest.fixture
def browser(incident: Incident) -> Iterator[Browser]:
    """Run Chromium; it starts once the corner stands."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


Open = Callable[..., Page]


@pytest.fixture
def ways(incident: Incident) -> dict[str, str]:
    """Make the links before the loop: inside it the database may not be asked."""
    return {role: way_in(role) for role in ("dispatcher", "officer", "planner")}


@pytest.fixture
def visit(
    ways: dict[str, str], browser: Browser, centre: Centre, request: pytest.FixtureRequest
) -> Iterator[Open]:
    """Open a window signed in as a role; at the end no page may have complained."""
    visits: list[Visit] = []
    contexts: list[BrowserContext] = []

    def enter(role: str = "dispatcher", *, phone: bool = False, theme: str = "dark") -> Page:
        context = browser.new_context(
            base_url=centre.address,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visits.append(one := Visit(context.new_page()))
        _listen(one)
        if role in ways:
            one.page.goto(ways.pop(role))
        return one.page

    yield enter
    for context in contexts:
        context.close()
    expected = "complaints" in request.fixturenames
    assert expected or not [words for one in visits for words in one.complaints]
    assert {host for one in visits for host in one.hosts} <= {"127.0.0.1"}


@pytest.fixture
def complaints() -> None:
    """Let the page complain in this test."""


def _listen(one: Visit) -> None:
    page = one.page
    page.on("pageerror", lambda error: one.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: one.complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("request", lambda sent: one.hosts.add(_host(sent.url)))


def _host(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return rest.split("/")[0].split(":")[0] if scheme in {"http", "https", "ws"} else "127.0.0.1"


def _address() -> str:
    database = connections["default"].settings_dict
    socket = f"?host={database['HOST']}" if database["HOST"].startswith("/") else ""
    host = "" if socket else f"{database['HOST']}:{database['PORT'] or 5432}"
    return f"postgis://{database['USER']}@{host}/{database['NAME']}{socket}"


def _start(
    interface: str, port: int, application: str, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    command = [
        *(sys.executable, "-m", "granian", "--interface", interface, "--port", str(port)),
        *("--log-level", "warning", application),
    ]
    if interface == "wsgi":
        command[-1:-1] = ["--blocking-threads", "8", "--no-ws"]
    return subprocess.Popen(command, cwd=HOUSE, env=environment)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):  # noqa: S310  our own
                return
        except OSError:
            threading.Event().wait(0.05)
    pytest.fail(f"{address} did not answer")
