"""Measuring one study from beginning to end: the job behind the page."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from geo.optics import SCHEMES
from geo.visibility import engine_ready, warm
from registry.coverage import (
    areas,
    blocks,
    cameras,
    doubt,
    found,
    ground,
    numbers,
    private,
    reasons,
    rows,
    storing,
    streets,
)
from registry.coverage.demand import demand
from registry.coverage.models import Study
from registry.coverage.progress import Cancelled, Lost, Progress, Stopped
from registry.coverage.scene import Scene

log = logging.getLogger("sightline.coverage")

ASSUMED = """
    SELECT count(*) FILTER (WHERE height_source = 'default')::float8 / nullif(count(*), 0)
    FROM building, study
    WHERE study.id = %s AND footprint && study.area AND ST_Intersects(footprint, study.area)
"""
PLACED = """
    SELECT max(valid_from) FROM placement WHERE camera_id = ANY(%s) AND valid_from <= %s
"""


def run(study_id: UUID, stopped: Callable[[], bool] = lambda: False) -> None:
    """Measure a study that waits, and say how it ended; one that does not wait is left alone."""
    study = _claim(study_id)
    if study is None:
        return
    trouble = "It broke off; the worker's log says where."
    try:
        with Progress(study.pk, study.tries, stopped) as progress:
            _measure(study, progress)
        trouble = ""
    except Lost:
        trouble = ""
        log.warning("study %s is measured by another worker", study.pk)
    except Cancelled:
        trouble = ""
        _end(study, state=Study.State.CANCELLED)
    except Stopped:  # nobody's fault: the next worker begins it again
        trouble = ""
        _end(study, state=Study.State.QUEUED, finished_at=None, tries=F("tries") - 1)
    except MemoryError:
        trouble = "The worker has not enough memory for an area of this size."
    finally:
        if trouble:
            _end(study, state=Study.State.FAILED, trouble=trouble)


def _claim(study_id: UUID) -> Study | None:
    waiting = Study.objects.filter(pk=study_id, state=Study.State.QUEUED)
    claimed = waiting.update(
        state=Study.State.RUNNING, alive_at=Now(), tries=F("tries") + 1, step="Beginning"
    )
    return Study.objects.get(pk=study_id) if claimed else None


def _end(study: Study, **facts: Any) -> None:
    """Say how it ended, if it is still this worker's."""
    held = Study.objects.filter(pk=study.pk, state=Study.State.RUNNING, tries=study.tries)
    held.update(**{"finished_at": Now(), "step": "", "done": 0, "total": 0} | facts)


def _measure(study: Study, progress: Progress) -> None:
    if not engine_ready():
        progress.step("Waking the engine")
        warm()
    area = areas.shape_of(study.area)
    progress.step("Laying out the ground")
    blocks.cut()
    here = ground.ground_of(area)
    pieces = streets.pieces_of(area, here)
    weight = demand(study, here)
    progress.step("Looking up the cameras")
    placed = cameras.of_study(study, study.area.extent)
    uptime = cameras.uptime_of(placed)
    progress.step("Measuring the cameras", len(placed))
    sightings = rows.rows_of(placed, study.target_height, progress.tell)
    times = np.array([uptime.get(each.id, 1.0) for each in placed])
    result = found.found_by(study, here, sightings, times)
    scene = Scene.of(
        placed,
        uptime,
        plane=here.plane,
        table=here.table,
        bound=SCHEMES[study.scheme][study.level],
        target=study.target_height,
    )
    progress.step("Asking why nobody sees", 2 * int(scene.online.sum()))
    why = reasons.why(scene, result.seen, result.too_few, result.offline, progress.tell)
    weighed = numbers.weigh(here, pieces, weight)
    progress.step("Weighing how sure it is", doubt.DRAWS * len(scene))
    drawn = doubt.draw(scene, weighed.shares, doubt.seed_of(study), progress.tell)
    progress.step("Counting private cameras by block")
    shares = private.shares(study, progress.tell)
    told = numbers.numbers(result, why, weighed, drawn, study)
    told["with_private"] = numbers.with_private(shares, here, result, weighed.area)
    told["cameras"] = len(placed)
    told["uptime"] = float(np.mean([*uptime.values()])) if uptime else None
    told["data"] = _data(study, [each.id for each in placed])
    progress.step("Writing it down")
    with transaction.atomic():
        held = Study.objects.select_for_update().filter(pk=study.pk)
        if not held.filter(state=Study.State.RUNNING, tries=study.tries).exists():
            raise Lost
        if held.filter(cancel_asked=True).exists():
            raise Cancelled
        storing.store(study.pk, here, result, why, drawn.sure, weight, pieces, shares)
        _end(study, state=Study.State.DONE, numbers=told)


def _data(study: Study, ids: list[UUID]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(ASSUMED, [study.pk])
        (assumed,) = cursor.fetchone()
        cursor.execute(PLACED, [ids, study.at])
        (placed_at,) = cursor.fetchone()
    return {
        "buildings_missing_height": assumed,
        "placed_at": placed_at.isoformat() if placed_at else None,
        "measured_at": timezone.now().isoformat(),
    }
