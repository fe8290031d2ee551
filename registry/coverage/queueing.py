"""The job that measures a study, and who takes it up again when a worker was killed."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.db import close_old_connections, transaction
from django.db.models.functions import Now
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from registry.coverage.models import Study

SILENT = timedelta(seconds=40)  # a living worker says so four times as often
MOST_TRIES = 3


def request_measuring(study_id: UUID) -> None:
    """Have the worker measure a study, once it is committed."""
    transaction.on_commit(lambda: _defer(study_id))


def take_up() -> int:
    """Queue again what no worker shows a sign of life for; what was tried too often has failed."""
    silent = Study.objects.filter(alive_at__lt=timezone.now() - SILENT)
    lost = silent.filter(state=Study.State.RUNNING)
    lost.filter(cancel_asked=True).update(state=Study.State.CANCELLED, step="", finished_at=Now())
    lost.filter(tries__gte=MOST_TRIES).update(
        state=Study.State.FAILED,
        step="",
        trouble=f"The worker died {MOST_TRIES} times while it was measured.",
        finished_at=Now(),
    )
    lost.update(state=Study.State.QUEUED, step="", done=0, total=0)
    waiting = list(silent.filter(state=Study.State.QUEUED).values_list("pk", flat=True))
    for study_id in waiting:
        _defer(study_id)
    return len(waiting)


def _defer(study_id: UUID) -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        measure_study.configure(queueing_lock=f"measure_study {study_id}").defer(
            study_id=str(study_id)
        )


@app.task(name="measure_study", pass_context=True)
def measure_study(context: JobContext, study_id: str) -> None:
    """Measure one study from beginning to end."""
    from registry.coverage.running import run  # numba and all of geo: only where it is done

    try:
        run(UUID(study_id), context.should_abort)
    finally:
        close_old_connections()
