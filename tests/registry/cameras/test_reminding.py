"""Owners are asked twice a year; after two silences their cameras rest until they answer."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from pytest_django.fixtures import Settings

from registry.cameras import reminding
from registry.cameras.reminding import remind
from registry.models import Camera, Entry, Notice, Owner
from registry.notices.sending import deliver
from registry.owners.refusals import UnknownLink

pytestmark = pytest.mark.django_db
CONFIRMED = datetime(2026, 1, 31, 12, tzinfo=UTC)
DAY = timedelta(days=1)
# Half a year after the last day of January is the 28th of July at the latest, a day is slack.
FIRST = datetime(2026, 8, 1, tzinfo=UTC)
SECOND = datetime(2027, 2, 2, tzinfo=UTC)


@pytest.fixture
def camera() -> Camera:
    owner = Owner.objects.create(
        kind="resident", name="Ana", email="ana@example.org", language="es",
        email_confirmed_at=CONFIRMED,
    )  # fmt: skip
    return registered(owner, 1)


def registered(owner: Owner, number: int, **given: Any) -> Camera:
    place = Point(-84.5, 38.05, srid=4326)
    values = {"level": 1, "status": "approved", "kind": "resident"} | given
    return Camera.registry.create(
        number=number, name=f"Porch {number}", owner=owner,
        position=place, surveyed_position=place, **values,
    )  # fmt: skip


def kinds() -> list[str]:
    return list(Notice.objects.order_by("queued_at", "pk").values_list("kind", flat=True))


def status(camera: Camera) -> str:
    return Camera.registry.get(pk=camera.pk).status


def token(mailoutbox: list[Any]) -> str:
    """Take the link of the last mail."""
    deliver()
    [link] = re.findall(r"/still/(\S+)", mailoutbox[-1].body)
    return str(link)


def silent_twice() -> None:
    remind(FIRST)
    remind(SECOND)
    remind(SECOND + reminding.ANSWER_WITHIN + DAY)


def test_an_owner_is_asked_after_half_a_year_and_once(
    camera: Camera, mailoutbox: list[Any]
) -> None:
    remind(CONFIRMED + 150 * DAY)
    assert kinds() == []
    remind(FIRST)
    remind(FIRST + DAY)
    assert kinds() == ["still_there"]
    assert token(mailoutbox)
    assert "¿Siguen ahí sus cámaras?" in mailoutbox[0].subject
    assert camera.name in mailoutbox[0].body


def test_two_mails_without_an_answer_put_the_cameras_to_rest(camera: Camera) -> None:
    remind(FIRST)
    remind(FIRST + 60 * DAY)
    remind(SECOND)
    remind(SECOND + reminding.ANSWER_WITHIN - DAY)
    assert (kinds(), status(camera)) == (["still_there"] * 2, "approved")
    remind(SECOND + reminding.ANSWER_WITHIN + DAY)
    remind(SECOND + reminding.ANSWER_WITHIN + 2 * DAY)
    assert (kinds(), status(camera)) == (["still_there"] * 2 + ["cameras_resting"], "dormant")
    assert Entry.objects.filter(action="camera_resting").count() == 1


def test_an_answer_counts_anew(camera: Camera, mailoutbox: list[Any]) -> None:
    remind(FIRST)
    reminding.confirm(token(mailoutbox), now=FIRST + DAY)
    camera.refresh_from_db()
    assert camera.verified_at == FIRST + DAY
    remind(SECOND)
    remind(SECOND + reminding.ANSWER_WITHIN + DAY)
    assert status(camera) == "approved"
    assert Entry.objects.filter(action="camera_confirmed").count() == 1


@pytest.mark.parametrize("which", ["the first", "the last"])
def test_any_of_the_mails_brings_resting_cameras_back(
    camera: Camera, mailoutbox: list[Any], which: str
) -> None:
    remind(FIRST)
    first = token(mailoutbox)
    silent_twice()
    assert status(camera) == "dormant"
    [asked] = reminding.read(first).cameras
    assert (asked.pk, status(camera)) == (camera.pk, "dormant")  # reading is no answer
    reminding.confirm(first if which == "the first" else token(mailoutbox))
    assert status(camera) == "approved"
    assert Entry.objects.filter(action="camera_back").count() == 1
    assert Owner.objects.get().reminders_missed == 0


def test_nobody_is_asked_who_has_nothing_in_use_or_no_address(camera: Camera) -> None:
    camera.delete()
    owner = Owner.objects.get()
    registered(owner, 2, status="pending")
    registered(owner, 3, status="retired")
    mute = Owner.objects.create(kind="business", name="Shop", email_confirmed_at=CONFIRMED)
    registered(mute, 4)
    city = Owner.objects.create(
        kind="school", name="School", email="s@example.org", email_confirmed_at=CONFIRMED
    )
    registered(city, 5, level=0)
    silent_twice()
    assert kinds() == []


def test_who_confirmed_no_address_is_asked_by_the_age_of_the_camera(camera: Camera) -> None:
    Owner.objects.update(email_confirmed_at=None)
    remind(timezone.now() + 100 * DAY)
    assert kinds() == []
    remind(timezone.now() + 200 * DAY)
    assert kinds() == ["still_there"]


def test_a_centre_may_ask_at_other_times_or_never(camera: Camera, settings: Settings) -> None:
    settings.REMIND_MONTHS = 0
    silent_twice()
    assert kinds() == []
    settings.REMIND_MONTHS = 13
    remind(FIRST)
    remind(SECOND)
    assert kinds() == []
    remind(datetime(2027, 3, 2, tzinfo=UTC))
    assert kinds() == ["still_there"]


def test_a_token_that_is_none_is_refused(camera: Camera) -> None:
    with pytest.raises(UnknownLink):
        reminding.confirm("nothing")
