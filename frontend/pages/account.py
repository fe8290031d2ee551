"""Signing in and out, by allauth; only the pages named here exist."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import URLPattern

from frontend.gate.rules import EVERYBODY, PEOPLE, Rule, door
from frontend.pages.signin import signin

ANYBODY = Rule(read=EVERYBODY, write=EVERYBODY, page=True, before_proof=True)
SIGNED_IN = Rule(read=PEOPLE, write=PEOPLE, page=True)
UNPROVEN = Rule(read=PEOPLE, write=PEOPLE, page=True, before_proof=True)


class Enrol(ActivateTOTPView):  # type: ignore[misc]
    """Take up a second factor; the code that proves it works proves this session too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send whoever has one to give it."""
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return HttpResponseRedirect(resolve_url("mfa_reauthenticate"))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember the proof."""
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return answer


def _directory() -> list[URLPattern]:
    """Open the way in by the agency's own directory, when one is set."""
    if not settings.OPENID_URL:
        return []
    views = {
        "openid_connect_login": ("<str:provider_id>/login/", openid.login),
        "openid_connect_callback": ("<str:provider_id>/login/callback/", openid.callback),
        "socialaccount_login_cancelled": ("cancelled/", social.login_cancelled),
        "socialaccount_login_error": ("error/", social.login_error),
    }
    return [
        door(f"account/directory/{route}", view, rule=ANYBODY, name=name)
        for name, (route, view) in views.items()
    ]


urlpatterns = [
    door("signin/<str:token>", signin, rule=ANYBODY, name="signin"),
    door("account/login/", account.login, rule=ANYBODY, name="account_login"),
    door("account/logout/", account.logout, rule=ANYBODY, name="account_logout"),
    door("account/inactive/", account.account_inactive, rule=ANYBODY, name="account_inactive"),
    door("account/again/", account.reauthenticate, rule=UNPROVEN, name="account_reauthenticate"),
    door(
        "account/password/", account.password_change, rule=SIGNED_IN, name="account_change_password"
    ),
    door(
        "account/password/first/",
        account.password_set,
        rule=SIGNED_IN,
        name="account_set_password",
    ),
    door("account/code/", mfa.authenticate, rule=ANYBODY, name="mfa_authenticate"),
    door("account/code/again/", mfa.reauthenticate, rule=UNPROVEN, name="mfa_reauthenticate"),
    door("account/factor/", Enrol.as_view(), rule=UNPROVEN, name="mfa_activate_totp"),
    door("account/factors/", mfa.index, rule=SIGNED_IN, name="mfa_index"),
    door(
        "account/spare/",
        recovery.view_recovery_codes,
        rule=SIGNED_IN,
        name="mfa_view_recovery_codes",
    ),
    door(
        "account/spare/new/",
        recovery.generate_recovery_codes,
        rule=SIGNED_IN,
        name="mfa_generate_recovery_codes",
    ),
    *_directory(),
]
