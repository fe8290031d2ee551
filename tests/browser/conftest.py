"""The real centre on free ports, and a browser that fails the test when the page complains."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from registry.models import Incident
from tests.browser.centre import CHROMIUM, FLAGS, Centre, running
from tests.browser.corner import set_up, way_in

HERE = Path(__file__).parent
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
FILM = {"test_live", "test_lists", "test_recorded"}  # about half the time that all take
SCALE = 0.5  # of a pixel to a pixel of the page: all is laid out alike, and a quarter is painted
PATIENCE = 60_000  # ms: a machine that draws by software and runs other tests beside this one
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give them to two workers: a centre at work shares its cameras with nobody's tests."""
    for item in items:
        if item.path.is_relative_to(HERE):
            half = "film" if item.path.stem in FILM else "map"
            item.add_marker(pytest.mark.xdist_group(f"browser {half}"))


@pytest.fixture(scope="package")
def centre(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Start web and media on the test's own database."""
    with running(tmp_path_factory.mktemp("var")) as centre:
        yield centre


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


@pytest.fixture(scope="package")
def chromium(centre: Centre) -> Iterator[Browser]:
    """Run one Chromium for all tests: by software it takes seconds to learn how to draw a map.

    Playwright keeps a loop in this thread, where Django would refuse the database; no test asks
    from within that loop.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def browser(incident: Incident, chromium: Browser) -> Browser:
    """Give Chromium, once the corner stands."""
    return chromium


Open = Callable[..., Page]


@pytest.fixture
def ways(incident: Incident) -> dict[str, str]:
    """Make everybody's one-time link."""
    return {
        role: way_in(role)
        for role in ("dispatcher", "investigator", "officer", "planner", "registrar", "supervisor")
    }


Windows = dict[tuple[bool, str], BrowserContext]


@pytest.fixture(scope="package")
def windows(chromium: Browser) -> Windows:
    """Keep windows from test to test: a new one reads and compiles all scripts anew."""
    return {}


@pytest.fixture
def visit(
    ways: dict[str, str],
    browser: Browser,
    windows: Windows,
    centre: Centre,
    request: pytest.FixtureRequest,
) -> Iterator[Open]:
    """Open a window signed in as a role; at the end no page may have complained.

    own: it is closed after the test, since what the test does to it cannot be undone.
    """
    visits: list[Visit] = []
    used: list[tuple[tuple[bool, str] | None, BrowserContext]] = []

    def enter(
        role: str = "dispatcher", *, phone: bool = False, theme: str = "dark", own: bool = False
    ) -> Page:
        kept = None if own else windows.pop((phone, theme), None)
        window = kept or _window(browser, centre, phone, theme)
        used.append((None if own else (phone, theme), window))
        visits.append(one := Visit(window.new_page()))
        _listen(one)
        if role in ways:
            one.page.goto(ways.pop(role))
        return one.page

    yield enter
    for key, window in used:
        if key is None or key in windows:
            window.close()
        else:
            _forget(window, centre.address)
            windows[key] = window
    expected = "complaints" in request.fixturenames
    assert expected or not [words for one in visits for words in one.complaints]
    assert {host for one in visits for host in one.hosts} <= {"127.0.0.1"}


def _window(browser: Browser, centre: Centre, phone: bool, theme: str) -> BrowserContext:
    window = browser.new_context(
        base_url=centre.address,
        viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
        has_touch=phone,
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        device_scale_factor=SCALE,
    )
    window.set_default_timeout(PATIENCE)
    return window


def _forget(window: BrowserContext, origin: str) -> None:
    """Leave nothing of a test but what the browser made of our scripts."""
    for page in window.pages:
        page.close()
    blank = window.new_page()
    kept = "cookies,local_storage,indexeddb,service_workers,cache_storage"
    window.new_cdp_session(blank).send(
        "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kept}
    )
    blank.close()


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
