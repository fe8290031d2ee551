"""Deeds of a report: make it of a finished study, and write down that it was taken away."""

import json
import uuid
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import shapely
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.coverage import queries
from registry.coverage.models import Study
from registry.reports.drawing import Drawable, draw
from registry.reports.facts import facts
from registry.reports.freezing import frame, freeze
from registry.reports.models import Report, ReportPart
from registry.reports.refusals import NotMeasured

Name = ReportPart.Name
NUMBERED = 10  # gaps, on the map


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be reported, and under which words."""

    study: UUID
    title: str = ""
    note: str = ""
    paper: str = Report.Paper.A4
    credit: str = ""


@transaction.atomic
def make(wanted: Wanted, *, by: Actor, **traces: Any) -> Report:
    """Keep all that the report shows. Raises UnknownStudy, NotMeasured."""
    study = queries.found(wanted.study)
    if study.state != Study.State.DONE:
        raise NotMeasured
    title = wanted.title.strip() or study.name
    data = facts(study, wanted.credit)
    parts = freeze(study)
    parts[Name.MAP] = _map(study, title, data, parts).encode()
    data["parts"] = {name: sha256(content).hexdigest() for name, content in sorted(parts.items())}
    made: dict[str, Any] = {
        "id": uuid.uuid4(),
        "title": title,
        "note": wanted.note.strip(),
        "made_at": timezone.now(),
        "data": data | {"author": by.name},
    }
    report = Report.objects.create(
        sha256=sha256(canonical(Report(**made))).hexdigest(),
        study=study,
        paper=Report.Paper(wanted.paper),
        author_id=by.user_id or 0,
        **made,
    )
    ReportPart.objects.bulk_create(
        ReportPart(report=report, name=name, content=content) for name, content in parts.items()
    )
    record(
        by,
        "report_made",
        "report",
        report.pk,
        detail={"title": title, "study": str(study.pk), "sha256": report.sha256},
        **traces,
    )
    return report


@transaction.atomic
def taken(report: Report, form: str, *, by: Actor, **traces: Any) -> None:
    """Write down that somebody took a report away."""
    record(by, "report_exported", "report", report.pk, detail={"form": form}, **traces)


def canonical(report: Report) -> bytes:
    """Give what a report says as JSON of one spelling; its SHA-256 is printed on it."""
    said = {
        "id": str(report.pk),
        "title": report.title,
        "note": report.note,
        "made_at": report.made_at.isoformat(),
        **report.data,
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _map(study: Study, title: str, data: dict[str, Any], parts: dict[str, bytes]) -> str:
    gaps = [shapely.LineString(gap["line"]["coordinates"]) for gap in data["gaps"][:NUMBERED]]
    return draw(
        Drawable(
            area=shapely.from_wkb(bytes(study.area.wkb)),
            scheme=study.scheme,
            level=study.level,
            cells=frame(parts[Name.CELLS]),
            streets=frame(parts[Name.STREETS]),
            districts=frame(parts[Name.DISTRICTS]),
            gaps=gaps,
            words=f"Map: {title}",
        )
    )
