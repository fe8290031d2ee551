"""/api/places/search and /api/purposes: what people pick from."""

import re
from typing import Annotated, Any

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from frontend.api.shapes import Printable
from frontend.gate.asking import Asking, traces
from registry.cameras.listing import listed
from registry.incidents import purposes
from registry.models import Camera
from tiles.searching import places_named

router = Router(tags=["places"])
_WORD = re.compile(r"\w+")


def _with_words(text: str) -> str:
    if not _WORD.search(text):
        raise ValueError("holds no word")
    return text


class Search(Schema):
    """What somebody typed."""

    q: Annotated[str, Field(min_length=1, max_length=100), Printable, AfterValidator(_with_words)]
    limit: Annotated[int, Field(ge=1, le=50)] = 10


@router.get("/places/search", url_name="places-search", summary="Find a place or a camera")
def search(request: Asking, asked: Query[Search]) -> HttpResponse:
    """Answer addresses, streets, landmarks, districts and camera numbers as GeoJSON points."""
    words = _WORD.findall(asked.q)
    features = [*_cameras(request, words), *places_named(words, limit=asked.limit)]
    return JsonResponse({"type": "FeatureCollection", "features": features[: asked.limit]})


@router.get("/purposes", url_name="purposes", summary="The adopted list of purposes")
def adopted_purposes(request: Asking) -> HttpResponse:
    """Answer the list, its version and what cameras are never used for."""
    listed = [purpose._asdict() for purpose in purposes.PURPOSES]
    return JsonResponse(
        {"version": purposes.VERSION, "purposes": listed, "prohibited": purposes.PROHIBITED}
    )


def _cameras(request: Asking, words: list[str]) -> list[dict[str, Any]]:
    """Find the camera whose number somebody heard on the radio, if they may know of it."""
    if len(words) != 1 or not re.fullmatch(r"[0-9]{1,9}", words[0]):
        return []
    found = list(Camera.open_to(request.actor).filter(number=int(words[0])))
    listed(found, by=request.actor, **traces(request))
    return [
        {
            "type": "Feature",
            "id": str(camera.id),
            "geometry": {"type": "Point", "coordinates": list(camera.position.coords)},
            "properties": {"name": camera.name, "kind": "camera", "number": camera.number},
        }
        for camera in found
    ]
