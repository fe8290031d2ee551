"""What allauth asks us: nobody signs up, secrets are encrypted, every way in is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from frontend.gate.asking import traces
from registry import cipher
from registry.access.facts import Actor
from registry.audit.recording import record
from registry.models import Role, User


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the first page this person has."""
        return landing(request.user)

    def post_login(self, request: Any, user: User, **kwargs: Any) -> HttpResponse:
        """Write down who came in."""
        with transaction.atomic():
            record(named(user), "signed in", "user", user.uid, basis="password", **traces(request))
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def authentication_failed(self, request: Any, **given: Any) -> None:
        """Write down at whom somebody tried; a name that is nobody's may be a mistyped password."""
        user = User.objects.filter(username=given.get("username", "")).first()
        with transaction.atomic():
            record(
                Actor.STRANGER,
                "failed to sign in",
                "user",
                user.uid if user else "",
                result="refused",
                **traces(request),
            )


class Directory(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An agency's own directory says who somebody is; the centre says whether they work here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: whoever is not entered here is nobody here."""
        return False


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of second factors, encrypted with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        """Encrypt."""
        return cipher.encrypt(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt."""
        return cipher.decrypt(encrypted_text.encode())


def landing(user: Any) -> str:
    """Name the page to begin with."""
    return resolve_url("owner" if user.role == Role.OWNER else settings.LOGIN_REDIRECT_URL)


def named(user: User) -> Actor:
    """Name a person before the gate has."""
    agency = user.agency.name if user.agency else ""
    return Actor(role=user.role, id=str(user.uid), name=user.username, agency=agency)
