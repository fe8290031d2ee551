"""The door in front of Django answers clicks as Django does, and nobody Django would refuse."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from frontend.api.front import ClicksFirst
from registry.models import Entry, Session, User
from tests.tiles.scene import box, camera

pytestmark = pytest.mark.usefixtures("committed")
Knock = Callable[[str], Client]
HERE = "at=-84.5,38.04"
EACH_TIME_ANEW = {"X-Request-Id", "Content-Length"}


class Answer:
    """What a WSGI application answered."""

    def __init__(self, application: Any, query: str, cookie: str = "", **environ: str) -> None:
        asked = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/api/cameras/seeing", "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost",
            "HTTP_COOKIE": cookie, "REMOTE_ADDR": "10.0.0.9", "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        }  # fmt: skip
        self.body = b"".join(application(asked | environ, self._start))

    def _start(self, status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        self.status, self.headers = int(status[:3]), dict(headers)


class Watched:
    """Django, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self._django = get_wsgi_application()

    def __call__(self, *args: Any) -> Any:
        self.asked += 1
        return self._django(*args)


@pytest.fixture
def django() -> Watched:
    return Watched()


@pytest.fixture
def front(django: Watched) -> ClicksFirst:
    return ClicksFirst(django)


@pytest.fixture
def cookie(knock: Knock) -> str:
    return f"sessionid={knock('dispatcher').cookies['sessionid'].value}"


def test_it_answers_as_django_does_and_without_it(
    front: ClicksFirst, django: Watched, cookie: str
) -> None:
    camera(0, -34, sees=box(-10, -10, 10, 10))
    ours, theirs = Answer(front, HERE, cookie), Answer(django, HERE, cookie)
    assert django.asked == 1
    assert (ours.status, json.loads(ours.body)) == (theirs.status, json.loads(theirs.body))
    told = {name: value for name, value in ours.headers.items() if name not in EACH_TIME_ANEW}
    for name, value in told.items():
        assert theirs.headers[name] == value, name
    assert set(theirs.headers) - EACH_TIME_ANEW <= set(told)
    first, second = Entry.objects.filter(action="coverage_query").order_by("id")
    assert (first.actor_id, first.role, first.client) == (second.actor_id, "dispatcher", "10.0.0.9")
    assert first.request_id == ours.headers["X-Request-Id"]


def test_a_session_that_ended_or_changed_is_asked_anew(
    front: ClicksFirst, django: Watched, cookie: str
) -> None:
    assert Answer(front, HERE, cookie).status == 200
    dispatcher = User.objects.get(role="dispatcher")
    dispatcher.role = "owner"
    dispatcher.save()
    assert Answer(front, HERE, cookie).status == 404
    dispatcher.role = "dispatcher"
    dispatcher.save()
    assert Answer(front, HERE, cookie).status == 200
    dispatcher.set_unusable_password()
    dispatcher.save()
    assert Answer(front, HERE, cookie).status == 401
    assert django.asked == 2
    assert Entry.objects.filter(action="coverage_query").count() == 2


@pytest.mark.parametrize("ended", ["deleted", "idle", "inactive"])
def test_a_reader_who_is_remembered_is_still_checked(
    front: ClicksFirst, cookie: str, ended: str
) -> None:
    assert Answer(front, HERE, cookie).status == 200
    match ended:
        case "deleted":
            Session.objects.all().delete()
        case "idle":
            Session.objects.update(seen_at="2020-01-01T00:00:00Z")
        case "inactive":
            User.objects.update(is_active=False)
    assert Answer(front, HERE, cookie).status == 401
    assert Entry.objects.filter(action="coverage_query").count() == 1


@pytest.mark.parametrize(
    ("query", "environ", "status"),
    [
        ("at=nan,1", {}, 422),
        ("", {}, 422),
        (HERE + "&incident=00000000-0000-4000-8000-000000000000", {}, 404),
        (HERE, {"HTTP_COOKIE": ""}, 401),
        (HERE, {"HTTP_COOKIE": "sessionid=made-up"}, 401),
        (HERE, {"HTTP_HOST": "elsewhere.example"}, 400),
        (HERE, {"REQUEST_METHOD": "POST"}, 403),
        (HERE, {"HTTP_AUTHORIZATION": "Bearer made-up"}, 401),
    ],
)
def test_whatever_is_unusual_is_for_django(
    front: ClicksFirst,
    django: Watched,
    cookie: str,
    query: str,
    environ: dict[str, str],
    status: int,
) -> None:
    assert Answer(front, query, **{"cookie": cookie, **environ}).status in {status, 404}
    assert django.asked == 1
