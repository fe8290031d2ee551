"""Scenarios are saved version by version; of two planners neither loses anything."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from registry.coverage.refusals import UnknownStudy
from registry.feeds.readers import reader
from registry.models import Entry, Scenario, Study, User
from registry.scenarios import saving
from registry.scenarios.refusals import (
    BadChanges,
    BadName,
    NotFinished,
    StaleBase,
    UnknownScenario,
    UnknownVersion,
)

pytestmark = pytest.mark.django_db
ADDED = {"op": "add", "camera": "new-1", "values": {"position": [-84.5, 38.04]}}


@pytest.fixture
def study(cast: dict[str, User]) -> Study:
    return Study.objects.create(
        name="Here", author=cast["planner"], at=timezone.now(), state=Study.State.DONE,
        area=MultiPolygon(Polygon.from_bbox((-84.502, 38.038, -84.498, 38.042))),
    )  # fmt: skip


@pytest.fixture
def scenario(study: Study, cast: dict[str, User]) -> Scenario:
    return saving.make(study.pk, " Corner ", by=reader(cast["planner"]))


def save(scenario: Scenario, user: User, base: int, name: str = "A", **more: Any) -> int:
    values = {"changes": [ADDED]} | more
    return saving.save(scenario.pk, base=base, name=name, by=reader(user), **values).number


def test_versions_are_numbered_and_remember_what_they_were_made_from(
    scenario: Scenario, cast: dict[str, User]
) -> None:
    planner = cast["planner"]
    assert [save(scenario, planner, 0), save(scenario, planner, 1, changes=[])] == [1, 2]
    first, second = saving.scenario_of(scenario.pk).versions.all()
    assert (scenario.name, first.base, second.base) == ("Corner", 0, 1)
    assert first.changes == [ADDED]
    assert first.numbers["cameras"] == {"added": 1, "changed": 0, "removed": 0}
    assert second.numbers["cameras"]["added"] == 0


def test_who_saves_second_is_told_who_was_first_and_loses_nothing(
    scenario: Scenario, cast: dict[str, User]
) -> None:
    planner, other = cast["planner"], User.objects.create(username="bo", role="planner")
    save(scenario, planner, 0)
    save(scenario, other, 1, name="Bo's")
    with pytest.raises(StaleBase) as refused:
        save(scenario, planner, 1, name="Mine")
    assert "bo saved version 2, “Bo's”" in refused.value.detail
    assert [tuple(fault) for fault in refused.value.errors] == [("base", "2")]
    assert save(scenario, planner, 1, name="Mine", aside=True) == 3
    assert [each.base for each in scenario.versions.all()] == [0, 1, 1]


def test_every_deed_is_written_down(scenario: Scenario, cast: dict[str, User]) -> None:
    save(scenario, cast["planner"], 0)
    saving.delete(scenario.pk, by=reader(cast["planner"]))
    deeds = Entry.objects.filter(subject_type="scenario").order_by("id")
    assert [each.action for each in deeds] == [
        "scenario_made", "scenario_saved", "scenario_deleted",
    ]  # fmt: skip
    with pytest.raises(UnknownScenario):
        saving.scenario_of(scenario.pk)


def test_what_cannot_be_saved_is_refused(scenario: Scenario, cast: dict[str, User]) -> None:
    planner = cast["planner"]
    with pytest.raises(BadName):
        save(scenario, planner, 0, name="  ")
    with pytest.raises(BadChanges):
        save(scenario, planner, 0, changes=[{"op": "turn", "camera": str(uuid4()), "values": {}}])
    with pytest.raises(UnknownVersion):
        save(scenario, planner, 4)
    scenario.pk = uuid4()
    with pytest.raises(UnknownScenario):
        save(scenario, planner, 0)


def test_a_study_has_to_be_finished(study: Study, cast: dict[str, User]) -> None:
    Study.objects.update(state=Study.State.RUNNING)
    with pytest.raises(NotFinished):
        saving.make(study.pk, "Early", by=reader(cast["planner"]))
    with pytest.raises(UnknownStudy):
        saving.make(uuid4(), "Nowhere", by=reader(cast["planner"]))
