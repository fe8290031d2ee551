"""/api/cameras/{id}/ask and /api/incidents/{id}/panic: what waits for owners, and ends in time."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.access.facts import Actor
from registry.incidents import asking, panicking
from registry.incidents.asked import asked

router = Router(tags=["incidents"])


class Wanted(Strict):
    """For which call an owner is asked."""

    incident: UUID


class Deed(Strict):
    """Let a panic alarm go on, for a reason, or end it."""

    do: Literal["extend", "end"]
    reason: Annotated[str, Field(max_length=500), Printable] = ""


@router.post("/cameras/{uuid:camera_id}/ask", url_name="ask", summary="Ask a camera's owner")
@once
def ask(request: Asking, camera_id: UUID, wanted: Wanted) -> HttpResponse:
    """Mail the owner yes and no; the answer stands in the call."""
    question = asking.ask(wanted.incident, camera_id, by=request.actor, **traces(request))
    return JsonResponse({"until": question.expires_at}, status=201)


@router.post("/incidents/{uuid:incident_id}/panic", url_name="panic", summary="A panic's time")
@once
def panic(request: Asking, incident_id: UUID, deed: Deed) -> HttpResponse:
    """Give it twenty minutes more from now, or none."""
    if deed.do == "extend":
        call = panicking.extend(incident_id, deed.reason, by=request.actor, **traces(request))
    else:
        call = panicking.end(incident_id, by=request.actor, **traces(request))
    return JsonResponse({"until": call.panic_until})


def asks(actor: Actor, incident: UUID) -> dict[str, Any]:
    """Tell of one call how it stands with owners who are asked each time."""
    return {
        "asked": [
            {
                "camera": each.camera,
                "state": each.state,
                "until": each.until,
                "at_box": each.at_box,
            }
            for each in asked(actor, incident)
        ]
    }
