"""Remembered tiles are answered in front of Django: to whom they may be, and never long stale."""

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client

from frontend.gate.lines import JsonLines
from frontend.tiles import passes
from frontend.tiles.front import TilesFirst
from registry.cameras.models import TileCamera
from registry.models import User
from tests.tiles.mapped import mapped, square_of
from tiles.serving import memory

pytestmark = pytest.mark.usefixtures("committed")

HERE, ANCHOR = (-84.5, 38.04), (-84.501, 38.0405)
HOME = square_of(*ANCHOR, 15)
Ask = Callable[..., tuple[str, dict[str, str], bytes] | None]


def path(doors: str) -> str:
    return f"/tiles/{doors}/{HOME.z}/{HOME.x}/{HOME.y}.mvt"


@pytest.fixture
def front() -> Iterator[TilesFirst]:
    """Give the door, listening, with nobody behind it."""

    def nobody(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("599 Django", [])
        return []

    first = TilesFirst(nobody)
    first({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda status, headers: None)
    yield first
    assert first._listener
    first._listener.stop()
    first._lines.stop()


@pytest.fixture
def ask(front: TilesFirst) -> Ask:
    """Ask the door; None where it leaves the answer to Django."""

    def asked(doors: str, **more: str) -> tuple[str, dict[str, str], bytes] | None:
        told: list[Any] = []
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path(doors), "HTTP_ACCEPT_ENCODING": "gzip",
        } | more  # fmt: skip
        body = b"".join(front(environ, lambda status, headers: told.extend((status, headers))))
        return None if told[0].startswith("599") else (told[0], dict(told[1]), body)

    return asked


def until(condition: Callable[[], Any], seconds: float = 5.0) -> float:
    """Wait for a condition; give how long it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not come about"
        time.sleep(0.002)
    return time.monotonic() - began


def known(doors: str) -> bool:
    """Tell whether the tile is remembered."""
    return memory.recall(HOME, doors) is not None


def remembered(ask: Ask, doors: str, **more: str) -> tuple[str, dict[str, str], bytes]:
    """Ask the door until the tile is remembered; give the answer."""
    until(lambda: ask(doors, **more) and known(doors))
    answer = ask(doors, **more)
    assert answer
    return answer


def a_pass(*layers: str, age: float = 0) -> str:
    return f"{passes.COOKIE}={passes.write(frozenset(layers), time.time() - age)}"


def test_a_tile_is_answered_as_django_answers_it(client: Client, ask: Ask) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    status, headers, body = remembered(ask, "camera_public")
    slow = client.get(path("camera_public"), headers={"Accept-Encoding": "gzip"})
    assert (status, body) == ("200 OK", slow.content)
    same = ("ETag", "Cache-Control", "Content-Type", "Content-Encoding", "X-Content-Type-Options")
    assert {name: headers[name] for name in same} == {name: slow[name] for name in same}
    answer = ask("camera_public", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert answer
    assert (answer[0], answer[2]) == ("304 Not Modified", b"")


def test_a_tile_another_worker_drew_an_hour_ago_is_remembered(ask: Ask) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    remembered(ask, "camera_public")
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE tile_cache SET drawn_at = drawn_at - interval '1 hour'")
    memory.clear()
    remembered(ask, "camera_public")


def test_who_has_no_pass_is_left_to_django(ask: Ask) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR)
    good = a_pass("camera_private")
    remembered(ask, "camera_private", HTTP_COOKIE=good)
    assert ask("camera_private") is None
    for cookie in (
        a_pass("camera_agency"), a_pass("camera_private", age=61), a_pass("camera_private", age=-5),
        good.swapcase(), good[:-1], "tiles=", "tiles=camera_private.9", "\0=;;",
    ):  # fmt: skip
        assert ask("camera_private", HTTP_COOKIE=cookie) is None


def test_what_is_off_the_grid_or_unknown_is_left_to_django(ask: Ask) -> None:
    for doors in ("nothing", "base,base", "base,", "camera_public,nothing"):
        assert ask(doors) is None
    assert ask("base", PATH_INFO="/tiles/base/3/8/0.mvt") is None
    assert ask("base", REQUEST_METHOD="POST") is None


@pytest.mark.parametrize("end", ["sign out", "role"])
def test_a_pass_ends_when_a_session_or_a_role_does(
    end: str, cast: dict[str, User], knock: Callable[[str], Client], ask: Ask
) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR)
    browser, given = knock("dispatcher"), a_pass("camera_private", age=2)
    remembered(ask, "camera_private", HTTP_COOKIE=given)
    if end == "sign out":
        browser.logout()
    else:
        User.objects.filter(pk=cast["dispatcher"].pk).update(role="planner")
    until(lambda: ask("camera_private", HTTP_COOKIE=given) is None)


def test_a_write_is_on_the_map_within_a_second(ask: Ask) -> None:
    camera = mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    remembered(ask, "camera_public")
    camera.public_at = None
    camera.save(update_fields=["public_at"])

    def status() -> str:
        answer = ask("camera_public")
        return answer[0] if answer else ""

    assert until(lambda: status() == "204 No Content") < 1.0


def test_a_tile_drawn_before_a_commit_is_not_remembered_after_it(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = mapped(*HERE)
    good = a_pass("camera_agency")
    remember = memory.remember

    def late(*args: Any, **more: Any) -> None:
        # between drawing and remembering, somebody writes and the notice arrives
        with transaction.atomic(), connections["default"].cursor() as cursor:
            TileCamera.objects.filter(camera=camera).update(heading=180)
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            (written,) = cursor.fetchone()
        until(lambda: written in heard())
        remember(*args, **more)

    def heard() -> set[int]:
        with memory._lock:
            return {touch.transaction for _, touch in memory._touches}

    until(lambda: memory._heard_at > 0)
    monkeypatch.setattr(memory, "remember", late)
    assert ask("camera_agency", HTTP_COOKIE=good)
    assert not known("camera_agency")
    monkeypatch.undo()
    remembered(ask, "camera_agency", HTTP_COOKIE=good)


def test_nothing_is_remembered_while_the_database_is_not_heard(ask: Ask) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    remembered(ask, "camera_public")
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'sightline tiles' AND datname = current_database()"
        )
    until(lambda: not known("camera_public"))
    # it listens again, and what was remembered before is not what it gives
    remembered(ask, "camera_public")


def test_each_tile_has_a_line_with_the_id_in_its_answer(
    ask: Ask, front: TilesFirst, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "sightline.requests"):
        given = ask("base", HTTP_X_REQUEST_ID="r-1", REMOTE_ADDR="10.0.0.7")
        made = ask("base")
        front._lines.stop()
    written = "\n".join(JsonLines().format(record) for record in caplog.records)
    first, second = (json.loads(line) for line in written.splitlines())
    assert given
    assert made
    assert given[1]["X-Request-Id"] == first["request_id"] == "r-1"
    assert made[1]["X-Request-Id"] == second["request_id"]
    assert (first["route"], first["client"]) == (path("base"), "10.0.0.7")
    assert first["status"] in {200, 204}
    assert first["at"] <= second["at"]
