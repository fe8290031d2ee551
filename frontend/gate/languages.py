"""The reader's language, on the doors that are answered in it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from frontend.gate.rules import rule_of


class Spoken:
    """Speak as the reader chose, else as their browser asks; to staff, English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and leave the thread as it was found."""
        with translation.override(settings.LANGUAGE_CODE):
            response = self.get_response(request)
            if getattr(request, "spoken", False):
                response.headers.setdefault("Content-Language", translation.get_language())
                patch_vary_headers(response, ("Accept-Language", "Cookie"))
            return response

    def process_view(
        self, request: Any, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> None:
        """Choose, now that the door is known."""
        rule = rule_of(view)
        if rule is not None and rule.spoken:
            request.spoken = True
            translation.activate(translation.get_language_from_request(request))
