"""/api/cameras/…/trail: where a moving camera has been in the last minutes."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from frontend.api.etags import unless_known
from frontend.gate.asking import Asking
from registry.cameras.refusals import UnknownCamera
from registry.cameras.trails import silent, trail
from registry.incidents.refusals import UnknownIncident
from registry.models import Camera, Incident, Pose

router = Router(tags=["cameras"])


class Wanted(Schema):
    """For which call somebody looks, and how far back."""

    incident: UUID | None = None
    minutes: Annotated[int, Field(ge=1, le=60)] = 5


@router.get("/cameras/{uuid:camera_id}/trail", url_name="trail", summary="Where it has been")
def camera_trail(request: Asking, camera_id: UUID, wanted: Query[Wanted]) -> HttpResponse:
    """Answer GeoJSON: the way it came, where it was last, and what it then showed."""
    call = None
    if wanted.incident:
        call = Incident.open_to(request.actor).filter(pk=wanted.incident).first()
        if call is None:
            raise UnknownIncident
    camera = (
        Camera.open_to(request.actor, call.occasion() if call else None)
        .filter(pk=camera_id, form=Camera.Form.MOVING)
        .first()
    )
    if camera is None:
        raise UnknownCamera
    poses = trail(camera, timedelta(minutes=wanted.minutes))
    return unless_known(request, {"type": "FeatureCollection", "features": drawn(camera, poses)})


def drawn(camera: Camera, poses: list[Pose]) -> list[dict[str, Any]]:
    """Draw a trail as GeoJSON features; nothing where the camera never said where it is."""
    if not poses:
        return []
    last = poses[-1]
    facts = {"camera": str(camera.pk), "kind": camera.kind}
    line = {"type": "LineString", "coordinates": [pose.position.coords for pose in poses]}
    point = {"type": "Point", "coordinates": last.position.coords}
    seen = {"at": last.at, "silent": silent(last), "azimuth": last.azimuth, "height_m": last.height}
    told = [_feature(point, facts | {"part": "last", **seen})]
    if len(poses) > 1:
        told.insert(0, _feature(line, facts | {"part": "way"}))
    if last.ground:
        ground = {"type": "Polygon", "coordinates": last.ground.coords}
        told.insert(0, _feature(ground, facts | {"part": "ground"}))
    return told


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
