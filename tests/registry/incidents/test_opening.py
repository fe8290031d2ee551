"""An incident by hand has a provisional number and a purpose from the adopted list."""

import re

import pytest

from registry.incidents.opening import start
from registry.incidents.refusals import NeedsPurpose, NeedsReason
from registry.models import Entry, Incident
from tests.registry.incidents.calls import DANA, a_start

pytestmark = pytest.mark.django_db


def test_numbers_count_up_through_the_day() -> None:
    first, second = (start(a_start(), by=DANA) for _ in range(2))
    assert re.fullmatch(r"P-\d{8}-001", first.number)
    assert second.number == first.number[:-3] + "002"
    assert first.provisional


@pytest.mark.parametrize("last", ["x", "", "1x", "12345678901", "-7"])
def test_what_is_no_number_of_ours_is_not_counted(last: str) -> None:
    first = start(a_start(), by=DANA)
    Incident.registry.filter(pk=first.pk).update(external_id=first.external_id[:11] + last)
    assert start(a_start(), by=DANA).number == first.number


def test_a_number_that_is_known_is_kept_beside_the_provisional_one() -> None:
    incident = start(a_start(number="26-77"), by=DANA)
    assert incident.number == "26-77"
    assert incident.external_id.startswith("P-")


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_a_purpose_is_picked_from_the_list(purpose: str) -> None:
    with pytest.raises(NeedsPurpose) as refused:
        start(a_start(purpose=purpose), by=DANA)
    assert refused.value.errors[0].field == "purpose"


def test_what_cannot_wait_says_why_and_is_written_down_with_the_list_in_force() -> None:
    with pytest.raises(NeedsReason):
        start(a_start(exigent=True, exigent_reason="  "), by=DANA)
    start(a_start(exigent=True, exigent_reason="shots heard"), by=DANA)
    entry = Entry.objects.get(action="incident_started")
    assert (entry.basis, entry.detail["reason"]) == ("exigent", "shots heard")
    assert entry.detail["purposes"]


def test_a_point_in_the_gulf_of_guinea_is_no_place() -> None:
    assert start(a_start(point=(0.0, 0.0)), by=DANA).state == "needs_location"
