"""Measuring one study from beginning to end: the job behind the page."""

import importlib.util
import logging
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from numpy.typing import NDArray

from geo.optics import SCHEMES
from geo.visibility import engine_ready
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
from registry.coverage.sights import Placed

log = logging.getLogger("sightline.coverage")

PATIENCE = 300  # seconds: compiling takes a minute of a free machine

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
    _wake(progress)
    progress.step("Laying out the ground")
    blocks.cut()
    area = areas.shape_of(study.area)
    here = ground.ground_of(area)
    pieces = streets.pieces_of(area, here)
    weight = demand(study, here)
    weighed = numbers.weigh(here, pieces, weight)
    placed = cameras.of_study(study, study.area.extent)
    uptime = cameras.uptime_of(placed)
    result, why, drawn = _see(study, here, weighed, placed, uptime, progress)
    progress.step("Counting private cameras by block")
    shares = private.shares(study, progress.tell)
    told = numbers.numbers(result, why, weighed, drawn, study) | {
        "with_private": numbers.with_private(shares, here, result, weighed.area),
        "cameras": len(placed),
        "uptime": float(np.mean(list(uptime.values()))) if uptime else None,
        "data": _data(study, [each.id for each in placed]),
    }
    progress.step("Writing it down")
    with transaction.atomic():
        _hold(study)
        storing.store(study.pk, here, result, why, drawn.sure, weight, pieces, shares)
        _end(study, state=Study.State.DONE, numbers=told)


def _see(
    study: Study,
    here: ground.Ground,
    weighed: numbers.Weighed,
    placed: Sequence[Placed],
    uptime: dict[UUID, float],
    progress: Progress,
) -> tuple[found.Found, NDArray[np.uint8], doubt.Drawn]:
    """Give what the agency's cameras see of the ground, why not the rest, and how surely."""
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
    progress.step("Weighing how sure it is", doubt.DRAWS * len(scene))
    drawn = doubt.draw(scene, weighed.shares, doubt.seed_of(study), progress.tell)
    return result, why, drawn


def _wake(progress: Progress) -> None:
    """Wait for the engine, which a new worker compiles first; without it, shapely answers."""
    if engine_ready() or importlib.util.find_spec("numba") is None:
        return
    progress.step("Waiting for the engine", PATIENCE)
    for _ in range(PATIENCE):
        progress.rest(1.0)
        if engine_ready():
            return


def _hold(study: Study) -> None:
    """Keep everybody from the study until the transaction ends. Raises Lost and Cancelled."""
    held = Study.objects.select_for_update().filter(pk=study.pk, tries=study.tries).first()
    if held is None or held.state != Study.State.RUNNING:
        raise Lost
    if held.cancel_asked:
        raise Cancelled


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
