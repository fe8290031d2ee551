"""The demo's letterbox: the mail that a centre would send, to be read and clicked here."""

from django.conf import settings
from django.http import Http404, HttpResponse

from frontend.gate.asking import Asking
from frontend.pages.open import show_open
from registry.notices.letterbox import newest

MOST = 100


def demo_mail(request: Asking) -> HttpResponse:
    """Show it, in the demo alone: mail holds links that open something."""
    if not settings.DEMO:
        raise Http404
    page = show_open(request, "demo_mail.html", shown=newest(MOST))
    page.headers["Cache-Control"] = "no-store"
    return page
