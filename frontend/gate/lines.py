"""One line in the log for each request, under an id that also stands in the answer."""

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase

from frontend.gate.asking import client_of

log = logging.getLogger("sightline.requests")
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)


class RequestLine:
    """Give the request its id, time it, write it down. Outermost, so that it sees every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Answer, and say so."""
        began = time.perf_counter()
        request.request_id = request_id(request.META)
        request.client = client_of(request.META)
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request.request_id
        log.info(
            "request",
            extra={
                "request_id": request.request_id,
                "method": request.method,
                "route": _route(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
                "actor": getattr(getattr(request, "actor", None), "id", ""),
                "client": request.client,
            },
        )
        return response


def request_id(environ: Mapping[str, Any]) -> str:
    """Take the id a proxy gave, or make one."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if given and _ID.fullmatch(given) else uuid4().hex


def _route(request: HttpRequest) -> str:
    """Name the door, not the address: an address may hold a token, a query nearly anything."""
    match = request.resolver_match
    if match is not None:
        ids = {name: str(value) for name, value in match.kwargs.items() if name not in SECRET}
        return "/" + match.route + (f" {json.dumps(ids)}" if ids else "")
    return "/" + request.path_info.split("/")[1][:40]


SECRET = {"token", "key", "uidb36", "invite"}


class JsonLines(logging.Formatter):
    """Write each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write it; what was said of the record with `extra` stands beside it.

        A record of many brings them as `lines`, already written.
        """
        if (many := getattr(record, "lines", None)) is not None:
            return "\n".join(many)
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # Django's own lines end in the address asked for, which may hold a token.
            "message": record.msg if record.name.startswith("django.") else record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


EXTRAS = ("request_id", "method", "route", "status", "ms", "actor", "client", "job", "camera")
