"""Remembered tiles are answered in front of Django: to whom they may be, and never long stale."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client

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


def remembered(client: Client, ask: Ask, doors: str, **more: str) -> None:
    """Have Django answer until the tile is remembered."""

    def known() -> bool:
        client.get(path(doors), headers={"Accept-Encoding": "gzip"})
        return ask(doors, **more) is not None

    until(known)


def a_pass(*layers: str, age: float = 0) -> str:
    return f"{passes.COOKIE}={passes.write(frozenset(layers), time.time() - age)}"


def test_a_remembered_tile_is_answered_as_django_answers_it(client: Client, ask: Ask) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    assert ask("camera_public") is None
    remembered(client, ask, "camera_public")
    known = ask("camera_public")
    slow = client.get(path("camera_public"), headers={"Accept-Encoding": "gzip"})
    assert known
    status, headers, body = known
    assert (status, body) == ("200 OK", slow.content)
    same = ("ETag", "Cache-Control", "Content-Type", "Content-Encoding", "X-Content-Type-Options")
    assert {name: headers[name] for name in same} == {name: slow[name] for name in same}
    answer = ask("camera_public", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert answer
    assert (answer[0], answer[2]) == ("304 Not Modified", b"")


def test_a_tile_another_worker_drew_an_hour_ago_is_remembered(client: Client, ask: Ask) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    remembered(client, ask, "camera_public")
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE tile_cache SET drawn_at = drawn_at - interval '1 hour'")
    memory.clear()
    remembered(client, ask, "camera_public")


def test_who_has_no_pass_is_left_to_django(knock: Callable[[str], Client], ask: Ask) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR)
    good = a_pass("camera_private")
    remembered(knock("dispatcher"), ask, "camera_private", HTTP_COOKIE=good)
    assert ask("camera_private") is None
    for cookie in (
        a_pass("camera_agency"), a_pass("camera_private", age=61), a_pass("camera_private", age=-5),
        good.swapcase(), good[:-1], "tiles=", "tiles=camera_private.9", "\0=;;",
    ):  # fmt: skip
        assert ask("camera_private", HTTP_COOKIE=cookie) is None


@pytest.mark.parametrize("end", ["sign out", "role"])
def test_a_pass_ends_when_a_session_or_a_role_does(
    end: str, cast: dict[str, User], knock: Callable[[str], Client], ask: Ask
) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR)
    given = a_pass("camera_private", age=2)
    browser = knock("dispatcher")
    remembered(browser, ask, "camera_private", HTTP_COOKIE=given)
    if end == "sign out":
        browser.logout()
    else:
        User.objects.filter(pk=cast["dispatcher"].pk).update(role="planner")
    until(lambda: ask("camera_private", HTTP_COOKIE=given) is None)


def test_a_write_is_on_the_map_within_a_second(client: Client, ask: Ask) -> None:
    camera = mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    remembered(client, ask, "camera_public")
    camera.public_at = None
    camera.save(update_fields=["public_at"])
    took = until(lambda: ask("camera_public") is None)
    assert took < 1.0
    assert client.get(path("camera_public")).status_code == 204


def test_a_tile_drawn_before_a_commit_and_remembered_after_it_is_not_remembered(
    knock: Callable[[str], Client], ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = mapped(*HERE)
    browser, good = knock("dispatcher"), a_pass("camera_agency")
    remember = memory.remember

    def late(*args: Any, **more: Any) -> None:
        # between drawing and remembering, somebody writes and the notice arrives
        heard = len(memory._touches)
        TileCamera.objects.filter(camera=camera).update(heading=180)
        until(lambda: len(memory._touches) > heard)
        remember(*args, **more)

    until(lambda: memory._heard_at > 0)
    monkeypatch.setattr(memory, "remember", late)
    browser.get(path("camera_agency"))
    assert ask("camera_agency", HTTP_COOKIE=good) is None
    monkeypatch.undo()
    remembered(browser, ask, "camera_agency", HTTP_COOKIE=good)


def test_nothing_is_remembered_while_the_database_is_not_heard(client: Client, ask: Ask) -> None:
    mapped(*HERE, level=1, anchor=ANCHOR, published=True)
    remembered(client, ask, "camera_public")
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'sightline tiles' AND datname = current_database()"
        )
    until(lambda: ask("camera_public") is None)
    # it listens again, and what was remembered before is not what it gives
    remembered(client, ask, "camera_public")
