"""GET /api/cameras/seeing: which cameras see this point, how well, and may I look?"""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from frontend.api.shapes import Moment, Radius
from frontend.gate.asking import Asking, traces
from tiles.around import Click, seeing

router = Router(tags=["cameras"])
GEOJSON = "application/geo+json"


def _lnglat(text: str) -> str:
    """Insist on two numbers on the earth; NaN compares false and so is refused too."""
    try:
        lng, lat = map(float, text.split(","))
    except ValueError:
        raise ValueError("write lng,lat in degrees") from None
    if not (abs(lng) <= 180 and abs(lat) <= 90):
        raise ValueError("lng lies in -180..180 and lat in -90..90")
    return text


class Question(Schema):
    """A point and how far round it to look."""

    at: Annotated[
        str,
        Field(max_length=80, examples=["-84.5,38.04"], description="lng,lat in degrees"),
        AfterValidator(_lnglat),
    ]
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
