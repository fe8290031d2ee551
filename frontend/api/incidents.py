"""/api/incidents: calls come in, are placed, closed and read."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from frontend.api.asked import asks
from frontend.api.etags import unless_known
from frontend.api.ledger import outcome
from frontend.api.living import lives
from frontend.api.paging import Cursor, page_after
from frontend.api.receipts import once
from frontend.api.shapes import Moment, Position, Printable, Radius, Strict
from frontend.gate.asking import Asking, traces
from registry.access.facts import MACHINE
from registry.incidents import (
    closing,
    counting,
    locating,
    opening,
    purposes,
    reading,
    reporting,
)
from registry.incidents.models import Incident
from registry.incidents.refusals import BadReport, UnknownIncident
from registry.refusals import Fault

router = Router(tags=["incidents"])

Text = Annotated[str, Field(max_length=500), Printable]
Word = Annotated[str, Field(max_length=60, min_length=1), Printable]
Unit = Annotated[str, Field(max_length=40, min_length=1), Printable]


class Call(Strict):
    """A call as another system tells it, or, without external_id, one started by hand."""

    source: Annotated[str, Field(max_length=40), Printable] = ""
    external_id: Annotated[str, Field(max_length=120), Printable] = ""
    number: Annotated[str, Field(max_length=60), Printable] = ""
    kind: Word
    priority: Annotated[int, Field(ge=1, le=5, strict=True)] = 3
    summary: Text = ""
    address: Annotated[str, Field(max_length=300), Printable] = ""
    units: Annotated[list[Unit], Field(max_length=100)] = []
    position: Position | None = None
    radius: Radius | None = None
    purpose: Annotated[str, Field(max_length=60), Printable] = ""
    exigent: bool = False
    exigent_reason: Text = ""
    state: Literal["open", "closed"] | None = None
    reported_at: Moment | None = None
    updated_at: Moment | None = None


class Place(Strict):
    """Where it is after all."""

    position: Position
    radius: Radius | None = None
    address: Annotated[str, Field(max_length=300), Printable] | None = None


class Wanted(Schema):
    """Which calls."""

    state: Literal["open", "closed", "needs_location"] | None = None
    since: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    after: Cursor | None = None


@router.get("/incidents", url_name="incidents", summary="Calls, newest first")
def incidents(request: Asking, wanted: Query[Wanted]) -> HttpResponse:
    """Answer a GeoJSON FeatureCollection; `next` is the address of the page after it."""
    calls = Incident.open_to(request.actor).order_by("-reported_at", "-id")
    if wanted.state:
        calls = calls.filter(state=wanted.state)
    if wanted.since:
        calls = calls.filter(changed_at__gte=wanted.since)
    found, following = page_after(request, calls, wanted.after, wanted.limit)
    counted = counting.sights(request.actor, (call.id for call in found if call.state == "open"))
    features = [feature(call, counted.get(call.id, counting.Sight())) for call in found]
    return unless_known(
        request, {"type": "FeatureCollection", "features": features, "next": following}
    )


@router.post("/incidents", url_name="incidents", summary="Report a call, or start one by hand")
@once
def report(request: Asking, call: Call) -> HttpResponse:
    """Upsert by source and external_id; a place that cannot be is taken as `needs_location`."""
    if call.external_id:
        incident, outcome = reporting.report(
            _report(call, request), by=request.actor, **traces(request)
        )
        status = 201 if outcome is reporting.Outcome.CREATED else 200
        return JsonResponse(feature(incident) | {"outcome": outcome}, status=status)
    if request.actor.role == MACHINE:
        raise BadReport(errors=[Fault("external_id", "A machine names its call.")])
    incident = opening.start(_start(call), by=request.actor, **traces(request))
    return JsonResponse(feature(incident) | {"outcome": "created"}, status=201)


@router.get("/incidents/{uuid:incident_id}", url_name="incident", summary="One call")
def incident(request: Asking, incident_id: UUID) -> HttpResponse:
    """Answer it as a GeoJSON feature."""
    found = Incident.open_to(request.actor).filter(pk=incident_id).first()
    if found is None:
        raise UnknownIncident
    polled = "X-Background" in request.headers
    reading.opened(found, by=request.actor, polled=polled, **traces(request))
    counted = counting.sights(request.actor, [found.id])
    told = feature(found, counted.get(found.id, counting.Sight()))
    told["properties"] |= lives(request.actor, found.id) | asks(request.actor, found.id)
    told["properties"] |= outcome(request.actor, found)
    return unless_known(request, told)


@router.patch("/incidents/{uuid:incident_id}", url_name="incident", summary="Say where it is")
@once
def locate(request: Asking, incident_id: UUID, place: Place) -> HttpResponse:
    """Move it; a call that needed a location is open once it has one."""
    moved = locating.locate(
        incident_id,
        place.position,
        radius=place.radius,
        address=place.address,
        by=request.actor,
        **traces(request),
    )
    return JsonResponse(feature(moved))


@router.post("/incidents/{uuid:incident_id}/close", url_name="close", summary="Close it")
@once
def close(request: Asking, incident_id: UUID) -> HttpResponse:
    """Close it, and with it what it opened."""
    return JsonResponse(feature(closing.close(incident_id, by=request.actor, **traces(request))))


@router.post("/incidents/{uuid:incident_id}/reopen", url_name="reopen", summary="Undo a close")
@once
def reopen(request: Asking, incident_id: UUID) -> HttpResponse:
    """Open it again, within ten minutes."""
    return JsonResponse(feature(closing.reopen(incident_id, by=request.actor, **traces(request))))


def feature(call: Incident, sight: counting.Sight | None = None) -> dict[str, Any]:
    """Write a call as a GeoJSON feature; sight counts the cameras of an open one."""
    told = {name: getattr(call, name) for name in TOLD} | {"id": str(call.id)}
    if sight is not None and call.state == Incident.State.OPEN:
        told["sight"] = sight._asdict()
    return {
        "type": "Feature",
        "id": str(call.id),
        "geometry": {"type": "Point", "coordinates": list(call.position.coords)}
        if call.position
        else None,
        "properties": told,
    }


TOLD = (
    "number", "source", "external_id", "kind", "priority", "summary", "address", "units", "radius",
    "state", "purpose", "provisional", "exigent", "exigent_reason", "reported_at", "updated_at",
    "changed_at", "closed_at", "panic_until",
)  # fmt: skip


def _report(call: Call, request: Asking) -> reporting.Report:
    source = call.source
    if request.actor.role == MACHINE:
        source = source or request.actor.name
        if source != request.actor.name:
            raise BadReport(errors=[Fault("source", f"This token is {request.actor.name}'s.")])
    if not source:
        raise BadReport(errors=[Fault("source", "Say which system the external_id is from.")])
    if call.purpose and call.purpose not in purposes.CODES:
        listed = ", ".join(sorted(purposes.CODES))
        raise BadReport(errors=[Fault("purpose", f"The adopted purposes are {listed}.")])
    now = timezone.now()
    reported_at = call.reported_at or call.updated_at or now
    return reporting.Report(
        source=source,
        external_id=call.external_id,
        number=call.number,
        kind=call.kind,
        priority=call.priority,
        summary=call.summary,
        address=call.address,
        units=tuple(call.units),
        point=call.position,
        radius=call.radius or settings.SEARCH_RADIUS,
        purpose=call.purpose or "call_for_service",
        state=call.state or "",
        reported_at=reported_at,
        updated_at=call.updated_at or now,
    )


def _start(call: Call) -> opening.Start:
    return opening.Start(
        kind=call.kind,
        priority=call.priority,
        purpose=call.purpose,
        point=call.position,
        radius=call.radius or settings.SEARCH_RADIUS,
        number=call.number,
        summary=call.summary,
        address=call.address,
        exigent=call.exigent,
        exigent_reason=call.exigent_reason,
    )
