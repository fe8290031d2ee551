"""An owner's way in: a link by mail, and the button that uses it."""

from datetime import timedelta

from django import forms
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from frontend.gate.adapters import named
from frontend.gate.asking import Asking
from frontend.pages.open import show_open
from frontend.pages.owner_asking import asked
from registry.accounts.limiting import limit
from registry.accounts.refusals import TooOften
from registry.audit.recording import record
from registry.owners import links
from registry.owners.models import OwnerLink
from registry.owners.refusals import UnknownLink
from registry.ownership import entering

MOST, PER = 10, timedelta(minutes=15)  # links asked for from one address


class Address(forms.Form):
    """Where the link is sent."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def owner_signin(request: Asking) -> HttpResponse:
    """Ask for a link; the answer is the same whoever asks."""
    if request.method != "POST":
        return _ask(request, Address())
    form = Address(request.POST)
    if not form.is_valid():
        return _ask(request, form, 422)
    try:
        limit("owner_link", request.client, most=MOST, per=PER)
    except TooOften:
        return _ask(request, form, 429, limited=True)
    entering.ask(form.cleaned_data["email"], language=get_language() or "en")
    return _ask(request, form, sent=True)


def owner_enter(request: Asking, token: str) -> HttpResponse:
    """Show the button; only pressing it uses the link, for mail scanners open links too."""
    try:
        if request.method == "POST":
            return _enter(request, token)
        links.read(token, OwnerLink.Purpose.OWNER)
        response = show_open(request, "owner/enter.html")
    except UnknownLink:
        response = _ask(request, Address(), 404, spent=True)
    # The address is the key: it goes into nobody's log, and into nobody's cache.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def _enter(request: Asking, token: str) -> HttpResponse:
    with transaction.atomic():
        user = entering.enter(token)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        record(named(user), "signed in", "user", user.uid, basis="mail", **asked(request))
    return HttpResponseRedirect(reverse("owner"))


def _ask(request: Asking, form: Address, status: int = 200, **said: bool) -> HttpResponse:
    return show_open(request, "owner/signin.html", shown={"form": form, **said}, status=status)
