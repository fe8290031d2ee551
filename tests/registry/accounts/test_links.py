"""A link from the shell lets one person in, once, for ten minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.accounts import links
from registry.models import Role, SigninLink, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create(username="dana", role=Role.DISPATCHER)


def test_a_link_is_good_once(user: User) -> None:
    token = links.make(user)
    assert links.use(token) == user
    assert links.use(token) is None


def test_a_link_is_good_for_ten_minutes(user: User) -> None:
    token = links.make(user)
    SigninLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert links.use(token) is None


def test_a_link_is_not_for_somebody_struck_off(user: User) -> None:
    token = links.make(user)
    User.objects.update(is_active=False)
    assert links.use(token) is None


def test_the_token_itself_is_not_kept(user: User) -> None:
    token = links.make(user)
    assert token.encode() not in bytes(SigninLink.objects.get().digest)
