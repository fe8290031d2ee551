"""One tap: did a camera help?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.access.facts import Actor
from registry.incidents.refusals import UnknownIncident
from registry.ledger.entering import enter_closed
from registry.ledger.refusals import CallOpen, ShiftOver
from registry.ledger.saying import SHIFT, say_cleared, say_helped, told
from registry.models import Entry, Outcome, User
from tests.registry.incidents.calls import CAD, DANA
from tests.registry.ledger.closed import a_closed_call

pytestmark = pytest.mark.django_db


def test_it_is_said_changed_and_taken_back_and_each_is_written_down() -> None:
    call = a_closed_call()
    for said in ("helped", "misled", "misled", ""):
        say_helped(call.pk, said, by=DANA)
    assert Outcome.objects.get().helped == ""
    rows = Entry.objects.filter(action="outcome_said").order_by("id")
    assert [row.detail for row in rows] == [
        {"helped": "helped", "before": ""},
        {"helped": "misled", "before": "helped"},
        {"helped": "", "before": "misled"},
    ]


def test_what_was_said_in_an_earlier_shift_stays() -> None:
    call = a_closed_call()
    say_helped(call.pk, "helped", by=DANA)
    Outcome.objects.update(helped_at=timezone.now() - SHIFT - timedelta(minutes=1))
    with pytest.raises(ShiftOver):
        say_helped(call.pk, "misled", by=DANA)
    shown = told(DANA, call)
    assert shown is not None
    assert (shown.helped, shown.may_say) == ("helped", False)


def test_of_an_open_call_nothing_can_be_said() -> None:
    call = a_closed_call(state="open", closed_at=None)
    with pytest.raises(CallOpen):
        say_helped(call.pk, "helped", by=DANA)
    assert told(DANA, call) is None


def test_an_officer_speaks_of_own_calls_only(django_user_model: type[User]) -> None:
    user = django_user_model.objects.create(username="otto")
    officer = Actor(role="officer", id="o", name="Otto", user_id=user.pk)
    call, others = a_closed_call(), a_closed_call()
    call.assigned.add(user)
    assert say_helped(call.pk, "no_difference", by=officer).helped_by_id == user.pk
    with pytest.raises(UnknownIncident):
        say_helped(others.pk, "helped", by=officer)


def test_a_records_system_says_later_that_the_case_was_cleared() -> None:
    call = a_closed_call()
    say_cleared(call.pk, True, by=CAD)
    say_cleared(call.pk, True, by=CAD)
    assert Outcome.objects.get().cleared is True
    assert Entry.objects.filter(action="clearance_said").count() == 1
    assert told(CAD, call) is None  # a machine is told nothing of cameras


def test_what_is_shown_of_a_call_waits_for_its_entry() -> None:
    call = a_closed_call()
    before = told(DANA, call)
    enter_closed()
    after = told(DANA, call)
    assert before is not None
    assert after is not None
    assert (before.seen, after.seen) == (None, "none")
