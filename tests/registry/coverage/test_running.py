"""A study from beginning to end, and every way it can end otherwise."""

import threading
from typing import Any

import numpy as np
import pytest
import shapely
from django.utils import timezone

from geo.hexgrid import Cells
from registry.coverage import keeping, running
from registry.coverage.models import Reason, Study, StudyCell, StudyHex, StudyStreet
from registry.coverage.progress import Progress
from tests.registry.coverage import corner

pytestmark = pytest.mark.django_db

WALL = (3.0, 12.0, 15.0, 14.0)
AREA = (-50.0, -30.0, 50.0, 80.0)
# The camera stands at 0, 0, 2.5 m above a face, and looks north; 7500 px over 90° are 125 px/m at
# a slant of 30 m, 250 at 15 m, 62.5 at 60 m, as far as it ranges.
ENOUGH = np.sqrt(30.0**2 - 2.5**2)


@pytest.fixture
def one_of_each() -> Study:
    """One wall, one camera, one street past both and one behind the wall."""
    corner.camera(corner.at(0, 0))
    corner.wall(*WALL)
    corner.street("Long Street", (0, -20), (0, 75))
    corner.street("Back Street", (10, 18), (10, 25))
    corner.district("East", 0, -100, 100, 100)
    return corner.study(*AREA)


def run(study: Study) -> Study:
    running.run(study.pk)
    study.refresh_from_db()
    return study


def by_hand() -> dict[int, tuple[int, int]]:
    """Give level and reason of every open cell from the formulas alone."""
    table, house = Cells.within(corner.PLANE, AREA), shapely.box(*WALL)
    told = {}
    for cell, (x, y) in zip(table.ids.astype(np.int64).tolist(), table.centres, strict=True):
        if house.contains(shapely.Point(x, y)):
            continue
        away = np.hypot(x, y)
        # the wall is higher than the camera: all behind it is hidden
        hidden = house.intersects(shapely.LineString([(0, 0), (x, y)]))
        px_per_m = 7500 / 2 / np.hypot(away, 2.5) if abs(x) < y and away < 60 and not hidden else 0
        level = int(np.searchsorted([25, 62.5, 125, 250], px_per_m, side="right"))
        if level >= 3:
            reason = Reason.NONE
        elif level:
            reason = Reason.PIXELS
        elif away > ENOUGH:
            reason = Reason.NO_CAMERA
        else:
            reason = Reason.BLOCKED if hidden else Reason.ELSEWHERE
        told[cell] = (level, int(reason))
    return told


def test_one_wall_one_camera_one_street_are_as_worked_by_hand(one_of_each: Study) -> None:
    study = run(one_of_each)
    assert (study.state, study.trouble) == ("done", "")
    rows = {row.cell: row for row in StudyCell.objects.filter(study=study)}
    expected = by_hand()
    assert {cell: (row.level, row.reason) for cell, row in rows.items()} == expected
    each = study.numbers["area_m2"] / study.numbers["cells"]
    assert each == pytest.approx(43.9, rel=0.2)
    seen = [cell for cell, (level, _) in expected.items() if level >= 3]
    assert study.numbers["shares"]["area"]["value"] == pytest.approx(len(seen) / len(expected))
    # a quarter of a circle of 29.9 m, 45° to either side, less what lies behind the wall: there the
    # sector from its left edge's 12° to 45°, but for the triangle in front of it
    shadow = (np.pi / 4 - np.arctan(3 / 14)) / 2 * ENOUGH**2 - 12 * (12 - 3 * 12 / 14) / 2
    assert len(seen) * each == pytest.approx(np.pi / 4 * ENOUGH**2 - shadow, rel=0.1)
    assert study.numbers["overlap"]["1"] == pytest.approx(len(seen) * each)
    assert {row.district_id is None for row in rows.values()} == {True, False}
    # what nobody doubts is as sure as it can be, and its interval has no width
    assert {(row.cameras, row.sure) for row in rows.values()} == {(0, 0.0), (1, 1.0)}
    area = study.numbers["shares"]["area"]
    assert area["low"] == pytest.approx(area["value"]) == pytest.approx(area["high"])


