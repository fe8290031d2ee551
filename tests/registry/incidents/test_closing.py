"""Closing, and taking it back while the slip is fresh."""

from datetime import timedelta
from uuid import uuid4

import pytest

from registry.incidents.closing import UNDO, close, reopen
from registry.incidents.models import Incident
from registry.incidents.opening import start
from registry.incidents.refusals import (
    AlreadyClosed,
    NotClosed,
    TooLateToReopen,
    UnknownIncident,
)
from registry.models import Entry
from tests.registry.incidents.calls import CAD, DANA, a_start

pytestmark = pytest.mark.django_db


def test_a_closed_call_opens_again_for_ten_minutes() -> None:
    incident = start(a_start(), by=DANA)
    assert close(incident.pk, by=DANA).state == "closed"
    assert reopen(incident.pk, by=DANA).state == "open"
    close(incident.pk, by=DANA)
    closed = Incident.registry.get()
    assert closed.closed_at is not None
    Incident.registry.update(closed_at=closed.closed_at - UNDO - timedelta(seconds=1))
    with pytest.raises(TooLateToReopen):
        reopen(incident.pk, by=DANA)
    actions = list(Entry.objects.order_by("id").values_list("action", flat=True))
    assert actions == [
        "incident_started",
        "incident_closed",
        "incident_reopened",
        "incident_closed",
    ]


def test_a_call_is_closed_once_and_opened_only_when_closed() -> None:
    incident = start(a_start(), by=DANA)
    with pytest.raises(NotClosed):
        reopen(incident.pk, by=DANA)
    close(incident.pk, by=DANA)
    with pytest.raises(AlreadyClosed):
        close(incident.pk, by=DANA)


def test_a_machine_does_not_know_of_other_systems_calls() -> None:
    incident = start(a_start(), by=DANA)
    for unknown in (incident.pk, uuid4()):
        with pytest.raises(UnknownIncident):
            close(unknown, by=CAD)
