"""PUT /api/cameras/{id}/control: where a camera is told to turn, and what its head can do."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Bearing, Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.ptz.models import Control
from registry.ptz.registering import Facts, enter

router = Router(tags=["cameras"])

Token = Annotated[str, Field(max_length=64), Printable]
Angle = Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]
TOLD = (
    "url", "profile", "azimuth", "pan_least", "pan_most", "tilt_least", "tilt_most",
    "hfov_least", "hfov_most", "home_preset", "home_pan", "home_tilt", "home_hfov",
)  # fmt: skip


class ControlFacts(Strict):
    """What may be said of a control; what is left out stays. Degrees as in a camera's turn.

    With the address of any of its ONVIF services and no profile, the camera says which turns it.
    """

    url: Annotated[str, Field(max_length=500), Printable] = ""
    credential: Annotated[str, Field(max_length=200, description="user:password; write only")] = ""
    profile: Token = ""
    azimuth: Bearing = 0
    pan_least: Angle = 0
    pan_most: Angle = 0
    tilt_least: Angle = 0
    tilt_most: Angle = 0
    hfov_least: Angle = 0
    hfov_most: Angle = 0
    home_preset: Token = ""
    home_pan: Angle = 0
    home_tilt: Angle = 0
    home_hfov: Angle = 0


@router.put("/cameras/{uuid:camera_id}/control", url_name="control", summary="How it is turned")
@once
def control(request: Asking, camera_id: UUID, facts: ControlFacts) -> HttpResponse:
    """Enter or change it; nobody is ever told the password."""
    said = facts.dict(exclude_unset=True)
    credential = said.pop("credential", None)
    entered = enter(
        request.actor, camera_id, Facts(values=said, credential=credential), **traces(request)
    )
    return JsonResponse(_told(entered))


def _told(control: Control) -> dict[str, Any]:
    return {name: getattr(control, name) for name in TOLD}
