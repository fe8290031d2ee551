"""The gate: who asks, may they, and what every answer must carry."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url

from frontend.gate import problems
from frontend.gate.actors import UNKNOWN, asker
from frontend.gate.rules import Rule, rule_of
from registry.access.facts import MACHINE, Actor

Answer = Callable[[HttpRequest], HttpResponseBase]


class Gate:
    """Deny by default: an address without a declared rule is not there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find who asks; signed-in answers are not kept by anybody."""
        request.actor = Actor.STRANGER  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.actor.known:  # type: ignore[attr-defined]
            # a tile says itself that it is private and asked for anew each time
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: Any, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let through whom the rule admits."""
        rule = rule_of(view)
        if rule is None:
            raise Http404
        try:
            found = asker(request, unattended=rule.unattended)
        except OperationalError:
            return problems.busy(request)
        if found is None:  # locked, ended or revoked
            request.session.flush()
        actor, proven = found or UNKNOWN
        request.actor = actor
        if actor.role == MACHINE or rule.by_secret:
            request._dont_enforce_csrf_checks = True  # no browser sends a secret unasked
        if not rule.admits(actor, request.method):
            return refuse(request, rule)
        if not proven and not rule.before_proof:
            return _to_second_factor(request, rule)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say that the database is away or too slow; let everything else be loud."""
        return problems.busy(request) if isinstance(exception, OperationalError) else None


def refuse(request: Any, rule: Rule) -> HttpResponseBase:
    """Turn away: strangers are shown where to sign in, everybody else that nothing is here."""
    if request.actor.known:
        raise Http404
    if rule.page and request.method in {"GET", "HEAD"}:
        target = quote(request.get_full_path())
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?next={target}")
    if request.path_info.startswith("/api/"):
        response = problems.problem(request, 401, "Sign in", "This is for people who signed in.")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    raise Http404


def _to_second_factor(request: HttpRequest, rule: Rule) -> HttpResponseBase:
    if rule.page:
        return HttpResponseRedirect(resolve_url("mfa_activate_totp"))
    return problems.problem(request, 401, "Second factor", "Staff sign in with a second factor.")
