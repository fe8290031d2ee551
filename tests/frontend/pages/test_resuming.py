"""A gigabyte on its way, the web killed in the middle of a piece, and another web going on."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from registry.evidence import storing, uploading
from registry.models import Item, Upload
from tests.ports import free_for_us

HOUSE = Path(__file__).resolve().parents[3]
MB = 1 << 20
SIZE, PIECE, KILLED_AT = 1024 * MB, 64 * MB, 6 * 64 * MB
SHA256 = "f205ba75dbfb0cf8d6660153d90e68be380a9c0cb358b2a6a892009d8aa4c489"


def piece(offset: int) -> bytes:
    """Give the bytes that come at an offset: each megabyte holds its number, over and over."""
    numbers = range(offset // MB, min(offset + PIECE, SIZE) // MB)
    return b"".join(n.to_bytes(4, "big") * (MB // 4) for n in numbers)


@pytest.fixture
def memory(settings: Any) -> Iterator[Path]:
    """Give a folder in memory where there is one: what is tried here is no disk's speed."""
    shared = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > 3 * SIZE
    with tempfile.TemporaryDirectory(dir=shared if roomy else None) as name:
        folder = Path(name)
        place = settings.STORAGES["evidence"]
        options = place["OPTIONS"] | {"location": str(folder / "evidence")}
        settings.STORAGES = settings.STORAGES | {"evidence": place | {"OPTIONS": options}}
        settings.UPLOADS_DIR = folder / "uploads"
        settings.EVIDENCE_LEAVE_FREE_MB = 0
        yield folder


@contextmanager
def running(var: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start a web of its own on the test's database."""
    database = connections["default"].settings_dict
    socket = f"?host={database['HOST']}" if database["HOST"].startswith("/") else ""
    host = "" if socket else f"{database['HOST']}:{database['PORT'] or 5432}"
    url = f"postgis://{database['USER']}@{host}/{database['NAME']}{socket}"
    known = {"DATABASE_URL": url, "DATABASE_PUBLIC_URL": url, "VAR_DIR": str(var), "DEMO": "1"}
    port = free_for_us()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)),
            *("--blocking-threads", "4", "--no-ws", "--log-level", "error"),
            "frontend.wsgi:application",
        ],
        cwd=HOUSE,
        env={key: value for key, value in os.environ.items() if key != "UPLOADS_DIR"} | known,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not answers(port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            threading.Event().wait(0.05)
        yield port, process
    finally:
        kill(process)


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/style.json", timeout=5):
            return True
    except OSError:
        return False


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def told(upload: Upload, offset: int) -> dict[str, str]:
    kind = "application/offset+octet-stream"
    return {"Upload-Key": upload.key, "Upload-Offset": str(offset), "Content-Type": kind}


def send(port: int, upload: Upload, offset: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as web:
        web.request("PATCH", f"/uploads/{upload.pk}", piece(offset), told(upload, offset))
        answer = web.getresponse()
        return int(answer.headers["Upload-Offset"])


def kill_in_a_piece(port: int, web: subprocess.Popen[bytes], upload: Upload, offset: int) -> None:
    """Send half of a piece, and kill the web once some of it is written."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.putrequest("PATCH", f"/uploads/{upload.pk}")
        for name, value in (told(upload, offset) | {"Content-Length": str(PIECE)}).items():
            line.putheader(name, value)
        line.endheaders()
        line.send(piece(offset)[: PIECE // 2])
        deadline = time.monotonic() + 30
        while uploading.reached(upload) <= offset:
            assert time.monotonic() < deadline
            threading.Event().wait(0.01)
        kill(web)


@pytest.mark.machine
def test_a_gigabyte_outlives_the_process_that_took_its_first_part(
    committed: None, memory: Path
) -> None:
    upload = uploading.begin("request", uuid4(), name="recorder.dav", size=SIZE, giver="Ann")
    with running(memory) as (port, web):
        for offset in range(0, KILLED_AT, PIECE):
            assert send(port, upload, offset) == offset + PIECE
        kill_in_a_piece(port, web, upload, KILLED_AT)

    client, address = Client(), f"/uploads/{upload.pk}"  # from here on this process is the web
    here = int(client.head(address, headers={"Upload-Key": upload.key})["Upload-Offset"])
    assert KILLED_AT < here < KILLED_AT + PIECE
    while here < SIZE:
        begin = here // MB * MB
        headers = told(upload, here)
        data, kind = piece(begin)[here - begin :], headers.pop("Content-Type")
        answer = client.patch(address, data, kind, headers=headers)
        assert answer.status_code == 204, answer.content
        here = int(answer["Upload-Offset"])
    upload.refresh_from_db()
    assert upload.state == "checking"
    uploading.finish_waiting()  # as the worker does each second
    receipt = client.get(address, headers={"Upload-Key": upload.key}).json()
    assert (receipt["state"], receipt["sha256"]) == ("done", SHA256)
    stored = Path(storing.storage().path(Item.registry.get().stored))
    assert stored.stat().st_size == SIZE
    assert not list(storing.incoming().iterdir())
