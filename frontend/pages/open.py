"""What every page for owners and the public is given; there is no staff rail on these."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation

from frontend.gate.asking import Asking
from frontend.pages.shell import theme


def show_open(
    request: Asking, template: str, *, shown: Any = None, status: int = 200, **facts: Any
) -> HttpResponse:
    """Render a page for anybody; `facts` go to its script, `shown` to its template."""
    page = {
        "centre": settings.CENTRE_NAME,
        "version": settings.VERSION,
        "theme": theme(request),
        "language": translation.get_language(),
        "languages": settings.LANGUAGES,
        # what was posted cannot be asked for again, but its address can
        "here": request.get_full_path(),
        "facts": facts,
    }
    return render(request, template, {"page": page, "shown": shown}, status=status)
