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
from urllib.request import urlopen

import pytest
from django.db import connections
from PIL import Image

from tests.ports import free_for_us

HOUSE = Path(__file__).resolve().parents[3]


def picture(shade: int) -> bytes:
    """A whole JPEG of one shade."""
    out = io.BytesIO()
    Image.new("RGB", (320, 180), (shade % 256, 90, 90)).save(out, "JPEG")
    return out.getvalue()


@dataclass
class CameraServer:
    """Every path is a camera; each request is a new picture until told otherwise."""

    port: int = 0
    answers: dict[str, bytes] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}.jpg"


@pytest.fixture
def cameras() -> Iterator[CameraServer]:
    served = CameraServer()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/").removesuffix(".jpg")
            served.asked[name] = count = served.asked.get(name, 0) + 1
            body = served.answers.get(name, picture(count * 7))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Door)
    served.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Media:
    """One running media process."""

    port: int
    process: subprocess.Popen[bytes]


@pytest.fixture
def media(committed: None, cameras: CameraServer) -> Iterator[Media]:
    with running(cameras) as media:
        yield media


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
