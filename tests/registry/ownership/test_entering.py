"""The way in by mail: the same for whoever asks, and no way round a second factor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.accounts.models import Role, User
from registry.models import Notice, Owner, OwnerLink
from registry.owners import links
from registry.owners.refusals import UnknownLink
from registry.ownership import entering
from tests.registry.ownership.conftest import Scene


def token_in(mail: Notice) -> str:
    [line] = [line for line in mail.body.splitlines() if "/owner/enter/" in line]
    return line.rsplit("/", 1)[1]


def test_the_mailed_link_opens_the_owners_account_once(scene: Scene) -> None:
    entering.ask("IDA@quillfeather.example", language="es")
    [mail] = Notice.objects.all()
    assert (mail.to, mail.language) == (scene.owner.email, "es")
    token = token_in(mail)
    assert entering.enter(token) == scene.owner.user
    with pytest.raises(UnknownLink):
        entering.enter(token)


def test_an_owner_without_an_account_gets_one_that_says_nothing_of_them(db: None) -> None:
    owner = Owner.objects.create(kind="resident", name="Ola Nordmann", email="ola@example.org")
    user = entering.enter(links.make(owner, "owner", lasts=timedelta(hours=1)))
    assert user.role == Role.OWNER
    assert not user.has_usable_password()
    assert "ola" not in user.username.lower()
    owner.refresh_from_db()
    assert owner.user == user
    assert owner.email_confirmed_at is not None


def test_for_an_unknown_address_nothing_stays(scene: Scene) -> None:
    entering.ask("nobody@example.org", language="en")
    assert not Notice.objects.exists()
    assert not OwnerLink.objects.exists()
    assert Owner.objects.count() == 1


def test_nobody_fills_anothers_letterbox(scene: Scene) -> None:
    for _ in range(5):
        entering.ask(scene.owner.email, language="en")
    assert Notice.objects.count() == entering.MOST_AN_HOUR


def test_staff_who_own_a_camera_do_not_come_in_by_mail(scene: Scene) -> None:
    token = links.make(scene.owner, "owner", lasts=timedelta(hours=1))
    User.objects.filter(uid=scene.ida.id).update(role=Role.DISPATCHER)
    entering.ask(scene.owner.email, language="en")
    assert not Notice.objects.exists()
    with pytest.raises(UnknownLink):
        entering.enter(token)


def test_an_owner_who_left_is_nobody(scene: Scene) -> None:
    Owner.objects.update(left_at=timezone.now(), name="", email="", phone="", user=None)
    entering.ask("ida@quillfeather.example", language="en")
    assert not Notice.objects.exists()
