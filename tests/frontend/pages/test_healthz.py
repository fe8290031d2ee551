"""Machines ask /healthz whether to send people here; it answers in time whatever is down."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as all_settings
from django.db import connections
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from frontend.pages.healthz import healthz
from registry.notices.sending import enqueue


class Media(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def media(settings: Settings) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), Media)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.MEDIA_INSIDE = f"127.0.0.1:{server.server_port}"
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def worker(committed: None) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def ask() -> tuple[HttpResponse, dict[str, Any], float]:
    began = time.monotonic()
    answer = healthz(RequestFactory().get("/healthz"))
    return answer, json.loads(answer.content), time.monotonic() - began


@pytest.mark.usefixtures("media", "worker")
def test_all_is_well_when_every_part_answers() -> None:
    answer, report, _ = ask()
    assert (answer.status_code, report["status"]) == (200, "ok"), report
    assert report["version"] == all_settings.VERSION


@pytest.mark.usefixtures("media", "committed")
def test_a_worker_nobody_heard_of_is_told() -> None:
    answer, report, _ = ask()
    assert answer.status_code == 503
    assert (report["database"], report["worker"]) == ("ok", "not heard of")


@pytest.mark.usefixtures("worker")
def test_media_that_is_down_is_told(settings: Settings) -> None:
    settings.MEDIA_INSIDE = "127.0.0.1:9"
    answer, report, _ = ask()
    assert answer.status_code == 503
    assert (report["worker"], report["media"]) == ("ok", "ConnectError")


@pytest.mark.usefixtures("media")
def test_a_database_that_is_away_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", str(tmp_path))
    answer, report, _ = ask()
    assert answer.status_code == 503
    assert (report["database"], report["media"]) == ("OperationalError", "ok")


def test_a_mute_database_and_mute_media_are_told_within_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    with (
        socket.socket(socket.AF_UNIX) as database,
        socket.create_server(("127.0.0.1", 0)) as mute,
    ):
        database.bind(str(tmp_path / ".s.PGSQL.5432"))
        database.listen()
        monkeypatch.setitem(connections["default"].settings_dict, "HOST", str(tmp_path))
        settings.MEDIA_INSIDE = f"127.0.0.1:{mute.getsockname()[1]}"
        answer, report, seconds = ask()
    assert answer.status_code == 503
    assert report["database"] == report["media"] == "no answer within 1.5 s"
    assert seconds <= 2


def test_mail_that_waits_is_told_by_its_age(media: None, worker: None) -> None:
    assert ask()[1]["oldest_mail_s"] is None
    enqueue("phone_link", to="caller@example.org", values={"link": ""})
    assert ask()[1]["oldest_mail_s"] >= 0
