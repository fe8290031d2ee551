"""Answers that are asked for again and again: the same one is told once."""

from hashlib import blake2b
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response

from frontend.gate.asking import Asking


def unless_known(request: Asking, body: Any) -> HttpResponse:
    """Answer JSON, or 304 to a reader who holds it already."""
    response = JsonResponse(body)
    etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if isinstance(answer, HttpResponse) else response
