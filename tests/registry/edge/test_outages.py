"""A box that falls silent: seen at once, told once, and over when it is back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from registry.edge import hearing, outages, reading
from registry.edge.accepting import accept
from registry.edge.agent.cameras import LocalCamera
from registry.edge.revoking import revoke
from registry.models import Agency, Box, Notice, Owner, User
from tests.frontend.media.boxed import enrolled, heard, registrar

pytestmark = pytest.mark.django_db
NOON = timezone.now().replace(hour=16, minute=0, second=0, microsecond=0)


@pytest.fixture
def box() -> Box:
    agency = Agency.objects.create(name="Police")
    by = registrar(agency)
    User.objects.filter(username=by.name).update(email="rhea@police.example")
    owner = Owner.objects.create(kind="business", name="Bakery", email="baker@example.org")
    box = enrolled(owner, by, Ed25519PrivateKey.generate())
    [held] = heard(box, LocalCamera.at("rtsp://10.0.0.2/", "Door"))
    place = {"position": [-84.5, 38.04], "azimuth": 90.0}
    accept(held.pk, by=by, values=place)
    return Box.objects.get(pk=box.pk)


def silent_for(box: Box, **long: float) -> Box:
    Box.objects.filter(pk=box.pk).update(heard_at=timezone.now() - timedelta(**long))
    return Box.objects.get(pk=box.pk)


def told() -> list[str]:
    return sorted(Notice.objects.filter(kind="box_silent").values_list("to", flat=True))


def test_a_box_is_down_as_soon_as_its_line_is_and_back_as_soon(box: Box) -> None:
    line = uuid4()
    hearing.greet(box.pk, "1", line)
    box.refresh_from_db()
    assert reading.health(box, timezone.now()) == "connected"
    hearing.leave(box.pk, line)
    box.refresh_from_db()
    assert reading.health(box, timezone.now()) == "down"
    assert outages.silence(box, timezone.now()).startswith("its box is silent since ")


def test_an_older_line_that_ends_leaves_the_newer_one(box: Box) -> None:
    older, newer = uuid4(), uuid4()
    hearing.greet(box.pk, "1", older)
    hearing.greet(box.pk, "1", newer)
    hearing.leave(box.pk, older)
    box.refresh_from_db()
    assert outages.connected(box, timezone.now())


def test_a_box_whose_media_process_died_is_down_without_a_word(box: Box) -> None:
    hearing.greet(box.pk, "1", uuid4())
    assert not outages.connected(silent_for(box, seconds=31), timezone.now())


def test_the_day_is_named_when_it_is_not_today() -> None:
    box = Box(heard_at=NOON)
    assert outages.silence(box, NOON + timedelta(minutes=5)).count("-") == 0
    assert outages.silence(box, NOON + timedelta(days=1)).count("-") == 2
    assert outages.silence(Box(), NOON) == ""


def test_owner_and_centre_are_told_once_an_outage(box: Box) -> None:
    silent_for(box, minutes=9)
    outages.tell_silent()
    assert told() == []
    silent_for(box, minutes=11)
    outages.tell_silent()
    outages.tell_silent()
    assert told() == ["baker@example.org", "rhea@police.example"]
    hearing.greet(box.pk, "1", uuid4())
    outages.tell_silent()
    silent_for(box, minutes=11)
    outages.tell_silent()
    assert len(told()) == 4


def test_nobody_is_told_of_a_box_that_was_revoked_or_never_came(box: Box) -> None:
    Box.objects.update(heard_at=None)
    outages.tell_silent()
    silent_for(box, minutes=20)
    assert box.cameras.get().accepted_by
    revoke(box.pk, by=registrar(Agency.objects.get()))
    outages.tell_silent()
    assert told() == []


def test_the_mail_says_which_box_and_since_when_in_the_owners_language(box: Box) -> None:
    Owner.objects.update(language="es")
    box = silent_for(box, minutes=20)
    outages.tell_silent()
    owners, centres = Notice.objects.order_by("to")
    assert (owners.language, centres.language) == ("es", "en")
    for mail in (owners, centres):
        assert box.name in mail.subject
        assert box.heard_at
        assert f"{timezone.localtime(box.heard_at):%Y-%m-%d %H:%M}" in mail.body
        assert "/boxes" in mail.body
