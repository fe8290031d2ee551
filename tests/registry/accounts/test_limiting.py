"""Knocking too often: counted by the clock, for each by itself, and forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.accounts.limiting import count, first, forget_counts, limit
from registry.accounts.refusals import TooOften
from registry.models import Tally

pytestmark = pytest.mark.django_db
AGE = timedelta(days=36_500)  # so long that none ends while a test runs


def test_one_more_than_the_most_is_too_often() -> None:
    for _ in range(3):
        limit("ring", "10.0.0.1", most=3, per=AGE)
    with pytest.raises(TooOften) as refused:
        limit("ring", "10.0.0.1", most=3, per=AGE)
    assert 0 < refused.value.seconds <= AGE.total_seconds()


def test_each_deed_of_each_is_counted_by_itself() -> None:
    assert [count("ring", "a", per=AGE), count("ring", "a", per=AGE)] == [1, 2]
    assert [count("ring", "b", per=AGE), count("knock", "a", per=AGE)] == [1, 1]


def test_a_count_does_not_say_of_whom_it_is() -> None:
    count("ring", "ana@example.com", per=AGE)
    assert b"ana" not in bytes(Tally.objects.get().key)


def test_the_first_time_is_only_once() -> None:
    until = timezone.now() + AGE
    assert first("proof", "x", until=until)
    assert not first("proof", "x", until=until)


def test_what_is_over_is_forgotten() -> None:
    count("ring", "a", per=AGE)
    Tally.objects.update(ends_at=timezone.now() - AGE)
    count("ring", "b", per=AGE)
    forget_counts()
    assert Tally.objects.count() == 1
