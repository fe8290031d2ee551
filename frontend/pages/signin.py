"""The one-time link from the shell."""

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect

from frontend.gate import problems
from frontend.gate.adapters import landing, named
from frontend.gate.asking import Asking, traces
from registry.access.facts import Actor
from registry.accounts import links
from registry.accounts.sessions import LINK
from registry.audit.recording import record


@transaction.atomic
def signin(request: Asking, token: str) -> HttpResponse:
    """Sign in whoever the link was made for, once."""
    user = links.use(token)
    if user is None:
        record(Actor.STRANGER, "used a spent link", result="refused", **traces(request))
        return problems.answer(
            request, 404, "This link is spent", "It was used, or is older than ten minutes."
        )
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[LINK] = True
    record(named(user), "signed in", "user", user.uid, basis="link", **traces(request))
    return HttpResponseRedirect(landing(user))
