"""What nobody can use any more is taken away, and nothing else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from registry.accounts import links
from registry.accounts.tidying import tidy
from registry.models import Session, SigninLink, User

pytestmark = pytest.mark.django_db


def test_what_is_over_goes_and_what_holds_stays() -> None:
    now, user = timezone.now(), User.objects.create(username="dana")
    for key, ends in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=now + timedelta(hours=ends))
    links.make(user)
    SigninLink.objects.update(expires_at=now - timedelta(days=2))
    fresh = links.make(user)
    cache.set("failures", 1, timeout=600)
    tidy()
    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert links.use(fresh) == user
    assert SigninLink.objects.count() == 1
    assert cache.get("failures") == 1
