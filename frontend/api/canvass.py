"""/api/canvass/{id}: the doors of a walk, and what a walker noted at them, also later."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router
from pydantic import AfterValidator, AwareDatetime, Field

from frontend.api.receipts import once
from frontend.api.shapes import Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.canvass import marking, reading
from registry.canvass.marking import LONGEST, Mark
from registry.canvass.walking import MOST

router = Router(tags=["requests"])


def _whole(moment: datetime) -> datetime:
    """Refuse what no phone's clock shows; one that runs ahead is set right where it is noted."""
    if not 2000 <= moment.year <= 2200:
        raise ValueError("is no time a clock shows")
    return moment


class Said(Strict):
    """What was said at one door."""

    door: UUID
    outcome: Annotated[str, Field(max_length=9)]
    at: Annotated[AwareDatetime, AfterValidator(_whole)]
    note: Annotated[str, Field(max_length=LONGEST), Printable] = ""


class Marks(Strict):
    """What a walker noted since the last time there was a line."""

    marks: Annotated[list[Said], Field(max_length=MOST)]


@router.get("/canvass/{uuid:walk_id}", url_name="canvass-walk", summary="Which doors?")
def walk(request: Asking, walk_id: UUID) -> HttpResponse:
    """Give the whole walk, to be taken along."""
    return JsonResponse(reading.read(request.actor, walk_id, **traces(request)))


@router.post("/canvass/{uuid:walk_id}/marks", url_name="canvass-marks", summary="What was said")
@once
def mark(request: Asking, walk_id: UUID, said: Marks) -> HttpResponse:
    """Note it; the same again changes nothing, and of two walkers the later word stays."""
    marks = [Mark(**each.dict()) for each in said.marks]
    told: dict[str, Any] = {"news": marking.mark(request.actor, walk_id, marks, **traces(request))}
    return JsonResponse(told)
