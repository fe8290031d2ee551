"""/api/studies/{id}/districts, /equity, /hours, /money and /prune, each also as a table."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router
from pydantic import AfterValidator, Field

from frontend.api.shapes import Strict
from frontend.api.tables import as_csv
from frontend.gate.asking import Asking
from geo.optics import SCHEMES
from registry.coverage import equity, hours, queries, tables, watched
from registry.models import Study
from registry.siting import money, pruning

router = Router(tags=["coverage"])

KINDS = 20


def _counted(text: str) -> str:
    """Insist on kind:count, kind:count; both are whole numbers above zero."""
    for pair in text.split(",") if text else []:
        kind, _, count = pair.partition(":")
        if not (_small(kind) and _small(count)):
            raise ValueError("write kind:count,kind:count in whole numbers")
    if text.count(",") >= KINDS:
        raise ValueError(f"names more than {KINDS} kinds")
    return text


def _small(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) <= 6 and int(text) > 0


class Proposed(Strict):
    """New cameras by kind, and the weighted street metres they would bring."""

    kinds: Annotated[
        str, AfterValidator(_counted), Field(max_length=200, description="kind:count,kind:count")
    ] = ""
    adds: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] = 0.0


class Least(Strict):
    """How many cameras to look for."""

    most: Annotated[int, Field(ge=1, le=pruning.MOST)] = 100


@router.get("/studies/{uuid:study_id}/districts", url_name="study-districts", summary="By district")
def districts(request: Asking, study_id: UUID) -> HttpResponse:
    """Give areas, street, shares, overlap, cameras and their uptime, district by district."""
    study = queries.finished(study_id)
    return JsonResponse(
        {
            "levels": list(SCHEMES[study.scheme]),
            "level": study.level,
            "rows": tables.districts(study),
        }
    )


@router.get("/studies/{uuid:study_id}/equity", url_name="study-equity", summary="Watched alike?")
def alike(request: Asking, study_id: UUID) -> HttpResponse:
    """Compare districts by resident and places by what is asked of them."""
    study = queries.finished(study_id)
    return JsonResponse(equity.equity(study, tables.districts(study)))


@router.get("/studies/{uuid:study_id}/hours", url_name="study-hours", summary="Calls by hour")
def by_hour(request: Asking, study_id: UUID) -> HttpResponse:
    """Count the calls of each hour of the day, and those where a camera sees."""
    return JsonResponse(hours.hours(queries.finished(study_id)))


@router.get("/studies/{uuid:study_id}/money", url_name="study-money", summary="What it costs")
def costs(request: Asking, study_id: UUID, proposed: Query[Proposed]) -> HttpResponse:
    """Compare cameras, recruiting and lighting by money per weighted street metre and year."""
    pairs = [pair.split(":") for pair in proposed.kinds.split(",") if pair]
    kinds: dict[int, int] = {}
    for kind, count in pairs:
        kinds[int(kind)] = kinds.get(int(kind), 0) + int(count)
    return JsonResponse(money.money(queries.finished(study_id), kinds, proposed.adds))


@router.get("/studies/{uuid:study_id}/prune", url_name="study-prune", summary="What could go")
def prune(request: Asking, study_id: UUID, least: Query[Least]) -> HttpResponse:
    """Order the agencies' cameras by how little is lost without them."""
    return JsonResponse(pruning.prune(queries.finished(study_id), least.most))


TABLES: dict[str, Callable[[Study], list[dict[str, Any]]]] = {
    "districts": tables.districts,
    "equity": lambda study: equity.equity(study, tables.districts(study))["districts"],
    "places": lambda study: watched.places(study)["rows"],
    "hours": lambda study: hours.hours(study)["rows"],
    "money": lambda study: money.money(study)["rows"],
    "prune": lambda study: pruning.prune(study)["rows"],
}
Table = Literal["districts", "equity", "places", "hours", "money", "prune"]


@router.get(
    "/studies/{uuid:study_id}/tables/{table}.csv", url_name="study-table", summary="As a table"
)
def table(request: Asking, study_id: UUID, table: Table) -> HttpResponse:
    """Give one of a study's tables as CSV."""
    return as_csv(TABLES[table](queries.finished(study_id)), f"{table}-{study_id}")
