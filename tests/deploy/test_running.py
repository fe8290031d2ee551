"""One command runs everything: it mends what ends, refuses a twin, and leaves nothing behind."""

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.deploy.machine import ROOT, Centre, alive, environment, open_folder, until

pytestmark = pytest.mark.machine
PARTS = {
    "database": "bin/postgres",
    "web": "--interface wsgi",
    "media": "--interface asgi",
    "work": "manage.py work",
}


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    with open_folder() as place:
        centre = Centre.started(place / "var")
        yield centre
        centre.stop(signal.SIGINT)


def answers(centre: Centre, path: str = "/healthz") -> bool:
    """Tell whether the web answers at all, whatever it says."""
    connection = http.client.HTTPConnection(urlsplit(centre.address).netloc, timeout=3)
    try:
        connection.request("GET", path)
        return bool(connection.getresponse().status)
    except OSError:
        return False
    finally:
        connection.close()


def run(var: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Start the program where it is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "frontend.deploy.running", *words],
        env=environment(var, **{"DEMO": "1", **settings}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
    )


@pytest.mark.parametrize("name", ["database", "media", "work"])
def test_a_killed_part_is_back_while_the_others_keep_running(centre: Centre, name: str) -> None:
    others = {other: centre.part(PARTS[other]) for other in PARTS if other != name}
    killed = centre.part(PARTS[name])

    killed.kill()
    until(
        lambda: answers(centre) and centre.has(PARTS[name]),
        seconds=5,
        otherwise=f"{name} was not started again",
    )
    until(centre.healthy, seconds=5, otherwise=f"{name} did not come back")

    assert centre.part(PARTS[name]) != killed
    assert {other: centre.part(PARTS[other]) for other in others} == others


def test_a_killed_web_serves_on_until_its_successor_is_there(centre: Centre) -> None:
    server = centre.part(PARTS["web"])
    workers = server.children()

    server.kill()

    def relieved() -> bool:
        until(lambda: answers(centre), seconds=5, otherwise="the web fell silent")
        return not any(alive(worker) for worker in workers)

    until(relieved, seconds=30, otherwise="the orphaned workers stay")
    until(centre.healthy, seconds=5, otherwise="its successor is not there")


def test_a_second_run_in_the_same_folder_is_refused(centre: Centre) -> None:
    var = Path(centre.process.environ()["VAR_DIR"])
    second = run(var, "--empty", "--port", "8119")
    assert second.returncode == 1
    assert centre.address in second.stderr
    until(centre.healthy, seconds=5, otherwise="the first was disturbed")


def test_a_port_in_use_is_refused(centre: Centre, tmp_path: Path) -> None:
    second = run(tmp_path / "var", "--empty", "--port", str(urlsplit(centre.address).port))
    assert second.returncode == 1
    assert "--port" in second.stderr


def test_a_command_finds_the_database_of_the_running_centre(centre: Centre) -> None:
    var = Path(centre.process.environ()["VAR_DIR"])
    asked = subprocess.run(
        [str(ROOT / "sightline"), "migrate", "--check"],
        env=environment(var, DEMO="1"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert asked.returncode == 0, asked.stderr


def test_what_lost_its_parent_before_is_ended_too() -> None:
    with open_folder() as place:
        centre = Centre.started(place / "var")
        server = centre.part(PARTS["web"])
        orphans = server.children()
        server.kill()
        assert centre.stop(signal.SIGINT) == []
        assert not any(alive(orphan) for orphan in orphans)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whatever_ends_it_no_process_is_left(number: signal.Signals) -> None:
    with open_folder() as place:
        centre = Centre.started(place / "var")
        assert centre.stop(number) == []
