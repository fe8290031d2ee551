"""/api/scenarios: what would change if cameras were put up, turned, raised or taken down."""

import json
from typing import Annotated, Any
from uuid import UUID

import numpy as np
import shapely
import simplejpeg
from django.http import HttpResponse, JsonResponse
from ninja import Query, Router, Schema
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import LngLat, Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.cameras.previewing import get_ready
from registry.coverage.sights import Placed
from registry.models import Camera, Scenario, User, Version
from registry.scenarios import saving, trials
from registry.scenarios.changes import read
from registry.scenarios.folding import fold
from registry.scenarios.preview import cameras_of, preview
from registry.scenarios.showing import picture

router = Router(tags=["scenarios"])
Name = Annotated[str, Field(min_length=1, max_length=200), Printable]
Acts = Annotated[list[dict[str, Any]], Field(max_length=500)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
QUALITY = 82


class Begun(Strict):
    """A scenario to be made."""

    study: UUID
    name: Name


class Saved(Strict):
    """A version of it. `base` is the version it was made from, 0 the study itself."""

    base: Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
    name: Name
    changes: Acts
    aside: bool = False


class Tried(Strict):
    """Acts that nobody has saved."""

    study: UUID
    changes: Acts


class Wanted(Schema):
    """Of which study."""

    study: UUID | None = None


class Of(Schema):
    """Of which study; it has to be finished."""

    study: UUID


class Posed(Schema):
    """A camera on paper; what is left out is as such cameras usually are."""

    at: LngLat
    azimuth: Finite = 0.0
    hfov: Finite = 90.0
    range: Finite = 60.0
    height: Finite = 5.0
    tilt: Finite | None = None
    vfov: Finite | None = None
    roll: Finite = 0.0
    mount: Annotated[str, Field(max_length=8)] = "pole"


@router.get("/scenarios", url_name="scenarios", summary="Scenarios, newest first")
def listed(request: Asking, wanted: Query[Wanted]) -> HttpResponse:
    """Answer them with their versions, which are told without their acts."""
    found = saving.scenarios(wanted.study)[:200]
    return _told({"scenarios": [_scenario(each) for each in found]})


@router.post("/scenarios", url_name="scenarios", summary="Begin a scenario")
@once
def begin(request: Asking, begun: Begun) -> HttpResponse:
    """Make it; it has no version yet."""
    made = saving.make(begun.study, begun.name, by=request.actor, **traces(request))
    return _told(_scenario(saving.scenario_of(made.pk)), status=201)


@router.get("/scenarios/{uuid:scenario_id}", url_name="scenario", summary="One scenario")
def one(request: Asking, scenario_id: UUID) -> HttpResponse:
    """Answer it with its versions."""
    return _told(_scenario(saving.scenario_of(scenario_id)))


@router.delete("/scenarios/{uuid:scenario_id}", url_name="scenario", summary="Put it away")
@once
def delete(request: Asking, scenario_id: UUID) -> HttpResponse:
    """Delete it with all its versions."""
    saving.delete(scenario_id, by=request.actor, **traces(request))
    return HttpResponse(status=204)


@router.post(
    "/scenarios/{uuid:scenario_id}/versions", url_name="scenario-versions", summary="Save it"
)
@once
def save(request: Asking, scenario_id: UUID, saved: Saved) -> HttpResponse:
    """Save a version; 409 tells who was first where its base is not the newest."""
    version = saving.save(scenario_id, **saved.dict(), by=request.actor, **traces(request))
    return _told(_version(saving.version_of(scenario_id, version.number), acts=True), status=201)


@router.get(
    "/scenarios/{uuid:scenario_id}/versions/{int:number}",
    url_name="scenario-version",
    summary="A version",
)
def version(request: Asking, scenario_id: UUID, number: int) -> HttpResponse:
    """Answer its acts and what they would change."""
    return _told(_version(saving.version_of(scenario_id, number), acts=True))


@router.post("/scenarios/preview", url_name="scenario-preview", summary="Try it out")
def attempt(request: Asking, tried: Tried) -> HttpResponse:
    """Answer the difference, the fields of view, and a key to tiles for the asker alone."""
    study = saving.study_of(tried.study)
    found = preview(study, read(tried.changes))
    key = trials.keep(found.changed, by=request.actor)
    return _told(
        {
            "key": str(key),
            "deltas": found.numbers,
            "fields_of_view": {name: _json(shape) for name, shape in found.views.items()},
        }
    )


@router.get("/scenarios/cameras", url_name="scenario-cameras", summary="Whom it can be done to")
def cameras(request: Asking, of: Query[Of]) -> HttpResponse:
    """Answer the agencies' cameras that range into a study's area, as they were then."""
    get_ready()  # who lists the cameras will soon try one out
    placed = cameras_of(saving.study_of(of.study))
    called = Camera.open_to(request.actor).in_bulk([each.id for each in placed.values()])
    return _told({"cameras": [_camera(each, called.get(each.id)) for each in placed.values()]})


@router.get("/scenarios/still", url_name="scenario-still", summary="What would it see")
def still(request: Asking, posed: Query[Posed]) -> HttpResponse:
    """Answer a picture of 320 by 180, rendered from the houses that stand there."""
    values = posed.dict(exclude={"at"}, exclude_none=True)
    values["position"] = [float(part) for part in posed.at.split(",")]
    act = {"op": "add", "camera": "new-1", "values": values}
    pixels = picture(fold({}, read([act])).after["new-1"].sight)
    body = simplejpeg.encode_jpeg(np.ascontiguousarray(pixels), quality=QUALITY)
    return HttpResponse(body, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


def _scenario(scenario: Scenario) -> dict[str, Any]:
    return {
        "id": str(scenario.pk),
        "name": scenario.name,
        "study": str(scenario.study_id),
        "author": _called(scenario.author),
        "made_at": scenario.made_at,
        "versions": [_version(each) for each in scenario.versions.all()],
    }


def _version(version: Version, *, acts: bool = False) -> dict[str, Any]:
    told = {
        "number": version.number,
        "name": version.name,
        "base": version.base,
        "author": _called(version.author),
        "at": version.at,
        "deltas": version.numbers,
    }
    return told | {"changes": version.changes} if acts else told


def _camera(placed: Placed, camera: Camera | None) -> dict[str, Any]:
    sight = placed.sight
    return {
        "id": str(placed.id),
        "number": camera and camera.number,
        "name": camera.name if camera else "Not kept any more",
        "position": [sight.lng, sight.lat],
        "azimuth": sight.azimuth,
        "hfov": sight.hfov,
        "range": sight.range,
        "height": sight.height,
        "tilt": sight.tilt,
        "vfov": sight.vfov,
        "roll": sight.roll,
        "mount": sight.mount,
        "width_px": placed.width_px,
    }


def _called(user: User) -> str:
    return user.get_full_name() or user.get_username()


def _json(shape: shapely.Geometry | None) -> Any:
    return None if shape is None else json.loads(shapely.to_geojson(shape))


def _told(what: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(what, status=status, headers={"Cache-Control": "no-store"})
