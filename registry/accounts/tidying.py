"""Take away what nobody can use any more: ended sessions, spent links, counted failures."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from registry.accounts.limiting import forget_counts
from registry.accounts.models import Session, SigninLink

KEPT = timedelta(days=1)  # a spent link still says, for a while, that it was one


def tidy() -> None:
    """Delete them."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    SigninLink.objects.filter(expires_at__lt=now - KEPT).delete()
    forget_counts()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache WHERE expires < now()")
