"""/api/incidents/{id}/helped and /cleared: what came of a closed call."""

from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router

from frontend.api.receipts import once
from frontend.api.shapes import Strict
from frontend.gate.asking import Asking, traces
from registry.access.facts import Actor
from registry.incidents.models import Incident
from registry.ledger import saying

router = Router(tags=["incidents"])


class Helped(Strict):
    """Whether a camera helped; nothing takes it back."""

    helped: Literal["helped", "no_difference", "misled", ""]


class Cleared(Strict):
    """Whether the case was cleared; null where nobody knows any more."""

    cleared: bool | None


@router.post("/incidents/{uuid:incident_id}/helped", url_name="helped", summary="Did a camera help")
@once
def helped(request: Asking, incident_id: UUID, said: Helped) -> HttpResponse:
    """Note it of a closed call, once; it can be changed for a shift."""
    outcome = saying.say_helped(incident_id, said.helped, by=request.actor, **traces(request))
    return JsonResponse({"helped": outcome.helped})


@router.post("/incidents/{uuid:incident_id}/cleared", url_name="cleared", summary="Was it cleared")
@once
def cleared(request: Asking, incident_id: UUID, said: Cleared) -> HttpResponse:
    """Note it of a closed call, as a records system knows it later."""
    outcome = saying.say_cleared(incident_id, said.cleared, by=request.actor, **traces(request))
    return JsonResponse({"cleared": outcome.cleared})


def outcome(actor: Actor, call: Incident) -> dict[str, Any]:
    """Tell of one call what came of it."""
    told = saying.told(actor, call)
    return {"outcome": asdict(told)} if told else {}
