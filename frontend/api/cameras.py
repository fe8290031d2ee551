"""/api/cameras: what a reader may know of each, and what the registrar and machines say of them."""

from typing import Annotated, Any
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from frontend.api.etags import unless_known
from frontend.api.receipts import once
from frontend.api.shapes import Moment, Position, Strict
from frontend.gate.asking import Asking, traces
from registry.access.facts import Occasion
from registry.audit.recording import record
from registry.cameras.editing import save_camera
from registry.cameras.listing import listed
from registry.cameras.posing import report_pose
from registry.incidents.refusals import UnknownIncident
from registry.models import Camera, Incident

router = Router(tags=["cameras"])

Word = Annotated[str, Field(max_length=200)]
Number = Annotated[float, Field(allow_inf_nan=False)]


def _bbox(text: str) -> str:
    """Insist on west,south,east,north in degrees."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise ValueError("write west,south,east,north in degrees") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("west,south lies south-west of east,north, all on the earth")
    return text


class Wanted(Schema):
    """Which cameras."""

    bbox: Annotated[str, Field(max_length=160), AfterValidator(_bbox)] | None = None
    number: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = None
    after: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = None
    incident: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class For(Schema):
    """For what reason somebody asks."""

    incident: UUID | None = None


class Facts(Strict):
    """What may be said of a camera; what is left out stays as it is known."""

    name: Word = ""
    ref: Word = ""
    kind: Word = ""
    form: Word = ""
    level: Annotated[int, Field(strict=True)] = 0
    status: Word = ""
    mount: Word = ""
    owner: UUID | None = None
    indoor: bool = False
    retention_days: int | None = None
    position: Position | None = None
    position_sd: Number = 0
    height: Number = 0
    azimuth: Number | None = None
    azimuth_sd: Number = 0
    tilt: Number | None = None
    roll: Number = 0
    hfov: Number = 0
    vfov: Number | None = None
    range: Number = 0
    width_px: int = 0
    reach_hfov: Number | None = None
    reach_azimuth: Number | None = None
    fov_source: Word = ""


class Pose(Strict):
    """Where a moving camera is, by its own clock."""

    at: Moment
    position: Position
    height: Number | None = None
    azimuth: Number | None = None
    tilt: Number | None = None
    roll: Number | None = None
    hfov: Number | None = None


@router.get("/cameras", url_name="cameras", summary="Cameras this reader may know of, by number")
def cameras(request: Asking, wanted: Query[Wanted]) -> HttpResponse:
    """Answer a GeoJSON FeatureCollection; ask on with `after`, the last number told."""
    found = _open_to(request, wanted.incident).order_by("number")
    if wanted.number is not None:
        found = found.filter(number=wanted.number)
    if wanted.after is not None:
        found = found.filter(number__gt=wanted.after)
    if wanted.bbox:
        west, south, east, north = map(float, wanted.bbox.split(","))
        found = found.filter(position__bboverlaps=Polygon.from_bbox((west, south, east, north)))
    told = list(found[: wanted.limit])
    listed(told, by=request.actor, incident=wanted.incident, **traces(request))
    features = [feature(camera) for camera in told]
    following = features[-1]["properties"]["number"] if len(features) == wanted.limit else None
    return unless_known(
        request, {"type": "FeatureCollection", "features": features, "next": following}
    )


@router.post("/cameras", url_name="cameras", summary="Enter a camera")
@once
def enter(request: Asking, facts: Facts) -> HttpResponse:
    """Enter it; its field of view is drawn soon after."""
    camera = save_camera(request.actor, facts.dict(exclude_unset=True), **traces(request))
    return JsonResponse(_own_words(request, camera), status=201)


@router.get("/cameras/{uuid:camera_id}", url_name="camera", summary="One camera")
def camera(request: Asking, camera_id: UUID, reason: Query[For]) -> HttpResponse:
    """Answer what this reader may know of it, for this incident."""
    found = _found(request, camera_id, reason.incident)
    if found.level > 0:
        with transaction.atomic():
            record(
                request.actor,
                "camera_read",
                "camera",
                found.id,
                incident=reason.incident,
                **traces(request),
            )
    return JsonResponse(feature(found, detailed=True))


@router.patch("/cameras/{uuid:camera_id}", url_name="camera", summary="Change a camera")
@once
def change(request: Asking, camera_id: UUID, facts: Facts) -> HttpResponse:
    """Change the named fields."""
    found = _found(request, camera_id, None)
    changed = save_camera(request.actor, facts.dict(exclude_unset=True), found, **traces(request))
    return JsonResponse(_own_words(request, changed))


@router.post("/cameras/{uuid:camera_id}/pose", url_name="pose", summary="Where a camera is now")
@once
def pose(request: Asking, camera_id: UUID, pose: Pose) -> HttpResponse:
    """Move it; what it sees moves along. A pose older than the last is kept in the trail alone."""
    said = pose.dict(exclude_unset=True, exclude={"at", "position"})
    word = report_pose(
        camera_id, pose.at, *pose.position, said, by=request.actor, **traces(request)
    )
    return JsonResponse({"outcome": word})


def feature(camera: Camera, *, detailed: bool = False) -> dict[str, Any]:
    """Write a camera as GeoJSON, with the access this reader was found to have."""
    access = camera.access  # type: ignore[attr-defined]  # annotated by open_to
    place = list(camera.position.coords) if access["place"] else None
    frame = getattr(camera, "frame", None)
    shown = access["state"] in ("open", "live_ok")
    told = {name: getattr(camera, name) for name in (*TOLD, *(DETAILED if detailed else ()))}
    told |= {
        "id": str(camera.id),
        "owner_kind": camera.owner.kind,
        "opened": camera.level,
        "access": access["state"],
        "access_reason": access["reason"],
        "frame": frame
        and {
            "captured_at": frame.captured_at,
            "state": frame.state,
            "url": f"/thumbnails/{camera.id}.jpg" if shown else None,
        },
    }
    return {
        "type": "Feature",
        "id": str(camera.id),
        "geometry": place and {"type": "Point", "coordinates": place},
        "properties": told,
    }


TOLD = ("number", "name", "kind", "form", "status", "azimuth", "hfov", "verified_at")
DETAILED = (
    "ref", "mount", "indoor", "position_sd", "height", "azimuth_sd", "tilt", "roll", "vfov",
    "range", "width_px", "reach_hfov", "reach_azimuth", "fov_source", "retention_days",
    "snapped_by", "stands_indoors", "placed_at",
)  # fmt: skip


def _open_to(request: Asking, incident_id: UUID | None) -> QuerySet[Camera]:
    found = Camera.open_to(request.actor, _occasion(request, incident_id))
    return found.select_related("owner", "frame")


def _found(request: Asking, camera_id: UUID, incident_id: UUID | None) -> Camera:
    found = _open_to(request, incident_id).filter(pk=camera_id).first()
    if found is None:
        raise Http404
    return found


def _occasion(request: Asking, incident_id: UUID | None) -> Occasion | None:
    if incident_id is None:
        return None
    call = Incident.open_to(request.actor).filter(pk=incident_id).first()
    if call is None:
        raise UnknownIncident
    return call.occasion()


def _own_words(request: Asking, camera: Camera) -> dict[str, Any]:
    """Tell whoever wrote it what was written; a machine that may not read gets the id alone."""
    found = _open_to(request, None).filter(pk=camera.pk).first()
    return feature(found, detailed=True) if found else {"type": "Feature", "id": str(camera.pk)}