def test_a_street_has_its_metres_by_level_and_by_reason(one_of_each: Study) -> None:
    numbers = run(one_of_each).numbers
    # behind 20 m, then 14.8 identified, 15.1 recognised, 30.1 observed, and 15 nobody reaches; the
    # street behind the wall is 7 m. Ends fall where cells end, which are 7 m across.
    assert numbers["street_m"]["total"] == pytest.approx(102.0, abs=0.01)
    none, detected, observed, recognised, identified = numbers["street_m"]["by_level"]
    assert detected == 0.0
    assert identified == pytest.approx(14.8, abs=5)
    assert recognised == pytest.approx(15.1, abs=7)
    assert observed == pytest.approx(30.1, abs=7)
    assert none == pytest.approx(20 + 15 + 7, abs=7)
    reasons = {name: told["street_m"] for name, told in numbers["reasons"].items()}
    assert reasons["elsewhere"] == pytest.approx(20, abs=5)
    assert reasons["blocked"] == pytest.approx(7, abs=0.1)
    assert reasons["no_camera"] == pytest.approx(15, abs=5)
    assert reasons["pixels"] == pytest.approx(observed)
    stretches = StudyStreet.objects.filter(study=one_of_each).order_by("pk")
    assert sum(each.metres for each in stretches) == pytest.approx(102.0, abs=0.01)
    (behind,) = stretches.filter(name="Back Street")
    assert (behind.level, behind.seen, behind.reason) == (0, False, Reason.BLOCKED)


def test_land_is_public_beside_streets_and_in_parks(one_of_each: Study) -> None:
    corner.ground("park", -50, 40, -30, 80)
    corner.ground("water", 30, -30, 50, 0)
    study = run(one_of_each)
    table = Cells.within(corner.PLANE, AREA)
    public = {row.cell: row.public for row in StudyCell.objects.filter(study=study)}
    for cell, (x, y) in zip(table.ids.astype(np.int64).tolist(), table.centres, strict=True):
        if x > 30 and y < 0:
            assert cell not in public
        elif cell in public:
            long = np.hypot(x, y - np.clip(y, -20, 75)) <= 8
            back = np.hypot(x - 10, y - np.clip(y, 18, 25)) <= 8
            assert public[cell] == (long or back or (x < -30 and y > 40))
    shares = study.numbers["shares"]
    assert shares["public"]["value"] > shares["area"]["value"]
    assert shares["demand"] == {"value": None, "low": None, "high": None}


