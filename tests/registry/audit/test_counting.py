from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.counting import count_days
from registry.audit.recording import record
from registry.audit.sealing import seal
from registry.models import PublishedDay

pytestmark = pytest.mark.django_db

NOBODY = Actor.STRANGER


def test_a_day_is_counted_once_when_it_is_over() -> None:
    with transaction.atomic():
        for action, basis, result in (
            ("live_opened", "agency", "ok"),
            ("thumbnails_opened", "", "ok"),
            ("live_closed", "", "ok"),
            ("live_asked", "", "refused"),
            ("incident_started", "exigent", "ok"),
            ("incident_started", "", "ok"),
        ):
            record(NOBODY, action, basis=basis, result=result)
        record(NOBODY, "footage_asked", detail={"recipients": 4})
        record(NOBODY, "footage_received", detail={"files": 2})
    sealed = seal()
    assert sealed

    assert count_days() == 0
    tomorrow = timezone.now() + timedelta(days=1)
    assert count_days(tomorrow) == 1
    assert count_days(tomorrow) == 0

    (day,) = PublishedDay.objects.all()
    assert day.counts == {
        "looks": 2, "refused": 1, "incidents": 2, "exigent": 1, "requests": 1, "owners_asked": 4,
        "answers": 1, "phones": 0,
    }  # fmt: skip
    assert (day.seal, bytes(day.root)) == (sealed.id, bytes(sealed.hash))


def test_days_on_which_nothing_happened_are_counted_too() -> None:
    with transaction.atomic():
        record(NOBODY, "live_opened")
    count_days(timezone.now() + timedelta(days=4))

    assert [day.counts["looks"] for day in PublishedDay.objects.order_by("day")] == [1, 0, 0, 0]


def test_nothing_was_ever_logged_and_there_is_no_day() -> None:
    assert count_days(datetime(2026, 5, 1, tzinfo=timezone.get_current_timezone())) == 0
