"""/api/register: what the registration's map asks; it tells a stranger nothing of other cameras."""

import json
from datetime import timedelta
from typing import Annotated, Any

import shapely
from django.contrib.gis.geos import Point
from django.http import HttpResponse, JsonResponse
from ninja import Query, Router, Schema
from pydantic import Field

from frontend.api.shapes import LngLat, Position, Printable, Strict
from frontend.gate import proof
from frontend.gate.asking import Asking
from registry.accounts.limiting import limit
from registry.cameras.presets import LIMITS, PRESETS
from registry.cameras.previewing import Described, buildings_near, get_ready, preview
from registry.cameras.refusals import InvalidCamera
from registry.places import addresses
from registry.places.anchors import anchor_of
from registry.refusals import Fault

router = Router(tags=["registration"])
A_MINUTE = timedelta(minutes=1)
OFTEN, RARELY = 300, 60  # a minute and client: what follows a dragged pin, and what does not


class Sought(Schema):
    """What somebody typed, or where they are."""

    q: Annotated[str, Field(min_length=1, max_length=100), Printable] | None = None
    at: LngLat | None = None
    limit: Annotated[int, Field(ge=1, le=20)] = 8


class Here(Schema):
    """Where somebody looks."""

    at: LngLat


Maybe = Annotated[float, Field(allow_inf_nan=False)] | None


class Look(Strict):
    """A camera that nobody has registered yet."""

    position: Position
    preset: Annotated[str, Field(max_length=20)] = "unknown"
    azimuth: Maybe = None
    hfov: Maybe = None
    range: Maybe = None
    height: Maybe = None
    indoor: bool = False


@router.get("/register/addresses", url_name="register-addresses", summary="Find an address")
def find(request: Asking, sought: Query[Sought]) -> HttpResponse:
    """Answer the addresses called so, or those around, as GeoJSON points."""
    get_ready()  # who looks for an address will look for a view
    limit("addresses", request.client, most=OFTEN, per=A_MINUTE)
    if sought.at:
        found = addresses.near(_point(sought.at), most=sought.limit)
    else:
        found = addresses.named(sought.q or "", most=sought.limit)
    return JsonResponse({"type": "FeatureCollection", "features": [_door(each) for each in found]})


@router.get("/register/buildings", url_name="register-buildings", summary="Houses around a place")
def buildings(request: Asking, here: Query[Here]) -> HttpResponse:
    """Answer the footprints around as GeoJSON."""
    limit("buildings", request.client, most=RARELY, per=A_MINUTE)
    shapes = buildings_near(*_point(here.at).coords)
    features = [{"type": "Feature", "properties": {}, "geometry": _json(each)} for each in shapes]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@router.post("/register/preview", url_name="register-preview", summary="What a camera would see")
def see(request: Asking, look: Look) -> HttpResponse:
    """Answer where it would hang, and its field of view with walls and without."""
    limit("preview", request.client, most=OFTEN, per=A_MINUTE)
    described = Described(**_within(look))
    seen = preview(described)
    sight = described.sight()
    return JsonResponse(
        {
            "in_bounds": seen.in_bounds,
            "position": [seen.lng, seen.lat],
            "moved_m": round(seen.moved_m, 2),
            "indoors": seen.indoors,
            "azimuth": sight.azimuth,
            "hfov": sight.hfov,
            "range": sight.range,
            "sees": _json(seen.sees),
            "reach": _json(seen.reach),
            "wedge": _json(seen.wedge),
        }
    )


@router.get("/register/public-preview", url_name="register-public", summary="Its public place")
def shown(request: Asking, here: Query[Here]) -> HttpResponse:
    """Answer the street anchor a camera there would be counted at, if there is one."""
    limit("public preview", request.client, most=RARELY, per=A_MINUTE)
    anchor = anchor_of(_point(here.at))
    return JsonResponse({"anchor": anchor and list(anchor.coords)})


@router.get("/register/challenge", url_name="register-challenge", summary="A task for the machine")
def challenge(request: Asking) -> HttpResponse:
    """Answer a task; whoever sends its solution along is no robot in a hurry."""
    limit("challenge", request.client, most=RARELY, per=A_MINUTE)
    response = JsonResponse(proof.challenge())
    response.headers["Cache-Control"] = "no-store"
    return response


def _within(look: Look) -> dict[str, Any]:
    """Give what was said. Raises InvalidCamera."""
    said = look.dict()
    faults = [
        Fault(name, f"It lies between {least:g} and {most:g}.")
        for name, (least, most) in LIMITS.items()
        if said[name] is not None and not least <= said[name] <= most
    ]
    if look.preset not in PRESETS:
        faults.append(Fault("preset", f"It is one of {', '.join(PRESETS)}."))
    if faults:
        raise InvalidCamera(errors=faults)
    return said


def _point(lnglat: str) -> Point:
    lng, lat = map(float, lnglat.split(","))
    return Point(lng, lat, srid=4326)


def _door(door: addresses.Door) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": door.id,
        "geometry": {"type": "Point", "coordinates": [door.lng, door.lat]},
        "properties": {"name": door.name, "distance_m": round(door.metres, 1)},
    }


def _json(shape: shapely.Geometry | None) -> Any:
    return None if shape is None else json.loads(shapely.to_geojson(shape))
