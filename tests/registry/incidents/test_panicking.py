"""A panic alarm opens for twenty minutes; it is ended, goes on for a reason, and is told of."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.feeds.readers import reader
from registry.incidents import closing, panicking
from registry.incidents.looking import look
from registry.incidents.models import Incident, LiveView
from registry.incidents.refusals import NeedsReason, NoPanic
from registry.incidents.reporting import report
from registry.models import Agency, Camera, Entry, Grant, Notice, Owner, User
from tests.registry.incidents.calls import CAD, CORNER, a_report

SOON = timedelta(minutes=21)


@pytest.fixture
def dana(cast: dict[str, User]) -> Actor:
    return reader(cast["dispatcher"])


@pytest.fixture
def camera(cast: dict[str, User]) -> Camera:
    owner = Owner.objects.create(kind="school", name="School", email="s@example.org")
    camera = Camera.registry.create(
        number=1, name="Hall", kind="school", level=2, owner=owner, position=Point(*CORNER),
        surveyed_position=Point(*CORNER),
    )  # fmt: skip
    Grant.objects.create(
        owner=owner, camera=camera, agency=Agency.objects.get(), capabilities=["still"],
        condition="panic", valid_from=datetime(2020, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return camera


@pytest.fixture
def alarm(db: None) -> Incident:
    """Have it reported by a clock that is years behind ours."""
    return report(a_report(kind="panic"), by=CAD)[0]


def is_open(dana: Actor, alarm: Incident, camera: Camera) -> bool:
    return look(dana, alarm.pk, [camera.pk])[camera.pk].allowed


def test_our_clock_counts_the_minutes_and_a_replayed_report_begins_none_anew(
    dana: Actor, alarm: Incident, camera: Camera
) -> None:
    assert alarm.panic_until
    left = alarm.panic_until - timezone.now()
    assert timedelta(minutes=19) < left <= timedelta(minutes=20)
    assert is_open(dana, alarm, camera)
    past = timezone.now()
    Incident.registry.update(panic_until=past)
    assert not is_open(dana, alarm, camera)
    again, _ = report(a_report(kind="panic"), by=CAD)
    assert again.panic_until == past


def test_it_goes_on_for_a_reason_and_ends_at_once(
    dana: Actor, alarm: Incident, camera: Camera
) -> None:
    panicking.end(alarm.pk, by=dana)
    assert not is_open(dana, alarm, camera)
    with pytest.raises(NeedsReason):
        panicking.extend(alarm.pk, " ", by=dana)
    panicking.extend(alarm.pk, "still searching the upper floor", by=dana)
    assert is_open(dana, alarm, camera)
    row = Entry.objects.get(action="panic_extended")
    assert row.detail["reason"] == "still searching the upper floor"


def test_of_two_alarms_each_has_its_own_time(dana: Actor, alarm: Incident, camera: Camera) -> None:
    second, _ = report(a_report(kind="panic", external_id="26-2"), by=CAD)
    panicking.end(alarm.pk, by=dana)
    assert not is_open(dana, alarm, camera)
    assert is_open(dana, second, camera)


def test_what_is_no_panic_alarm_has_no_such_time(dana: Actor) -> None:
    theft, _ = report(a_report(external_id="26-3"), by=CAD)
    assert theft.panic_until is None
    with pytest.raises(NoPanic):
        panicking.extend(theft.pk, "why not", by=dana)


def test_owners_are_told_who_looked_once_it_is_closed(
    dana: Actor, alarm: Incident, camera: Camera, cast: dict[str, User]
) -> None:
    now = timezone.now()
    LiveView.objects.create(
        camera=camera, user=cast["dispatcher"], incident=alarm, until=now + SOON
    )
    with transaction.atomic():
        record(dana, "thumbnail_viewed", "camera", camera.pk, incident=alarm.pk)
    closing.close(alarm.pk, by=dana)
    notice = Notice.objects.get()
    assert (notice.kind, notice.to) == ("panic_over", "s@example.org")
    assert alarm.number in notice.subject
    assert "Hall" in notice.body
    assert "dispatcher" in notice.body
    assert "Live video" in notice.body
    assert "Still pictures" in notice.body


def test_who_does_not_want_to_be_told_is_not(
    dana: Actor, alarm: Incident, camera: Camera, cast: dict[str, User]
) -> None:
    Grant.objects.update(notify_owner=False)
    LiveView.objects.create(
        camera=camera, user=cast["dispatcher"], incident=alarm, until=timezone.now() + SOON
    )
    closing.close(alarm.pk, by=dana)
    assert not Notice.objects.exists()
