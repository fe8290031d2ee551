"""Questions asked of studies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

from registry.coverage.models import Reason, Study, StudyStreet
from registry.coverage.refusals import NotMeasured, UnknownStudy

MOST_LISTED = 200
MOST_GAPS = 100


def listed() -> list[Study]:
    """Give the latest studies, whoever began them."""
    found = Study.objects.select_related("author").defer("area", "numbers")
    return list(found.order_by("-made_at", "pk")[:MOST_LISTED])


def found(study_id: UUID) -> Study:
    """Give one study. Raises UnknownStudy."""
    study = Study.objects.select_related("author").filter(pk=study_id).first()
    if study is None:
        raise UnknownStudy
    return study


def finished(study_id: UUID) -> Study:
    """Give one study that has its numbers. Raises UnknownStudy, NotMeasured."""
    study = found(study_id)
    if study.state != Study.State.DONE:
        raise NotMeasured
    return study


def gaps(study: Study, most: int = MOST_GAPS) -> list[dict[str, Any]]:
    """Give the longest stretches of street that nobody sees well enough, the longest first.

    A gap goes on where only the reason changes; it has the reason of most of its metres.
    """
    unseen = study.streets.filter(seen=False).order_by("pk")
    runs = sorted(_runs(unseen.iterator()), key=lambda run: -sum(each.metres for each in run))
    return [_gap(run) for run in runs[:most]]


def _runs(stretches: Iterable[StudyStreet]) -> Iterator[list[StudyStreet]]:
    """Join neighbours in order along one street: stretches are kept in the order they were cut."""
    run: list[StudyStreet] = []
    for each in stretches:
        if run and not _goes_on(run[-1], each):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _goes_on(one: StudyStreet, other: StudyStreet) -> bool:
    return bool(other.pk == one.pk + 1 and other.name == one.name and one.line[-1] == other.line[0])


def _gap(run: list[StudyStreet]) -> dict[str, Any]:
    by_reason: dict[int, float] = defaultdict(float)
    for each in run:
        by_reason[each.reason] += each.metres
    points = [point for each in run for point in each.line.coords]
    path = [points[0], *(after for before, after in pairwise(points) if after != before)]
    return {
        "line": {"type": "LineString", "coordinates": path},
        "metres": round(sum(by_reason.values()), 1),
        "name": run[0].name,
        "reason": max(by_reason, key=lambda reason: (by_reason[reason], -reason)),
        "reasons": {Reason(each).name.lower(): round(m, 1) for each, m in by_reason.items()},
        "demand": sum(each.demand for each in run),
        "district": run[0].district_id,
    }
