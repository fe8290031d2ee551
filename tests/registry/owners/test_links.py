"""A mailed link lets its owner do one thing, for a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import Owner, OwnerLink
from registry.owners import links
from registry.owners.refusals import UnknownLink

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def owner() -> Owner:
    return Owner.objects.create(kind=Owner.Kind.RESIDENT, name="Ida", email="ida@example.org")


def test_a_link_leads_to_its_owner_and_to_what_it_is_about(owner: Owner) -> None:
    link = links.read(links.make(owner, "answer", about="F-7", lasts=HOUR), "answer")
    assert (link.owner, link.about) == (owner, "F-7")


def test_a_link_is_good_for_its_own_purpose_only(owner: Owner) -> None:
    token = links.make(owner, "keep", lasts=HOUR)
    with pytest.raises(UnknownLink):
        links.read(token, "owner")


def test_a_link_ends_when_its_time_is_over(owner: Owner) -> None:
    token = links.make(owner, "owner", lasts=HOUR)
    OwnerLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(UnknownLink):
        links.read(token, "owner")


def test_reading_does_not_use_a_link_and_using_does(owner: Owner) -> None:
    token = links.make(owner, "owner", lasts=HOUR, once=True)
    links.read(token, "owner")
    links.use(token, "owner")
    with pytest.raises(UnknownLink):
        links.use(token, "owner")


def test_a_link_of_many_uses_stays(owner: Owner) -> None:
    token = links.make(owner, "answer", lasts=HOUR)
    links.use(token, "answer")
    assert links.use(token, "answer").owner == owner


def test_nothing_opens_for_an_owner_who_left(owner: Owner) -> None:
    token = links.make(owner, "owner", lasts=HOUR)
    Owner.objects.update(left_at=timezone.now(), name="", email="")
    with pytest.raises(UnknownLink):
        links.read(token, "owner")


def test_the_token_itself_is_not_kept(owner: Owner) -> None:
    token = links.make(owner, "owner", lasts=HOUR)
    assert token.encode() not in bytes(OwnerLink.objects.get().digest)


def test_ended_links_are_gone(owner: Owner) -> None:
    kept, ended = links.make(owner, "keep", lasts=HOUR), links.make(owner, "owner", lasts=HOUR)
    assert links.end(owner, "owner") == 1
    links.read(kept, "keep")
    with pytest.raises(UnknownLink):
        links.read(ended, "owner")


def test_what_expired_long_ago_is_forgotten(owner: Owner) -> None:
    links.make(owner, "owner", lasts=-timedelta(days=2))
    kept = links.make(owner, "owner", lasts=HOUR)
    links.forget_expired()
    assert OwnerLink.objects.count() == 1
    links.read(kept, "owner")
