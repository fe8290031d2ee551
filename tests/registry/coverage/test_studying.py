"""Beginning a study, cancelling it, and what becomes of one whose worker died."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from registry.access.facts import Actor
from registry.coverage import queueing, studying
from registry.coverage.asked import Asked
from registry.coverage.models import Study, StudyCell
from registry.coverage.refusals import BadStudy, StudyOver, StudyRuns
from registry.feeds.readers import reader
from registry.models import Entry, User
from tests.registry.coverage import corner

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(cast: dict[str, User]) -> Actor:
    return reader(cast["planner"])


def area(*sides: float) -> dict[str, Any]:
    (ring,) = corner.box(*sides or (-50, -50, 50, 50)).coords[0]
    return {"type": "Polygon", "coordinates": [list(ring)]}


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="measure_study", status="todo").count()


def test_a_study_is_begun_of_districts_and_waits_for_the_worker(
    planner: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    one, two = corner.district("One", -50, -50, 0, 50), corner.district("Two", 0, -50, 50, 50)
    with django_capture_on_commit_callbacks(execute=True):
        study = studying.begin(Asked(districts=[two.pk, one.pk], hour=22), by=planner)
    assert study.name.startswith("One, Two, ")
    assert (study.state, study.districts) == ("queued", [one.pk, two.pk])
    assert study.demand == {
        "calls": 1.0, "schools": 0.0, "crossings": 0.0, "kinds": [], "hours": [22], "months": [],
    }  # fmt: skip
    assert study.area.area == pytest.approx(one.area.area + two.area.area)
    assert jobs() == 1
    assert Entry.objects.get(action="study_begun").subject_id == str(study.pk)


def test_every_fault_is_told_at_once(planner: Actor) -> None:
    asked = Asked(
        cameras="mine", scheme="dori", level="perceive", hour=24, target_height=float("nan"),
        at=timezone.now() + timedelta(hours=1),
        demand={"calls": -1, "luck": 1, "hours": [25], "months": [0], "kinds": [3]},
    )  # fmt: skip
    with pytest.raises(BadStudy) as bad:
        studying.begin(asked, by=planner)
    told = dict(bad.value.errors)
    assert set(told) == {
        "area", "cameras", "level", "hour", "target_height", "at", "demand.calls", "demand.luck",
        "demand.hours", "demand.months", "demand.kinds",
    }  # fmt: skip
    assert told["area"] == "Choose districts or draw an area."
    assert told["level"] == "Choose one of detect, observe, recognise, identify."
    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"districts": [1], "area": {"type": "Polygon"}}, "area"),
        ({"districts": [404]}, "districts"),
        ({"scheme": "mine"}, "scheme"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_one_fault_is_told_by_its_field(planner: Actor, asked: dict[str, Any], field: str) -> None:
    facts = asked if {"districts", "area"} & asked.keys() else asked | {"area": area()}
    with pytest.raises(BadStudy) as bad:
        studying.begin(Asked(**facts), by=planner)
    assert field in dict(bad.value.errors)


def test_an_area_off_the_map_is_allowed_and_said(planner: Actor) -> None:
    corner.district("Here", 100, 100, 200, 200)
    study = studying.begin(Asked(area=area()), by=planner)
    assert studying.remarks(study) == [
        "This area lies outside the districts of this centre.",
        "No building is known in this area: nothing blocks a view.",
    ]


def test_a_waiting_study_is_cancelled_at_once_a_running_one_is_asked_to_end(
    planner: Actor,
) -> None:
    waiting, running = corner.study(-9, -9, 9, 9), corner.study(-9, -9, 9, 9, state="running")
    assert studying.cancel(waiting.pk, by=planner).state == "cancelled"
    asked = studying.cancel(running.pk, by=planner)
    assert (asked.state, asked.cancel_asked) == ("running", True)
    with pytest.raises(StudyOver):
        studying.cancel(waiting.pk, by=planner)
    assert Entry.objects.filter(action="study_cancelled").count() == 2


def test_a_study_is_thrown_away_with_its_rows_but_not_while_it_runs(planner: Actor) -> None:
    study = corner.study(-9, -9, 9, 9, state="running")
    with pytest.raises(StudyRuns):
        studying.delete(study.pk, by=planner)
    Study.objects.update(state="done")
    StudyCell.objects.create(
        study=study, cell=1, px_per_m=0, level=0, cameras=0, sure=0, public=True
    )
    studying.delete(study.pk, by=planner)
    assert not Study.objects.exists()
    assert not StudyCell.objects.exists()


def test_a_study_whose_worker_died_is_taken_up_again_and_given_up_in_the_end() -> None:
    long_ago = timezone.now() - queueing.SILENT - timedelta(seconds=1)
    facts = {"state": "running", "step": "Measuring", "alive_at": long_ago}
    dead = corner.study(-9, -9, 9, 9, tries=1, **facts)
    unlucky = corner.study(-9, -9, 9, 9, tries=3, **facts)
    unwanted = corner.study(-9, -9, 9, 9, tries=1, cancel_asked=True, **facts)
    alive = corner.study(-9, -9, 9, 9, tries=1, state="running")
    assert queueing.take_up() == 1
    assert queueing.take_up() == 1  # asked once more, it waits in the queue only once
    assert jobs() == 1
    states = {
        study.pk: (study.state, study.trouble)
        for study in Study.objects.filter(pk__in=[dead.pk, unlucky.pk, unwanted.pk, alive.pk])
    }
    assert states == {
        dead.pk: ("queued", ""),
        unlucky.pk: ("failed", "The worker died 3 times while it was measured."),
        unwanted.pk: ("cancelled", ""),
        alive.pk: ("running", ""),
    }
    # the worker looks every ten seconds, so all within a minute
    assert queueing.SILENT.total_seconds() + 10 < 60
