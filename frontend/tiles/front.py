"""The door in front of Django: with a pass, a tile costs no session and no middleware."""

import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.db import OperationalError, connections

from frontend.gate.asking import client_of
from frontend.gate.lines import request_id
from frontend.tiles import asking, passes
from frontend.tiles.answering import reply
from frontend.tiles.asking import layers_among
from frontend.tiles.lines import Lines
from registry.access.layers import PUBLIC
from tiles import serving
from tiles.listening import Listener
from tiles.memory import Answer
from tiles.serving import memory
from tiles.square import Square

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_STATUS = {status: f"{status.value} {status.phrase}" for status in HTTPStatus}


class TilesFirst:
    """Answers the tiles a reader has a pass for; all else goes on to Django, which decides anew."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._not_before = 0.0
        self._starting = threading.Lock()
        self._listener: Listener | None = None
        self._lines = Lines()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a WSGI request."""
        began = time.time()
        self._listen()
        answer = self._answer(environ)
        if answer is None:
            return self._application(environ, start_response)
        status, headers, body = reply(
            answer,
            etags=environ.get("HTTP_IF_NONE_MATCH", ""),
            accepts=environ.get("HTTP_ACCEPT_ENCODING", ""),
        )
        if body:
            headers.append(("Content-Length", str(len(body))))
        name = request_id(environ)
        headers.append(("X-Request-Id", name))
        self._lines.note(began, name, environ["PATH_INFO"], status, client_of(environ))
        start_response(_STATUS[HTTPStatus(status)], headers)
        return [body]

    def _answer(self, environ: Environ) -> Answer | None:
        if environ["REQUEST_METHOD"] != "GET" or not (asked := asking.read(environ["PATH_INFO"])):
            return None
        doors, square = asked
        found = layers_among(PUBLIC, doors) or layers_among(PUBLIC | self._passed(environ), doors)
        if found is None or not square.exists():
            return None
        return memory.recall(square, found.doors) or _drawn(found, square)

    def _passed(self, environ: Environ) -> frozenset[str]:
        try:
            cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(passes.COOKIE)
        except CookieError:
            return passes.NOTHING
        return passes.read(cookie.value, not_before=self._not_before) if cookie else passes.NOTHING

    def _listen(self) -> None:
        """Start our threads with the first request: a thread does not live through a fork."""
        if self._listener is None:
            with self._starting:
                if self._listener is None:
                    self._listener = Listener(memory, self._revoke)
                    self._listener.start()
                    self._lines.start()

    def _revoke(self) -> None:
        """Somebody's rights were taken away: let no pass in that was given before."""
        self._not_before = time.time()


def _drawn(asked: asking.Asked, square: Square) -> Answer | None:
    """Draw a tile, and give the connections back as Django does after a request."""
    try:
        return serving.answer(asked.layers, square, asked.doors)
    except OperationalError:
        return None  # Django says in its own words that the database is away
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
