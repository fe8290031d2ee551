"""What allauth asks us: nobody signs up, and secrets are encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from registry.feeds import credentials


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False


class Directory(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An agency's own directory says who somebody is; the centre says whether they work here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: whoever is not entered here is nobody here."""
        return False


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of second factors, encrypted with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        """Encrypt."""
        return credentials.encrypt(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt."""
        return credentials.decrypt(encrypted_text.encode())
