"""Deeds of a study: begin it, cancel it, throw it away."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.accounts.models import User
from registry.audit.recording import record
from registry.coverage import areas
from registry.coverage.asked import Asked
from registry.coverage.models import Study
from registry.coverage.queueing import request_measuring
from registry.coverage.refusals import StudyOver, StudyRuns, UnknownStudy
from registry.places.models import Building, District

UNDER_WAY = (Study.State.QUEUED, Study.State.RUNNING)


@transaction.atomic
def begin(asked: Asked, *, by: Actor, **traces: Any) -> Study:
    """Take a study in and have the worker measure it. Raises BadStudy."""
    shape = asked.checked_area()
    at = asked.at or timezone.now()
    study = Study.objects.create(
        name=asked.name.strip() or _name(asked, at.astimezone().strftime("%-d %B %Y")),
        author=User.objects.get(uid=by.id),
        area=areas.stored(shape),
        districts=sorted(set(asked.districts)),
        cameras=asked.cameras,
        scheme=asked.scheme,
        level=asked.level,
        at=at,
        hour=asked.hour,
        target_height=asked.target_height,
        demand=asked.checked_demand(),
    )
    record(
        by,
        "study_begun",
        "study",
        study.pk,
        detail={"name": study.name, "cameras": study.cameras, "km2": _km2(study)},
        **traces,
    )
    request_measuring(study.pk)
    return study


@transaction.atomic
def cancel(study_id: UUID, *, by: Actor, **traces: Any) -> Study:
    """Stop a study; what was measured of it is thrown away. Raises UnknownStudy, StudyOver."""
    study = _held(study_id)
    if study.state not in UNDER_WAY:
        raise StudyOver
    study.cancel_asked = True
    if study.state == Study.State.QUEUED:  # nobody works on it, so nobody else would say so
        study.state, study.finished_at = Study.State.CANCELLED, timezone.now()
    study.save(update_fields=["cancel_asked", "state", "finished_at"])
    record(by, "study_cancelled", "study", study.pk, detail={"name": study.name}, **traces)
    return study


@transaction.atomic
def delete(study_id: UUID, *, by: Actor, **traces: Any) -> None:
    """Throw a study away with all its rows. Raises UnknownStudy, StudyRuns."""
    study = _held(study_id)
    if study.state in UNDER_WAY:
        raise StudyRuns
    record(by, "study_deleted", "study", study.pk, detail={"name": study.name}, **traces)
    study.delete()


def remarks(study: Study) -> list[str]:
    """Say what a reader should know of an area before they believe its numbers."""
    said = []
    if not District.objects.filter(area__intersects=study.area).exists():
        said.append("This area lies outside the districts of this centre.")
    if not Building.objects.filter(footprint__intersects=study.area).exists():
        said.append("No building is known in this area: nothing blocks a view.")
    return said


def _held(study_id: UUID) -> Study:
    study = Study.objects.select_for_update().filter(pk=study_id).first()
    if study is None:
        raise UnknownStudy
    return study


def _km2(study: Study) -> float:
    return round(areas.square_metres(areas.shape_of(study.area)) / 1e6, 3)


def _name(asked: Asked, day: str) -> str:
    names = District.objects.filter(pk__in=asked.districts).order_by("name")
    where = ", ".join(names.values_list("name", flat=True)[:3]) or "Drawn area"
    return f"{where}, {day}"[:200]
