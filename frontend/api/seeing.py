"""GET /api/cameras/seeing: which cameras see this point, how well, and may I look?"""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from frontend.api.shapes import LngLat, Moment, Radius
from frontend.gate.asking import Asking, traces
from tiles.around import Click, seeing

router = Router(tags=["cameras"])
GEOJSON = "application/geo+json"


class Question(Schema):
    """A point and how far round it to look."""

    at: LngLat
    radius: Radius = 150
    incident: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 16
    time: Moment | None = None
    fov: bool = False


@router.get("/cameras/seeing", url_name="seeing", summary="Cameras that see a point, ranked")
def cameras_seeing(request: Asking, question: Query[Question]) -> HttpResponse:
    """Answer a GeoJSON FeatureCollection; `explanation` where no camera sees the point."""
    answer = seeing(request.actor, click(question), **traces(request))
    return HttpResponse(answer, content_type=GEOJSON)


def click(question: Question) -> Click:
    """Read what was asked."""
    lng, lat = map(float, question.at.split(","))
    return Click(
        lng=lng,
        lat=lat,
        radius=question.radius,
        incident=question.incident,
        limit=question.limit,
        at_time=question.time,
        with_fov=question.fov,
    )
