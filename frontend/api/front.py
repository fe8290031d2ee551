"""The door in front of Django for clicks: one round trip to the database and nothing besides.

Measured: sessions, users, messages and a connection made ready anew cost a click more than its
answer does. The reader found at an earlier request is remembered here, and the statement that
answers says again, in the same transaction, that session and reader are still what they were; if
not, or if anything is unusual, the request goes on to Django, which decides from the beginning.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from http import HTTPStatus
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import ResolverMatch, resolve
from pydantic import ValidationError

from frontend.api.seeing import GEOJSON, Question, click
from frontend.gate.actors import Asker, person_of
from frontend.gate.asking import traces
from frontend.gate.lines import RequestLine
from frontend.gate.policies import ContentPolicy
from frontend.gate.rules import rule_of
from tiles.around import SEEING, values

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Row = tuple[Any, ...]

PATH = "/api/cameras/seeing"
READER = """
    SELECT r::text, r.* FROM session_reader(%(session)s, %(idle)s, %(alive)s) AS r
"""
STILL_THE_SAME = """
    FROM session_reader(%(session)s, %(idle)s, %(alive)s) AS r
    WHERE r::text = %(was)s
"""
MOST = 4096  # sessions remembered before all are forgotten and found anew


class GoOn(Exception):
    """This is for Django."""


class ClicksFirst:
    """Answers clicks of readers it knows; everything else goes on."""

    def __init__(self, application: Any) -> None:
        self._on: Application = application
        self._known: dict[str, tuple[str, Asker]] = {}
        # Django's steps for this door, in its order, without those a click has no use for.
        steps: Any = SecurityMiddleware(XFrameOptionsMiddleware(ContentPolicy(self._answer)))
        self._steps = RequestLine(steps)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a WSGI request."""
        if (
            environ["PATH_INFO"] != PATH
            or environ["REQUEST_METHOD"] != "GET"
            or "HTTP_AUTHORIZATION" in environ
        ):
            return self._on(environ, start_response)
        try:
            response: Any = self._steps(WSGIRequest(environ))
        except (GoOn, DisallowedHost, ValidationError, psycopg.Error):
            return self._on(environ, start_response)
        status = HTTPStatus(response.status_code)
        start_response(f"{status.value} {status.phrase}", list(response.items()))
        return [response.content]

    @cached_property
    def _door(self) -> ResolverMatch:
        return resolve(PATH)

    def _answer(self, request: Any) -> HttpResponseBase:
        request.get_host()
        request.resolver_match = self._door
        session = {
            "session": request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""),
            "idle": settings.SESSION_IDLE,
            "alive": "HTTP_X_BACKGROUND" not in request.META,
        }
        was, (actor, proven) = self._recall(session)
        rule = rule_of(self._door.func)
        if rule is None or not proven or not rule.admits(actor, "GET"):
            raise GoOn
        request.actor = actor
        asked = click(Question.model_validate(request.GET.dict()))
        if asked.at_time is not None:  # seldom
            raise GoOn
        told = values(actor, asked, **traces(request))
        row = _fetch(SEEING + STILL_THE_SAME, session | told | {"was": was})
        if row is None:
            self._known.pop(session["session"], None)
        if row is None or row[0] is None:
            raise GoOn
        return HttpResponse(row[0], content_type=GEOJSON, headers={"Cache-Control": "no-store"})

    def _recall(self, session: dict[str, Any]) -> tuple[str, Asker]:
        key = session["session"]
        if not (found := self._known.get(key)):
            row = _fetch(READER, session) if key else None
            asker = person_of(row[1:]) if row else None
            if row is None or asker is None:
                raise GoOn
            if len(self._known) >= MOST:
                self._known.clear()
            found = self._known[key] = row[0], asker
        return found


def _fetch(question: str, asked: dict[str, Any]) -> Row | None:
    """Ask, prepared: to read and plan the words anew costs a fifth of the answer.

    A pooler too old to know prepared statements refuses; then Django answers, which prepares none.
    """
    with _line() as line, psycopg.Cursor(line) as cursor:
        return cursor.execute(question, asked, prepare=True).fetchone()


@contextmanager
def _line() -> Iterator["psycopg.Connection[Row]"]:
    """Lend a connection as the pool has it, without what the ORM would add to it each time."""
    pool: Any = connection.pool  # type: ignore[attr-defined]  # of PostgreSQL alone
    if not pool:
        connection.ensure_connection()
        yield connection.connection
        connection.close()
        return
    if pool.closed:
        pool.open()
    line = pool.getconn()
    try:
        if not line.autocommit:
            line.autocommit = True
        yield line
    finally:
        pool.putconn(line)
