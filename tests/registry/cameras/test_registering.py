"""A resident registers a camera: sent in, confirmed by mail, taken back, forgotten."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from registry.cameras import registering
from registry.cameras.previewing import Described
from registry.cameras.refusals import OutOfBounds
from registry.cameras.registering import Registration, confirm, submit, withdraw
from registry.models import Camera, Consent, Entry, Notice, Owner
from registry.owners import consent
from registry.owners.refusals import UnknownLink
from tests import street

pytestmark = pytest.mark.django_db
SOUTH = Described(position=street.HOUSE, preset="doorbell", azimuth=180.0)


@pytest.fixture(autouse=True)
def _street() -> None:
    street.build()


def sent(**changes: object) -> Registration:
    """Give what Ana's form says; each is a form of its own."""
    said = Registration(
        submission=uuid4(),
        described=SOUTH,
        coarse=True,
        camera_name="Front door",
        retention_days=14,
        kind="resident",
        name="Ana Ruiz",
        email="Ana@example.com",
        language="es",
        public=True,
    )
    return replace(said, **changes)  # type: ignore[arg-type]


def link(deed: str) -> str:
    """Give the secret of the last mail's link."""
    notice = Notice.objects.filter(kind="confirm_registration").order_by("queued_at").last()
    assert notice is not None
    found = re.search(rf"/register/{deed}/(\S+)", notice.body)
    assert found
    return found[1]


def test_a_registration_waits_until_its_address_is_confirmed() -> None:
    camera = submit(sent())
    assert camera is not None
    assert (camera.status, camera.level, camera.public_at) == ("draft", 1, None)
    assert camera.owner.email_confirmed_at is None
    assert Notice.objects.get().language == "es"
    confirm(link("confirm"))
    camera.refresh_from_db()
    assert camera.status == "pending"
    assert Owner.objects.get().email_confirmed_at is not None


def test_confirming_twice_is_confirming_once() -> None:
    submit(sent())
    for _ in range(2):
        assert confirm(link("confirm")).status == "pending"
    assert Consent.objects.filter(deed="confirmed").count() == 1


def test_the_camera_of_a_house_hangs_on_the_wall_it_looks_from() -> None:
    camera = submit(sent())
    assert camera is not None
    east, north = (
        (camera.surveyed_position.x - street.HOUSE[0]) / street.METRE_EAST,
        (camera.surveyed_position.y - street.HOUSE[1]) / street.METRE_NORTH,
    )
    assert abs(east) < 0.2
    assert -5.5 < north < -5.0


def test_what_was_agreed_to_is_kept_by_version_and_digest() -> None:
    camera = submit(sent())
    assert camera is not None
    said = Consent.objects.get()
    assert (said.deed, said.language, said.ticked) == ("given", "es", ["public", "register"])
    assert len(said.digest) == 64
    assert consent.wants_public(camera.pk)
    confirm(link("confirm"))
    assert consent.wants_public(camera.pk)


def test_nobody_changes_what_was_agreed_to() -> None:
    submit(sent())
    for deed in (Consent.objects.all().delete, lambda: Consent.objects.update(ticked=["public"])):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()


def test_the_log_knows_of_it_but_not_who_or_where() -> None:
    camera = submit(sent())
    assert camera is not None
    entry = Entry.objects.get(action="camera_registered")
    assert entry.subject_id == str(camera.pk)
    assert not {"Ana", "ana@", "38.04"} & set(re.findall(r"Ana|ana@|38\.04", str(entry.__dict__)))


def test_a_second_click_registers_nothing_more() -> None:
    form = sent()
    assert submit(form)
    assert submit(form) is None
    assert (Camera.registry.count(), Notice.objects.count()) == (1, 1)


def test_the_same_camera_again_is_told_by_mail_alone() -> None:
    submit(sent())
    confirm(link("confirm"))
    assert submit(sent(email="ana@EXAMPLE.com", name="Somebody else")) is None
    assert Notice.objects.filter(kind="already_registered", to="ana@example.com").count() == 1
    assert Owner.objects.get().name == "Ana Ruiz"


def test_what_was_not_confirmed_is_asked_for_again() -> None:
    submit(sent())
    first = link("confirm")
    assert submit(sent()) is None
    assert link("confirm") != first
    assert confirm(link("confirm")).status == "pending"


def test_a_pole_holds_two_cameras_that_look_different_ways() -> None:
    assert submit(sent())
    assert submit(sent(described=replace(SOUTH, azimuth=0.0)))
    pole = Described(position=street.beside(20, 20), azimuth=90.0)
    assert submit(sent(described=pole))
    assert submit(sent(described=replace(pole, azimuth=270.0)))
    assert submit(sent(described=replace(pole, azimuth=100.0))) is None
    assert Owner.objects.count() == 1


def test_one_house_may_have_two_owners() -> None:
    assert submit(sent())
    assert submit(sent(email="ben@example.com"))


def test_a_registration_taken_back_leaves_no_name() -> None:
    submit(sent())
    assert withdraw(link("withdraw"))
    assert not Camera.registry.exists()
    assert not Owner.objects.exists()
    assert not Notice.objects.exists()
    assert [said.deed for said in Consent.objects.order_by("pk")] == ["given", "withdrawn"]


def test_a_link_outlives_its_registration_as_a_dead_one() -> None:
    submit(sent())
    secret = link("withdraw")
    withdraw(secret)
    with pytest.raises(UnknownLink):
        withdraw(secret)
    with pytest.raises(UnknownLink):
        confirm(secret)


def test_a_camera_in_use_is_not_deleted_by_an_old_mail() -> None:
    submit(sent())
    Camera.registry.update(status="approved")
    assert not withdraw(link("withdraw"))
    assert Camera.registry.count() == 1


def test_what_nobody_confirms_is_forgotten_after_a_week() -> None:
    submit(sent())
    kept = submit(sent(email="ben@example.com"))
    assert kept is not None
    week = timezone.now() - registering.CONFIRM_WITHIN - timedelta(minutes=1)
    Camera.registry.exclude(pk=kept.pk).update(created_at=week)
    registering.forget_unconfirmed()
    assert [owner.email for owner in Owner.objects.all()] == ["ben@example.com"]
    assert {notice.to for notice in Notice.objects.all()} == {"ben@example.com"}


def test_what_was_confirmed_is_not_forgotten() -> None:
    submit(sent())
    confirm(link("confirm"))
    Camera.registry.update(created_at=timezone.now() - timedelta(days=99))
    registering.forget_unconfirmed()
    assert Camera.registry.count() == 1


def test_a_camera_outside_is_not_taken() -> None:
    with pytest.raises(OutOfBounds):
        submit(sent(described=replace(SOUTH, position=street.beside(5000))))
    assert not Owner.objects.exists()


def test_of_two_clicks_at_once_one_registers(committed: None) -> None:
    form = sent()

    def click(_: int) -> bool:
        try:
            return submit(form) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clicks:
        assert sorted(clicks.map(click, range(2))) == [False, True]
    assert Camera.registry.count() == 1