def test_who_is_offline_too_often_does_not_see(one_of_each: Study, offline: None) -> None:
    study = run(one_of_each)
    assert study.numbers["shares"]["area"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert study.numbers["uptime"] == 0.5
    told = {name: each["m2"] > 0 for name, each in study.numbers["reasons"].items()}
    assert told == {
        "offline": True, "no_camera": True, "pixels": False, "elsewhere": False, "blocked": False,
    }  # fmt: skip


@pytest.fixture
def offline(one_of_each: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(cameras: list[Any], days: int) -> dict[Any, float]:
        return dict.fromkeys(cameras, 0.5)

    monkeypatch.setattr("registry.feeds.uptime.share", half)


def test_the_same_question_twice_has_the_same_answer(one_of_each: Study) -> None:
    corner.camera(corner.at(-20, 10), azimuth=90.0, azimuth_sd=12.0, position_sd=4.0)
    corner.wall(-14, 4, -10, 6, source="default")
    one, other = run(one_of_each), run(corner.study(*AREA))
    low, high = (one.numbers["shares"]["area"][end] for end in ("low", "high"))
    assert low <= one.numbers["shares"]["area"]["value"] <= high
    assert low < high
    for told in (one.numbers, other.numbers):
        del told["data"]["measured_at"]
    assert one.numbers == other.numbers
    fields = ("cell", "px_per_m", "level", "cameras", "sure", "reason", "public", "district_id")
    kept = [
        list(StudyCell.objects.filter(study=each).order_by("cell").values_list(*fields))
        for each in (one, other)
    ]
    assert kept[0] == kept[1]
    assert run(one).state == "done"  # and nobody measures it again unasked


def test_rows_that_are_kept_give_the_same_study(one_of_each: Study) -> None:
    fields = ("cell", "px_per_m", "level", "cameras", "sure", "reason")
    afresh = list(StudyCell.objects.filter(study=run(one_of_each)).values_list(*fields))
    assert keeping.keep() == 1
    kept = run(corner.study(*AREA))
    assert sorted(StudyCell.objects.filter(study=kept).values_list(*fields)) == sorted(afresh)


def test_coarser_cells_add_up_to_the_study(one_of_each: Study) -> None:
    study = run(one_of_each)
    cells = StudyCell.objects.filter(study=study)
    hexes = list(StudyHex.objects.filter(study=study))
    by_resolution: dict[int, list[StudyHex]] = {}
    for each in hexes:
        by_resolution.setdefault(each.cell >> 52 & 15, []).append(each)
    assert sorted(by_resolution) == [7, 8, 9, 10, 11, 12]
    for some in by_resolution.values():
        assert sum(each.cells for each in some) == cells.count()
        assert sum(each.seen for each in some) == cells.filter(cameras__gt=0).count()
        assert max(each.cameras for each in some) == 1


@pytest.fixture
def halfway(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let somebody lose interest while the cameras are asked why."""
    steps: list[str] = []
    step = Progress.step

    def told(self: Progress, words: str, total: int = 0) -> None:
        steps.append(words)
        if words.startswith("Asking"):
            Study.objects.update(cancel_asked=True)
        step(self, words, total)

    monkeypatch.setattr(Progress, "step", told)
    return steps


def test_a_study_cancelled_halfway_leaves_no_rows(one_of_each: Study, halfway: list[str]) -> None:
    study = run(one_of_each)
    assert (study.state, study.step, study.done, study.total) == ("cancelled", "", 0, 0)
    assert study.finished_at is not None
    assert study.numbers == {}
    assert halfway[-1] == "Asking why nobody sees"
    assert not StudyCell.objects.exists()
    assert not StudyStreet.objects.exists()


def test_what_another_worker_took_up_is_left_to_it(one_of_each: Study, monkeypatch: Any) -> None:
    def taken(study: Study, progress: Progress) -> None:
        Study.objects.update(tries=2, alive_at=timezone.now())
        progress.step("Measuring")

    monkeypatch.setattr(running, "_measure", taken)
    study = run(one_of_each)
    assert (study.state, study.tries) == ("running", 2)


def test_a_worker_told_to_stop_leaves_the_study_to_the_next(one_of_each: Study) -> None:
    stopping = threading.Event()
    stopping.set()
    running.run(one_of_each.pk, stopping.is_set)
    one_of_each.refresh_from_db()
    assert (one_of_each.state, one_of_each.tries) == ("queued", 0)
    assert run(one_of_each).state == "done"


def test_a_failure_is_stated(one_of_each: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(running, "_measure", full)
    study = run(one_of_each)
    assert (study.state, study.trouble) == (
        "failed",
        "The worker has not enough memory for an area of this size.",
    )

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running, "_measure", broken)
    other = corner.study(*AREA)
    with pytest.raises(ZeroDivisionError):
        running.run(other.pk)
    other.refresh_from_db()
    assert (other.state, other.trouble) == (
        "failed", "It broke off; the worker's log says where."
    )  # fmt: skip


def test_an_area_without_buildings_or_without_ground_has_numbers_too() -> None:
    corner.camera(corner.at(0, 0))
    study = run(corner.study(-30, 0, 30, 30))
    assert study.state == "done"
    assert study.numbers["data"]["buildings_missing_height"] is None
    assert study.numbers["reasons"]["blocked"]["m2"] == 0
    corner.ground("water", -100, -100, 100, 100)
    drowned = run(corner.study(-30, 0, 30, 30))
    assert (drowned.state, drowned.numbers["cells"]) == ("done", 0)
    assert drowned.numbers["shares"]["area"]["value"] is None
