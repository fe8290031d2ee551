"""A real media process on a real socket, and a camera that answers what it is told."""

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen
from uuid import uuid4

import pytest
from django.db import connections
from PIL import Image

from tests.frontend.media.streamer import Streamer, streaming
from tests.ports import free_for_us

Served = TypeVar("Served", bound=ThreadingHTTPServer)

HERE = Path(__file__).parent
HOUSE = HERE.parents[2]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each module to one worker: its tests share a media process."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.xdist_group(f"media {item.path.stem}"))


def picture(shade: int) -> bytes:
    """A whole JPEG of one shade."""
    out = io.BytesIO()
    Image.new("RGB", (320, 180), (shade % 256, 90, 90)).save(out, "JPEG")
    return out.getvalue()


@dataclass
class CameraServer:
    """Every path of one test is a camera; each request is a new picture until told otherwise."""

    port: int = 0
    answers: dict[str, bytes] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    test: str = field(default_factory=lambda: uuid4().hex)

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{self.test}/{name}.jpg"


class CameraDoor(ThreadingHTTPServer):
    """Where the cameras of all tests answer; what one that is over asks for is not counted."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), CameraAnswer)
        self.served = CameraServer()


class CameraAnswer(BaseHTTPRequestHandler):
    """One picture."""

    server: CameraDoor

    def do_GET(self) -> None:
        served = self.server.served
        test, _, name = self.path.strip("/").removesuffix(".jpg").partition("/")
        if test != served.test:
            served = CameraServer()
        served.asked[name] = count = served.asked.get(name, 0) + 1
        body = served.answers.get(name, picture(count * 7))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="package")
def camera_door() -> Iterator[CameraDoor]:
    with served_in_thread(CameraDoor()) as door:
        yield door


@contextmanager
def served_in_thread(server: Served) -> Iterator[Served]:
    """Let a server answer while the block lasts."""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def cameras(camera_door: CameraDoor) -> CameraServer:
    camera_door.served = CameraServer(camera_door.server_port)
    return camera_door.served


@pytest.fixture(scope="package")
def rtsp_door() -> Iterator[Streamer]:
    with streaming() as streamer:
        yield streamer


@pytest.fixture
def streamer(rtsp_door: Streamer) -> Streamer:
    """Give it as new: what a test that is over still looks at is not counted."""
    rtsp_door.begin()
    return rtsp_door


@dataclass
class Media:
    """One running media process."""

    port: int
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def third_port(rtsp_door: Streamer) -> int:
    """Say where else media may go; a module with servers of its own says so here."""
    return rtsp_door.port


@pytest.fixture(scope="module")
def standing(
    django_db_setup: None, camera_door: CameraDoor, rtsp_door: Streamer, third_port: int
) -> Iterator[Media]:
    """One process for the tests of a module: it holds nothing of a test that is over.

    Not for all modules: two processes at a time would share the cameras between them.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMULATED_RTSP_PORT", str(rtsp_door.port))
        patch.setenv("SIMULATED_UAV_PORT", str(third_port))
        with running(CameraServer(camera_door.server_port)) as media:
            yield media


@pytest.fixture
def media(committed: None, standing: Media) -> Media:
    assert standing.process.poll() is None
    return standing


@contextmanager
def running(cameras: CameraServer, port: int = 0) -> Iterator[Media]:
    """Run a media process that may fetch from these cameras."""
    port = port or free_for_us()
    database = connections["default"].settings_dict
    socket = f"?host={database['HOST']}" if database["HOST"].startswith("/") else ""
    host = "" if socket else f"{database['HOST']}:{database['PORT'] or 5432}"
    environment = os.environ | {
        "DATABASE_URL": f"postgis://{database['USER']}@{host}/{database['NAME']}{socket}",
        "DEMO": "1",
        "SIMULATED_FEEDS_PORT": str(cameras.port),
    }
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port)]
    process = subprocess.Popen(
        [
            *(*command, "--log-level", "warning", "--workers-kill-timeout", "5s"),
            "frontend.media.asgi:application",
        ],
        cwd=HOUSE,
        env=environment,
    )
    try:
        _await(port, process)
        yield Media(port, process)
    finally:
        process.terminate()
        process.wait(10)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return
        except OSError:
            threading.Event().wait(0.05)
    pytest.fail("media did not start")
