"""Making scenarios, saving versions of them, and putting them away."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.coverage import queries
from registry.coverage.models import Study
from registry.refusals import Fault
from registry.scenarios.changes import Change, read
from registry.scenarios.models import Scenario, Version
from registry.scenarios.preview import preview
from registry.scenarios.refusals import (
    BadName,
    NotFinished,
    StaleBase,
    UnknownScenario,
    UnknownVersion,
)

LONGEST = 200


def study_of(id: UUID) -> Study:
    """Give a study that is finished. Raises UnknownStudy, NotFinished."""
    study = queries.found(id)
    if study.state != Study.State.DONE:
        raise NotFinished
    return study


def scenarios(study: UUID | None = None) -> QuerySet[Scenario]:
    """Give all there are, or those of a study, the newest first, with their versions."""
    versions = Version.objects.select_related("author").defer("changes")
    found = Scenario.objects.select_related("author", "study").order_by("-made_at", "id")
    found = found.prefetch_related(Prefetch("versions", queryset=versions))
    return found if study is None else found.filter(study=study)


def scenario_of(id: UUID) -> Scenario:
    """Give one. Raises UnknownScenario."""
    found = scenarios().filter(pk=id).first()
    if found is None:
        raise UnknownScenario
    return found


def version_of(scenario: UUID, number: int) -> Version:
    """Give a version. Raises UnknownVersion."""
    versions = Version.objects.select_related("author", "scenario__study")
    found = versions.filter(scenario=scenario, number=number).first()
    if found is None:
        raise UnknownVersion
    return found


def make(study: UUID, name: str, *, by: Actor, **traces: Any) -> Scenario:
    """Begin a scenario of a finished study; it has no version yet."""
    with transaction.atomic():
        scenario = Scenario.objects.create(
            name=_named(name), study=study_of(study), author_id=by.user_id or 0
        )
        detail = {"name": scenario.name, "study": str(study)}
        record(by, "scenario_made", "scenario", scenario.id, detail=detail, **traces)
    return scenario


def save(
    scenario: UUID,
    *,
    base: int,
    name: str,
    changes: object,
    aside: bool = False,
    by: Actor,
    **traces: Any,
) -> Version:
    """Save a version made from `base`, 0 being the study.

    Raises StaleBase, which says who was first, unless the newest was the base or the version is
    meant to stand `aside` of it: both are kept then.
    """
    named, acts = _named(name), read(changes)
    with transaction.atomic():
        locked = Scenario.objects.select_for_update(no_key=True).filter(pk=scenario).first()
        if locked is None:
            raise UnknownScenario
        newest = locked.versions.select_related("author").last()
        if base and not locked.versions.filter(number=base).exists():
            raise UnknownVersion
        if newest and newest.number != base and not aside:
            raise StaleBase(_beaten(newest), errors=[Fault("base", str(newest.number))])
        version = locked.versions.create(
            number=newest.number + 1 if newest else 1,
            name=named,
            base=base,
            changes=_plain(acts),
            author_id=by.user_id or 0,
            numbers=preview(study_of(locked.study_id), acts).numbers,
        )
        detail = {"version": version.number, "name": named, "base": base, "acts": len(acts)}
        record(by, "scenario_saved", "scenario", locked.id, detail=detail, **traces)
    return version


def delete(scenario: UUID, *, by: Actor, **traces: Any) -> None:
    """Put a scenario away with all its versions."""
    with transaction.atomic():
        found = Scenario.objects.select_for_update().filter(pk=scenario).first()
        if found is None:
            raise UnknownScenario
        detail = {"name": found.name, "versions": found.versions.count()}
        record(by, "scenario_deleted", "scenario", found.id, detail=detail, **traces)
        found.delete()


def _named(name: str) -> str:
    named = name.strip()
    if not 0 < len(named) <= LONGEST:
        raise BadName(errors=[Fault("name", BadName.__doc__ or "")])
    return named


def _plain(acts: Sequence[Change]) -> list[dict[str, Any]]:
    return [act.plain() for act in acts]


def _beaten(newest: Version) -> str:
    who = newest.author.get_full_name() or newest.author.get_username()
    return (
        f"{who} saved version {newest.number}, “{newest.name}”, at "
        f"{newest.at:%H:%M} UTC on {newest.at:%d %B}; yours is not lost."
    )
