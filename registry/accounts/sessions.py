"""Django's sessions in our own table, where the person is a column; see SESSION_ENGINE."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Store
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from registry.accounts.digests import digest
from registry.accounts.models import Session, User

# allauth notes here how the person proved who they are.
METHODS = "account_authentication_methods"
LINK = "signin_link"  # came by a link made at the shell: the shell is the proof
_BEGAN = "began"


class SessionStore(Store):
    """A session that knows since when, for whom and how well proven it is."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Name our own table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Write the columns the gate reads beside the data they are taken from."""
        user = data.get(SESSION_KEY)
        # In the data too, so that a new key (a changed password) does not begin the time again.
        began = data.setdefault(_BEGAN, timezone.now().timestamp()) if user else None
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101  get_model_class says so; for mypy
        row.user_id = int(user) if user else None
        row.credential = data.get(HASH_SESSION_KEY, "")
        row.second_factor = _second_factor(data)
        if began is not None:
            row.began_at = datetime.fromtimestamp(began, UTC)
            row.expire_date = row.began_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return row


def lives(user: User, named: str) -> bool:
    """Tell whether a session of this person, by its digest, has not ended."""
    ours = user.get_session_auth_hash()
    return any(
        digest(row.session_key) == named and constant_time_compare(row.credential, ours)
        for row in Session.objects.filter(user_id=user.pk, expire_date__gt=timezone.now())
    )


def _second_factor(data: dict[str, Any]) -> bool:
    return data.get(LINK, False) or any(
        method.get("method") == "mfa" for method in data.get(METHODS, ())
    )
