"""/api/cameras/{id}/ptz: turn a camera for a call, keep a hand on it, let it go."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, model_validator

from frontend.api.shapes import LngLat, Position, Strict
from frontend.gate.asking import Asking, traces
from geo.aiming import Turn
from registry.ptz import asking
from registry.ptz.models import Control
from registry.ptz.refusals import MayNotTurn, NotTurnable
from registry.ptz.returning import release
from registry.ptz.turning import WIDTH, Wish, turn

router = Router(tags=["cameras"])

Degrees = Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]
Times = Annotated[float, Field(ge=1, le=1000, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=1, le=500, allow_inf_nan=False)]


class Turning(Strict):
    """Where to: `at` a point, or `pan`, `tilt` and `zoom`, or `preset`; none keeps the hand on."""

    incident: UUID
    at: Position | None = None
    width: Metres = WIDTH
    pan: Degrees | None = None
    tilt: Degrees | None = None
    zoom: Times | None = None
    preset: Literal["home"] | None = None

    @model_validator(mode="after")
    def _says_one(self) -> "Turning":
        way = [self.pan, self.tilt, self.zoom]
        if None in way and way != [None, None, None]:
            raise ValueError("pan, tilt and zoom go together")
        if sum((self.at is not None, self.pan is not None, self.preset is not None)) > 1:
            raise ValueError("say one: at, or pan, tilt and zoom, or preset")
        return self

    def wish(self) -> Wish:
        """Say it as the registry does."""
        way = None
        if self.pan is not None and self.tilt is not None and self.zoom is not None:
            way = (self.pan, self.tilt, self.zoom)
        return Wish(at=self.at, width=self.width, way=way, home=self.preset is not None)


class For(Schema):
    """For which call."""

    incident: UUID


class Reached(For):
    """Which point is to be seen."""

    at: LngLat


@router.get("/ptz", url_name="ptz-reaching", summary="Cameras that can be turned to a point")
def reaching(request: Asking, wanted: Query[Reached]) -> dict[str, Any]:
    """List them, the free ones first; `hindrance` says what is in the way of the others."""
    lng, lat = map(float, wanted.at.split(","))
    found = asking.reaching(request.actor, wanted.incident, (lng, lat))
    return {
        "cameras": [
            {
                "id": each.id,
                "number": each.number,
                "name": each.name,
                "distance_m": round(each.distance, 1),
                "hindrance": each.hindrance,
            }
            for each in found
        ]
    }


@router.get("/cameras/{uuid:camera_id}/ptz", url_name="ptz", summary="How a camera is turned")
def held(request: Asking, camera_id: UUID, reason: Query[For]) -> dict[str, Any]:
    """Answer where it is turned, how far it turns, and whose hand is on it, or why it does not."""
    try:
        found = asking.held(request.actor, camera_id, reason.incident)
    except (NotTurnable, MayNotTurn) as refusal:  # a page asks of whatever it plays: no fault
        return {"hindrance": refusal.detail}
    return _told(found.control, found.now) | {
        "limits": {
            "pan": found.control.head.pan,
            "tilt": found.control.head.tilt,
            "zoom": [1, round(found.control.head.zoom(found.control.hfov_least), 1)],
        },
        "hindrance": "",
        "mine": found.mine,
        "held": found.whose,
        "until": found.until,
    }


@router.post("/cameras/{uuid:camera_id}/ptz", url_name="ptz", summary="Turn a camera")
def turned(request: Asking, camera_id: UUID, wanted: Turning) -> dict[str, Any]:
    """Turn it; the same asked again turns it to the same."""
    done = turn(request.actor, camera_id, wanted.incident, wanted.wish(), **traces(request))
    told = _told(done.control, done.turn) if done.turn else {}
    return told | {"until": done.until}


@router.delete("/cameras/{uuid:camera_id}/ptz", url_name="ptz", summary="Let a camera go")
def let_go(request: Asking, camera_id: UUID) -> HttpResponse:
    """Take one's hand off, if it was there; the camera turns back to where it looks at rest."""
    release(request.actor, camera_id, **traces(request))
    return HttpResponse(status=204)


def _told(control: Control, turn: Turn) -> dict[str, Any]:
    return {
        "pan": round(turn.pan, 1),
        "tilt": round(turn.tilt, 1),
        "zoom": round(control.head.zoom(turn.hfov), 2),
        "azimuth": round(control.head.bearing(turn.pan), 1),
        "hfov": round(turn.hfov, 1),
    }
