"""A report in the words and figures it is printed with."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from frontend.pages import coverage_words as words
from registry.coverage.models import Reason
from registry.reports import exporting, queries
from registry.reports.making import NUMBERED
from registry.reports.models import Report, ReportPart

# Which three stand on page one: the first that the study has.
HEADLINES = ("public", "street", "demand", "area")
SETS = {
    "all": "agency cameras, and the share that private ones add",
    "agency": "agency cameras",
    "level_two": "agency cameras, and the share that Level Two registrations add",
    "level_one": "agency cameras, and the share that Level One registrations add",
}
HECTARE, SQUARE_KM = 10_000, 1_000_000
FORMS = {
    "pdf": ("PDF", "application/pdf"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "gpkg": ("GeoPackage", "application/geopackage+sqlite3"),
    "parquet": ("GeoParquet", "application/vnd.apache.parquet"),
    "svg": ("Map as SVG", "image/svg+xml"),
    "json": ("Data as JSON", "application/json"),
}


class Place(NamedTuple):
    """One district's line: what there is of it and what is seen."""

    name: str
    ground: str
    public: dict[str, float] | None
    street: str
    unseen: str
    share: dict[str, float] | None
    cameras: int


def shown(report: Report) -> dict[str, Any]:
    """Give the page all it shows; nothing of it is looked up anew."""
    said, numbers = report.data, report.data["numbers"]
    study = queries.studied(report)
    return {
        "report": report,
        "said": said,
        "study": said["study"],
        "at": datetime.fromisoformat(said["study"]["at"]),
        "measured_at": _moment(numbers["data"].get("measured_at")),
        "placed_at": _moment(numbers["data"].get("placed_at")),
        "missing": _percent(numbers["data"].get("buildings_missing_height")) or 0.0,
        "uptime": _percent(numbers.get("uptime")),
        "map": drawn(report),
        "headlines": headlines(numbers),
        "unsure": unsure(numbers),
        "credit": _shown_credit(said["credit"]),
        "set": SETS[study.cameras],
        "density": words.density(study.scheme, study.level),
        "scheme": words.SCHEME_NAMES[study.scheme],
        "each": numbers["area_m2"] / max(numbers["cells"], 1),
        "levels": [_part(part) for part in words.levels(study)],
        "overlap": [_part(part) for part in words.overlap(numbers)],
        "reasons": [_part(part) for part in words.reasons(numbers)],
        "private": words.private(study),
        "districts": [_place(each) for each in said["districts"]],
        "gaps": [_gap(number, each) for number, each in enumerate(said["gaps"], 1)],
        "money": [_cost(each) for each in said["money"]["rows"]],
        "columns": exporting.COLUMNS,
        "forms": [(form, name) for form, (name, _) in FORMS.items()],
        "papers": Report.Paper.choices,
        "link": f"{settings.PUBLIC_ADDRESS}{reverse('report', args=[report.pk])}",
    }


def drawn(report: Report) -> SafeString:
    """Give the map, which the server drew and nobody else."""
    return mark_safe(queries.part(report, ReportPart.Name.MAP).decode())  # noqa: S308  # nosec


def headlines(numbers: dict[str, Any]) -> list[words.Share]:
    """Choose the three numbers of page one."""
    told = {share.name: share for share in words.shares(numbers)}
    return [told[name] for name in HEADLINES if name in told][:3]


def unsure(numbers: dict[str, Any]) -> str:
    """Say in one sentence how far the first number may be off."""
    first = next(iter(headlines(numbers)), None)
    if first is None:
        return "There is no open ground here to be seen."
    return (
        f"{first.label}: {first.value:.1f} %, and in nine of ten cases between {first.low:.1f} and"
        f" {first.high:.1f} %, as cameras may stand and look a little differently from what is"
        " entered, heights of buildings are missing, and cameras are off at times."
    )


def ground(m2: float) -> str:
    """Write an area as people say it."""
    if m2 >= SQUARE_KM:
        return f"{m2 / SQUARE_KM:.2f} km²"
    return f"{m2 / HECTARE:.1f} ha" if m2 >= HECTARE else f"{m2:.0f} m²"


def length(metres: float) -> str:
    """Write a length as people say it."""
    return f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres:.0f} m"


def _place(said: dict[str, Any]) -> Place:
    return Place(
        name=said["name"],
        ground=ground(said["area_m2"]),
        public=_share(said["shares"].get("public")),
        street=length(said["street_m"]),
        unseen=length(said["street_m"] - said["street_seen_m"]),
        share=_share(said["shares"].get("street")),
        cameras=said["cameras"],
    )


def _part(part: words.Part) -> dict[str, Any]:
    return {
        "label": part.label,
        "percent": part.percent,
        "street": "" if part.street_m is None else length(part.street_m),
    }


def _gap(number: int, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": number if number <= NUMBERED else "",
        "name": said["name"] or "Street without a name",
        "district": said["district"],
        "length": length(said["metres"]),
        "reason": Reason(said["reason"]).label,
    }


def _cost(said: dict[str, Any]) -> dict[str, Any]:
    return said | {
        "units": f"{said['units']:,.0f} {said['unit']}",
        "street": length(said["metres"]),
        "each": said["per_metre"]["value"],
    }


def _share(told: dict[str, float] | None) -> dict[str, float] | None:
    if not told or told.get("value") is None:
        return None
    return {key: 100 * told[key] for key in ("value", "low", "high")}


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def _shown_credit(credit: str) -> SafeString:
    """Show the credit as the map shows it: tiles.credit has escaped it."""
    return mark_safe(credit)  # noqa: S308  # nosec
