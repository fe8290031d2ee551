"""What is tried out is its planner's alone, and for a while."""

from uuid import uuid4

import numpy as np
import pytest
from django.db.models.functions import Now

from registry.access.facts import Actor
from registry.feeds.readers import reader
from registry.models import Trial, User
from registry.scenarios import trials

pytestmark = pytest.mark.django_db
CHANGED = trials.Changed(np.array([0x8D2A93051B4A6BF], np.uint64), np.array([1], np.uint8))


def test_only_who_tried_it_reads_it(cast: dict[str, User]) -> None:
    planner = reader(cast["planner"])
    key = trials.keep(CHANGED, by=planner)
    found = trials.fetch(key, by=planner)
    assert found
    assert found.cells.tolist() == CHANGED.cells.tolist()
    assert found.verdicts.tolist() == [trials.Verdict.GAINED]
    assert trials.fetch(key, by=reader(cast["supervisor"])) is None
    assert trials.fetch(key, by=Actor.STRANGER) is None
    assert trials.fetch(uuid4(), by=planner) is None


def test_what_is_old_goes_and_only_the_latest_stay(
    cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "MINE", 2)
    planner, other = reader(cast["planner"]), reader(cast["auditor"])
    old = trials.keep(CHANGED, by=other)
    Trial.objects.update(at=Now() - 2 * trials.KEPT)
    assert trials.fetch(old, by=other) is None
    keys = [trials.keep(CHANGED, by=planner) for _ in range(trials.MINE + 2)]
    assert Trial.objects.count() == trials.MINE
    assert trials.fetch(keys[-1], by=planner)
