"""The real web and media on free ports, and the browser that visits them."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.request import urlopen

from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from fixtures.town import feeds as streams
from fixtures.town.camera import Camera
from frontend.deploy.ports import free_from
from tests.browser.pictures import picture_server
from tests.fixtures.feeds.served import first, serving
from tests.ports import free_for_us

HOUSE = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
# Maps are drawn by software; the page round them is cheaper without that detour. A phone's camera
# is made up.
FLAGS = [
    *("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"),
    *("--enable-unsafe-swiftshader", "--disable-gpu-compositing"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
]


def _filmed(codec: str) -> Camera:
    """Give a camera that streams in this code and asks for no password."""
    return first(
        lambda camera: (
            streams.source(camera) == streams.RTSP
            and streams.codec(camera) == codec
            and not streams.credential(camera)
        )
    )


@cache
def filmed() -> dict[str, Camera]:
    """Name the cameras of the town that are filmed; to lay the town out takes a while."""
    return {codec: _filmed(codec) for codec in ("h264", "h265")} | {
        "fragments": first(lambda c: streams.in_fragments(c) and not streams.under_key(c)),
        "encrypted": first(streams.under_key),
    }


@dataclass(frozen=True)
class Centre:
    """Where web and media answer, the port of its cameras, and what streams from where."""

    address: str
    media: str
    feeds: int
    films: dict[str, str]
    var: Path


@contextmanager
def running(var: Path, *, rtsp: int = 0) -> Iterator[Centre]:
    """Start both on the database Django is connected to; end them with the block.

    rtsp: the port of a camera to stream from instead of the town's.
    """
    with override_settings(STATIC_ROOT=var / "static"):
        call_command("collectstatic", interactive=False, verbosity=0)
    port = free_for_us()
    media_port = free_from(port + 1)
    with picture_server() as feeds, serving(*filmed().values()) as films:
        environment = os.environ | {
            "DATABASE_URL": _database(),
            "DATABASE_PUBLIC_URL": _database(),
            "VAR_DIR": str(var),
            "DEMO": "1",
            "MEDIA_ADDRESS": f"127.0.0.1:{media_port}",
            "SIMULATED_FEEDS_PORT": str(feeds),
            "SIMULATED_RTSP_PORT": str(rtsp or films.ports.rtsp),
            "SIMULATED_UAV_PORT": str(
                films.ports.http
            ),  # no drone here: the third that may be asked
        }
        web = ("--blocking-threads", "4", "--backpressure", "32", "--no-ws")
        parts = [
            _start("wsgi", port, "frontend.wsgi:application", environment, *web),
            _start("asgi", media_port, "frontend.media.asgi:application", environment),
        ]
        try:
            _await(f"http://127.0.0.1:{port}/style.json", parts[0])
            _await(f"http://127.0.0.1:{media_port}/healthz", parts[1])
            urls = {name: films.ports.url(camera) for name, camera in filmed().items()}
            yield Centre(f"http://127.0.0.1:{port}", f"127.0.0.1:{media_port}", feeds, urls, var)
        finally:
            for part in parts:
                part.terminate()
            for part in parts:
                part.wait(20)


def _database() -> str:
    database = connections["default"].settings_dict
    socket = f"?host={database['HOST']}" if database["HOST"].startswith("/") else ""
    host = "" if socket else f"{database['HOST']}:{database['PORT'] or 5432}"
    return f"postgis://{database['USER']}@{host}/{database['NAME']}{socket}"


def _start(
    interface: str, port: int, application: str, environment: dict[str, str], *options: str
) -> subprocess.Popen[bytes]:
    command = [
        *(sys.executable, "-m", "granian", "--interface", interface, "--port", str(port)),
        *("--log-level", "warning", *options, application),
    ]
    return subprocess.Popen(command, cwd=HOUSE, env=environment)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):  # noqa: S310  our own
                return
        except OSError:
            threading.Event().wait(0.05)
    raise TimeoutError(f"{address} did not answer")
