"""/api/studies/{id}/proposals and /api/proposals/{id}: where more cameras would help most."""

import csv
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Latitude, Longitude, Strict
from frontend.gate.asking import Asking, traces
from registry.coverage import queries
from registry.scenarios import saving
from registry.siting import proposing, reading, recruiting
from registry.siting.refusals import NothingProposed
from registry.siting.wishes import Wish

router = Router(tags=["coverage"])

COLUMNS = (
    "n", "lng", "lat", "source", "name", "camera", "azimuth", "area_m2", "street_m", "demand",
    "cost", "sum_area_m2", "sum_street_m", "sum_demand", "sum_cost",
)  # fmt: skip


class Wished(Strict):
    """How many cameras or for how much, of which kinds, on what, and what they are for."""

    many: int | None = None
    budget: Annotated[float, Field(allow_inf_nan=False)] | None = None
    kinds: Annotated[list[int], Field(max_length=20)] = []
    sources: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=10)] = []
    points: Annotated[list[tuple[Longitude, Latitude]], Field(max_length=1000)] = []
    file: str = ""
    weight: Annotated[str, Field(max_length=20)] = "street"


@router.get("/studies/{uuid:study_id}/proposals", url_name="proposals", summary="What was proposed")
def listed(request: Asking, study_id: UUID) -> HttpResponse:
    """Give the proposals for a study, the latest first, and the kinds of camera on offer."""
    proposals = [reading.told(each) for each in reading.listed(study_id)]
    told = {"kinds": reading.offered(), "currency": settings.CURRENCY, "proposals": proposals}
    return JsonResponse(told)


@router.post("/studies/{uuid:study_id}/proposals", url_name="proposals", summary="Propose sites")
@once
def propose(request: Asking, study_id: UUID, wished: Wished) -> HttpResponse:
    """Have sites proposed; the answer tells where to look for them."""
    wish = Wish(**wished.dict())
    begun = proposing.begin(study_id, wish, by=request.actor, **traces(request))
    return JsonResponse(reading.told(reading.found(begun.pk)), status=201)


@router.get("/proposals/{uuid:proposal_id}", url_name="proposal", summary="How far is it?")
def one(request: Asking, proposal_id: UUID) -> HttpResponse:
    """Give one proposal: how far it is, or its sites."""
    return JsonResponse(reading.told(reading.found(proposal_id)))


@router.post("/proposals/{uuid:proposal_id}/cancel", url_name="proposal-cancel", summary="Stop it")
@once
def cancel(request: Asking, proposal_id: UUID) -> HttpResponse:
    """Stop working on it."""
    proposing.cancel(proposal_id, by=request.actor, **traces(request))
    return JsonResponse(reading.told(reading.found(proposal_id)))


@router.get("/proposals/{uuid:proposal_id}.csv", url_name="proposal-csv", summary="As a table")
def table(request: Asking, proposal_id: UUID) -> HttpResponse:
    """Give the sites as CSV, in the order in which they should be put up."""
    told = reading.told(reading.found(proposal_id))
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="sites-{proposal_id}.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(_row(site) for site in told.get("sites", []))
    return response


@router.post(
    "/proposals/{uuid:proposal_id}/scenario", url_name="proposal-scenario", summary="Try them out"
)
@once
def scenario(request: Asking, proposal_id: UUID) -> HttpResponse:
    """Make a scenario in which these sites are there, to be changed by hand. 409 without any."""
    proposal = reading.found(proposal_id)
    sites = reading.told(proposal).get("sites")
    if not sites:
        raise NothingProposed
    by: dict[str, Any] = {"by": request.actor, **traces(request)}
    with transaction.atomic():
        made = saving.make(proposal.study_id, f"{len(sites)} proposed sites", **by)
        acts = [_added(site) for site in sites]
        saving.save(made.pk, base=0, name="As proposed", changes=acts, **by)
    address = reverse("whatif", args=[made.pk])
    return JsonResponse({"scenario": str(made.pk), "address": address}, status=201)


@router.get("/studies/{uuid:study_id}/recruit", url_name="recruit", summary="Whom to ask first")
def recruit(
    request: Asking, study_id: UUID, weight: Literal["area", "street", "demand"] = "street"
) -> HttpResponse:
    """Rank the blocks where asking people would close gaps, against what buying costs."""
    study = queries.found(study_id)
    told = recruiting.recruit(study, weight)
    return JsonResponse(told | {"buying_per_metre": reading.per_metre(study)})


def _added(site: dict[str, Any]) -> dict[str, Any]:
    looks = ("hfov", "range", "height", "width_px", "form", "mount", "kind", "azimuth")
    values = {name: site[name] for name in looks if site[name] is not None}
    named = {"name": f"Site {site['n']}", "position": site["at"]}
    return {"op": "add", "camera": f"new-{site['n']}", "values": values | named}


def _row(site: dict[str, Any]) -> list[Any]:
    def amounts(of: dict[str, float], cost: float) -> list[float]:
        return [round(of["area"]), round(of["street"], 1), round(of["demand"], 4), round(cost, 2)]

    name = site["name"]
    return [
        site["n"],
        *(round(degrees, 6) for degrees in site["at"]),
        site["source"],
        f"'{name}" if name.startswith(("=", "+", "-", "@", "\t")) else name,  # no formula
        site["kind_name"],
        "" if site["azimuth"] is None else round(site["azimuth"], 1),
        *amounts(site["gain"], site["cost"]),
        *amounts(site["sum"], site["sum"]["cost"]),
    ]
