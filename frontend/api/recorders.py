"""/api/cameras/{id}/recorder and hold: which are recorded, for how long, and what is held."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Moment, Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.recordings import holding, recorders
from registry.recordings.models import Recorder

router = Router(tags=["cameras"])


class Days(Strict):
    """For how long what is recorded is kept."""

    days: Annotated[int, Field(ge=1, le=3650, strict=True)]


class Hold(Strict):
    """Which time is held, and why."""

    begin: Moment
    end: Moment
    reason: Annotated[str, Field(max_length=200), Printable] = ""


@router.get("/cameras/{uuid:camera_id}/recorder", url_name="recorder", summary="Is it recorded?")
def recorder(request: Asking, camera_id: UUID) -> dict[str, Any]:
    """Say whether, for how long, and how it goes."""
    return _told(recorders.of(camera_id))


@router.put("/cameras/{uuid:camera_id}/recorder", url_name="recorder", summary="Record it")
@once
def switch_on(request: Asking, camera_id: UUID, wanted: Days) -> HttpResponse:
    """Switch it on, or keep what it records for other days than before."""
    switched = recorders.switch_on(request.actor, camera_id, wanted.days, **traces(request))
    return JsonResponse(_told(switched))


@router.delete("/cameras/{uuid:camera_id}/recorder", url_name="recorder", summary="Record no more")
def switch_off(request: Asking, camera_id: UUID) -> dict[str, Any]:
    """Switch it off; what was recorded is kept for its days."""
    recorders.switch_off(request.actor, camera_id, **traces(request))
    return _told(recorders.of(camera_id))


@router.put("/cameras/{uuid:camera_id}/hold", url_name="hold", summary="Keep recordings for court")
@once
def hold(request: Asking, camera_id: UUID, wanted: Hold) -> HttpResponse:
    """Keep what was recorded then from being deleted; without a reason, let it go its way."""
    held = holding.hold(
        request.actor, camera_id, wanted.begin, wanted.end, wanted.reason, **traces(request)
    )
    return JsonResponse({"segments": held})


def _told(recorder: Recorder | None) -> dict[str, Any]:
    if recorder is None:
        return {"on": False}
    return {
        "on": recorder.is_on,
        "days": recorder.days,
        "state": recorder.state,
        "reason": recorder.reason,
    }
