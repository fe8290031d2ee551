"""Questions asked of reports."""

from uuid import UUID

from registry.coverage.models import Study
from registry.reports.models import Report, ReportPart
from registry.reports.refusals import UnknownReport

MOST_LISTED = 200


def listed() -> list[Report]:
    """Give the latest reports, whoever made them."""
    found = Report.objects.select_related("author").defer("data", "note")
    return list(found.order_by("-made_at", "pk")[:MOST_LISTED])


def found(report_id: UUID) -> Report:
    """Give one report. Raises UnknownReport."""
    report = Report.objects.select_related("author").filter(pk=report_id).first()
    if report is None:
        raise UnknownReport
    return report


def part(report: Report, name: str) -> bytes:
    """Give one of its files."""
    return bytes(ReportPart.objects.values_list("content", flat=True).get(report=report, name=name))


def reportable() -> list[Study]:
    """Give the latest studies that have been measured to their end."""
    done = Study.objects.filter(state=Study.State.DONE).only("name", "made_at")
    return list(done.order_by("-made_at", "pk")[:MOST_LISTED])


def studied(report: Report) -> Study:
    """Give the study as it was when it was reported, without its rows."""
    said = report.data["study"]
    named = ("name", "hour", "cameras", "scheme", "level", "target_height", "demand")
    return Study(numbers=report.data["numbers"], **{name: said[name] for name in named})
