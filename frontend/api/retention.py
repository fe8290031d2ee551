"""/api/retention: for how many days the centre keeps what it records."""

from typing import Annotated

from django.http import HttpResponse, JsonResponse
from ninja import Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Strict
from frontend.gate.asking import Asking, traces
from registry.recordings import ruling

router = Router(tags=["centre"])


class Rule(Strict):
    """What is kept for how many days."""

    recordings: Annotated[int, Field(ge=1, le=3650, strict=True)]


@router.get("/retention", url_name="retention", summary="How long things are kept")
def retention(request: Asking) -> dict[str, int]:
    """Say the rules."""
    return {"recordings": ruling.days()}


@router.put("/retention", url_name="retention", summary="Keep things longer or shorter")
@once
def rule(request: Asking, wanted: Rule) -> HttpResponse:
    """Change the rules."""
    ruling.rule(request.actor, wanted.recordings, **traces(request))
    return JsonResponse({"recordings": ruling.days()})
