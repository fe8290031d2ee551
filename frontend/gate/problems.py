"""What is said when something cannot be answered: problem+json to programs, a page to people."""

import json
from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from registry.refusals import Fault

_BROKEN = "<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1><p>{detail}</p>"
_PROGRAMS = ("/api/", "/tiles", "/thumbnails/", "/healthz", "/style.json", "/uploads")


def problem(
    request: HttpRequest,
    status: int,
    title: str = "",
    detail: str = "",
    errors: Sequence[Fault] = (),
) -> HttpResponse:
    """Answer application/problem+json; a 404 says the same whether it is missing or forbidden."""
    body = {
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": [fault._asdict() for fault in errors],
        "request_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")


def answer(request: HttpRequest, status: int, title: str = "", detail: str = "") -> HttpResponse:
    """Say it to whoever asks, in their own way."""
    if request.path_info.startswith(_PROGRAMS):
        return problem(request, status, title, detail)
    if status >= 500:  # what draws a page may be what broke
        return HttpResponse(_BROKEN.format(title=title, detail=detail), status=status)
    context = {"status": status, "title": title or HTTPStatus(status).phrase, "detail": detail}
    page = render_to_string("problem.html", context)
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return answer(request, 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a write that does not come from our own page."""
    return answer(request, 403, "This page has been open too long", "Load it again and repeat.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer as if it were not there."""
    return not_found(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return answer(request, 404, "Not found", "There is nothing here, or not for you.")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return answer(request, 500, "Something broke", "It is written down under the request's id.")


def busy(request: HttpRequest) -> HttpResponse:
    """Answer 503: the database did not answer in time, or is away."""
    response = answer(request, 503, "Too busy", "The database did not answer in time.")
    response.headers["Retry-After"] = "2"
    return response
