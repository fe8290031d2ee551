"""/api/studies: what a set of cameras covers of an area, measured in the background."""

import json
from typing import Annotated, Any, Literal
from uuid import UUID

import shapely
from django.http import HttpResponse, JsonResponse
from ninja import Path, Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Moment, Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.coverage import areas, clicking, queries, studying
from registry.coverage.asked import Asked
from registry.models import Study

router = Router(tags=["coverage"])

MANY = 2000
Weight = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Words = Annotated[str, Field(max_length=60), Printable]


class Demand(Strict):
    """What makes a place matter: weights of calls, schools and crossings, and which calls."""

    calls: Weight | None = None
    schools: Weight | None = None
    crossings: Weight | None = None
    kinds: Annotated[list[Words], Field(max_length=200)] = []
    hours: Annotated[list[Annotated[int, Field(ge=0, le=23)]], Field(max_length=24)] = []
    months: Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(max_length=12)] = []


class Wanted(Strict):
    """What is to be studied; districts or a GeoJSON area."""

    name: Annotated[str, Field(max_length=200), Printable] = ""
    districts: Annotated[list[int], Field(max_length=MANY)] = []
    area: dict[str, Any] | None = None
    cameras: Literal["all", "agency", "level_two", "level_one"] = "all"
    scheme: Annotated[str, Field(max_length=10)] = "dori"
    level: Annotated[str, Field(max_length=20)] = "recognise"
    at: Moment | None = None
    hour: Annotated[int, Field(ge=0, le=23)] | None = None
    target_height: Annotated[float, Field(allow_inf_nan=False)] = 1.5
    demand: Demand = Demand()


@router.get("/studies", url_name="studies", summary="Studies of coverage, newest first")
def studies(request: Asking) -> HttpResponse:
    """List what was studied."""
    return JsonResponse({"studies": [_line(each) for each in queries.listed()]})


@router.post("/studies", url_name="studies", summary="Begin a study")
@once
def begin(request: Asking, wanted: Wanted) -> HttpResponse:
    """Take it in; it is measured in the background."""
    facts = wanted.dict() | {"demand": wanted.demand.dict(exclude_none=True)}
    study = studying.begin(Asked(**facts), by=request.actor, **traces(request))
    return JsonResponse(_told(queries.found(study.pk)), status=201)


@router.post("/studies/areas", url_name="study-areas", summary="Read an area from a file")
def read_area(request: Asking) -> HttpResponse:
    """Give the polygons of a GeoJSON, GeoPackage or KML file, sent as it is, as one area."""
    shape = areas.uploaded(request.body)
    areas.refuse_too_large(shape)
    metres = areas.square_metres(shape)
    return JsonResponse({"area": json.loads(shapely.to_geojson(shape)), "area_m2": metres})


@router.get("/studies/{uuid:study_id}", url_name="study", summary="One study")
def study(request: Asking, study_id: UUID) -> HttpResponse:
    """Give how far it is, and its numbers once it is done."""
    return JsonResponse(_told(queries.found(study_id)))


@router.delete("/studies/{uuid:study_id}", url_name="study", summary="Throw a study away")
def delete(request: Asking, study_id: UUID) -> HttpResponse:
    """Delete it with all that was measured."""
    studying.delete(study_id, by=request.actor, **traces(request))
    return HttpResponse(status=204)


@router.post("/studies/{uuid:study_id}/cancel", url_name="study-cancel", summary="Stop a study")
@once
def cancel(request: Asking, study_id: UUID) -> HttpResponse:
    """Stop it; what was measured is not kept."""
    studying.cancel(study_id, by=request.actor, **traces(request))
    return JsonResponse(_told(queries.found(study_id)))


@router.get("/studies/{uuid:study_id}/gaps", url_name="study-gaps", summary="What no camera sees")
def gaps(request: Asking, study_id: UUID) -> HttpResponse:
    """List the longest stretches of street that nobody sees well enough."""
    return JsonResponse({"gaps": queries.gaps(queries.found(study_id))})


@router.get(
    "/studies/{uuid:study_id}/cells/{cell}", url_name="study-cell", summary="Who sees a cell?"
)
def seeing(
    request: Asking, study_id: UUID, cell: Annotated[str, Path(max_length=16)]
) -> HttpResponse:
    """Name the agency's cameras that see it; of owners' ones say only that there are some."""
    return JsonResponse(clicking.cell(queries.found(study_id), cell, request.actor))


def _line(study: Study) -> dict[str, Any]:
    return {
        "id": study.pk,
        "name": study.name,
        "author": study.author.get_username(),
        "made_at": study.made_at,
        "finished_at": study.finished_at,
        "at": study.at,
        "cameras": study.cameras,
        "scheme": study.scheme,
        "level": study.level,
        "hour": study.hour,
        "target_height": study.target_height,
        "state": study.state,
        "step": study.step,
        "done": study.done,
        "total": study.total,
        "trouble": study.trouble,
    }


def _told(study: Study) -> dict[str, Any]:
    return _line(study) | {
        "area": json.loads(study.area.json),
        "districts": study.districts,
        "demand": study.demand,
        "remarks": studying.remarks(study),
        "numbers": study.numbers,
    }
