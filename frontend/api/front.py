"""The door in front of Django for clicks: one round trip to the database and nothing besides.

Measured: sessions, users, messages and a connection made ready anew cost a click more than its
answer does. The reader found at an earlier request is remembered here, and the statement that
answers says again, in the same transaction, that session and reader are still what they were; if
not, or if anything is unusual, the request goes on to Django, which decides from the beginning.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError, connection
from django.http import HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import resolve
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

PATH = "/api/cameras/seeing"
STILL = (
    "FROM session_reader(%(session)s, %(idle)s, %(alive)s) AS r WHERE"
    " (r.user_id, r.uid, r.username, r.role, r.agency_id, r.agency, r.owner_id, r.password,"
    " r.credential, r.second_factor) IS NOT DISTINCT FROM (%(k0)s, %(k1)s, %(k2)s, %(k3)s, %(k4)s,"
    " %(k5)s, %(k6)s, %(k7)s, %(k8)s, %(k9)s)"
)
MOST = 4096  # sessions remembered before all are forgotten and found anew


class GoOn(Exception):
    """This is for Django."""


class ClicksFirst:
    """Answers clicks of readers it knows; everything else goes on."""

    def __init__(self, application: Any) -> None:
        self._on: Application = application
        self._known: dict[str, tuple[tuple[Any, ...], Asker]] = {}
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
        except (GoOn, DisallowedHost, ValidationError, OperationalError):
            return self._on(environ, start_response)
        finally:
            connection.close()  # back into the pool
        status = HTTPStatus(response.status_code)
        start_response(f"{status.value} {status.phrase}", list(response.items()))
        return [response.content]

    def _answer(self, request: Any) -> HttpResponseBase:
        request.get_host()
        request.resolver_match = resolve(PATH)
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        known, (actor, proven) = self._recall(key)
        rule = rule_of(request.resolver_match.func)
        if rule is None or not proven or not rule.admits(actor, "GET"):
            raise GoOn
        request.actor = actor
        asked = click(Question.model_validate(request.GET.dict()))
        session = {
            "session": key,
            "idle": settings.SESSION_IDLE,
            "alive": "HTTP_X_BACKGROUND" not in request.META,
            **{f"k{n}": value for n, value in enumerate(known)},
        }
        with connection.cursor() as cursor:
            cursor.execute(SEEING + STILL, values(actor, asked, **traces(request)) | session)
            row = cursor.fetchone()
        if row is None:
            self._known.pop(key, None)
        if row is None or row[0] is None:
            raise GoOn
        return HttpResponse(row[0], content_type=GEOJSON, headers={"Cache-Control": "no-store"})

    def _recall(self, key: str) -> tuple[tuple[Any, ...], Asker]:
        if not (found := self._known.get(key)):
            if len(self._known) >= MOST:
                self._known.clear()
            found = self._known[key] = self._find(key)
        return found

    def _find(self, key: str) -> tuple[tuple[Any, ...], Asker]:
        if not key:
            raise GoOn
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM session_reader(%s, %s, false)", [key, settings.SESSION_IDLE]
            )
            row = cursor.fetchone()
        asker = person_of(row) if row else None
        if asker is None:
            raise GoOn
        return row, asker
