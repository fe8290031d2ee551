"""The funnel: nested counts, small ones left out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.ledger.funnel import OTHERS, PRIVATE_MATTERS, count
from tests.registry.ledger.closed import a_closed_call, entered

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def test_each_step_is_a_part_of_the_one_before() -> None:
    entered(10, seen="none", looked="live", helped="helped")  # of a camera that saw nothing
    entered(10)
    entered(6, looked="stills")
    entered(8, looked="live", helped="helped", cleared=True)
    entered(5, looked="live", helped="misled")
    a_closed_call()  # not entered yet
    total = count(MAY, JUNE, "kind").total
    assert (total.calls, total.listed, total.viewed, total.said) == (39, 29, 19, 13)
    assert (total.helped, total.misled, total.known, total.cleared) == (8, 5, 8, 8)
    helped = total.shares()["helped"]
    assert helped is not None
    assert helped.value == pytest.approx(8 / 13)
    assert (helped.low, helped.high) == pytest.approx((0.355, 0.823), abs=5e-4)


def test_few_are_not_told_and_neither_are_their_shares() -> None:
    entered(9, looked="live", helped="helped")
    entered(4, looked="live", helped="misled")
    total = count(MAY, JUNE, "kind").total
    assert (total.helped, total.misled) == (9, None)
    assert total.shares()["misled"] is None
    assert total.shares()["helped"] is not None


def test_kinds_that_tell_of_somebody_and_rare_ones_are_told_together() -> None:
    entered(6, kind="theft")
    entered(5, kind="Domestic disturbance")
    entered(3, kind="welfare_check")
    entered(3, kind="piracy")
    entered(4, kind="arson")
    names = {group.name: group.funnel.calls for group in count(MAY, JUNE, "kind").groups}
    assert names == {"Theft": 6, PRIVATE_MATTERS: 8, OTHERS: 7}


def test_months_begin_where_the_centre_is(settings: Any) -> None:
    settings.TIME_ZONE = "America/New_York"
    entered(5, reported_at=datetime(2026, 6, 1, 2, 0, tzinfo=UTC))  # the evening before, there
    entered(6, reported_at=datetime(2026, 6, 1, 5, 0, tzinfo=UTC))
    groups = {
        group.name: group.funnel.calls for group in count(MAY, date(2026, 7, 1), "month").groups
    }
    assert groups == {"2026-05": 5, "2026-06": 6}
    assert count(JUNE, date(2026, 7, 1), "month").total.calls == 6


def test_there_is_no_other_way_to_group() -> None:
    with pytest.raises(ValueError, match="units"):
        count(MAY, JUNE, "units")
