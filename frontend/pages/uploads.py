"""Files on their way in, in the manner of tus 1.0: announced, gone on with, receipted."""

import base64
import binascii
import math
import time
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse

from frontend.api.answers import refused
from frontend.gate.asking import Asking
from frontend.gate.problems import problem
from registry.evidence import uploading
from registry.evidence.models import Upload
from registry.evidence.refusals import BadUpload, TooLarge
from registry.incidents.models import Incident
from registry.incidents.refusals import UnknownIncident
from registry.refusals import Refusal

PIECE = 64 << 20  # bytes one request may bring
READ = 1 << 20
DEADLINE = 120.0  # seconds a piece may take; what came until then is kept
KIND = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0", "Tus-Extension": "creation,termination"}
# Half of a process's threads: however slow the lines are, the other half answers clicks.
_places = BoundedSemaphore(4)

Begin = Callable[..., Upload]


def uploads(request: Asking) -> HttpResponse:
    """Announce a file for a call this reader may read."""
    if request.method != "POST":
        return problem(request, 405)
    try:
        call = _call(request)
    except Refusal as refusal:
        return refused(request, refusal)
    return announce(request, uploading.begin, "incident", call.pk, **given_by(request))


def announce(
    request: HttpRequest, begin: Begin, about_type: str, about_id: UUID, **facts: Any
) -> HttpResponse:
    """Begin an upload as its headers say; the answer names it and gives its key, once."""
    try:
        upload = begin(about_type, about_id, **_described(request), **facts)
    except Refusal as refusal:
        return refused(request, refusal)
    headers = {
        "Location": reverse("upload", args=[upload.pk]),
        "Upload-Key": upload.key,
        "Upload-Offset": "0",
        "Upload-Expires": upload.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "Cache-Control": "no-store",
    }
    return HttpResponse(status=201, headers=TUS | headers)


def sent(
    request: HttpRequest, begin: Begin, about_type: str, about_id: UUID, **facts: Any
) -> list[Upload]:
    """Take the files of a plain form, whole, from a browser without script. Raises as begin."""
    device, clock = request.POST.get("device", ""), _clock(request)
    taken = []
    for file in request.FILES.getlist("file"):
        if (file.size or 0) > PIECE:
            raise TooLarge(f"Without JavaScript a file is at most {PIECE >> 20} MB.")
        described = {"name": file.name, "size": file.size, "device": device, "clock_offset": clock}
        upload = begin(about_type, about_id, **described, **facts)
        if file.size:
            uploading.take(upload, 0, file.size, file.chunks(READ))
        upload.refresh_from_db()
        taken.append(upload)
    return taken


def given_by(request: Asking) -> dict[str, Any]:
    """Name whoever uploads in a session."""
    actor = request.actor
    return {
        "giver": actor.name,
        "user": actor.user_id,
        "keeper": actor.user_id,
        "agency": actor.agency_id,
    }


def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say how much is here, take more, or give it up: by the key that was handed out."""
    try:
        found = uploading.find(upload_id, request.headers.get("Upload-Key", ""))
        match request.method:
            case "GET":
                return receipt(found)
            case "HEAD":
                return _at(uploading.reached(found), found, 200)
            case "PATCH":
                return _take(request, found)
            case "DELETE":
                uploading.drop(found)
                return HttpResponse(status=204, headers=TUS)
    except Refusal as refusal:
        return refused(request, refusal)
    return problem(request, 405)


def receipt(found: Upload) -> JsonResponse:
    """Say what came of it; the hash is the receipt."""
    item = found.item
    said = {
        "name": found.name,
        "size": found.size,
        "offset": uploading.reached(found),
        "state": found.state,
        "sha256": item.sha256 if item else None,
        "again": found.again,
        "received_at": item.received_at if item else None,
    }
    return JsonResponse(said, headers=TUS | {"Cache-Control": "no-store"})


def _take(request: HttpRequest, found: Upload) -> HttpResponse:
    if request.content_type != KIND:
        return problem(request, 415, "", f"Send {KIND}.")
    try:
        offset = int(request.headers["Upload-Offset"])
        length = int(request.headers["Content-Length"])
    except (KeyError, ValueError):
        return problem(request, 400, "", "Say Upload-Offset and Content-Length in bytes.")
    if length > PIECE:
        return problem(request, 413, "", f"A piece is at most {PIECE >> 20} MB.")
    if not _places.acquire(blocking=False):
        busy = problem(request, 503, "Busy", "Several files are coming in; this one is next.")
        busy.headers["Retry-After"] = "1"
        return busy
    try:
        here = uploading.take(found, offset, length, _pieces(request, length))
    finally:
        _places.release()
    return _at(here, found, 204)


def _pieces(request: HttpRequest, length: int) -> Iterator[bytes]:
    """Read a body as it comes, until it ends, breaks or takes too long."""
    until = time.monotonic() + DEADLINE
    while length > 0 and time.monotonic() < until:
        try:
            piece = request.read(min(READ, length))
        except UnreadablePostError:
            return
        if not piece:
            return
        length -= len(piece)
        yield piece


def _at(here: int, found: Upload, status: int) -> HttpResponse:
    sizes = {"Upload-Offset": str(here), "Upload-Length": str(found.size)}
    return HttpResponse(status=status, headers=TUS | sizes | {"Cache-Control": "no-store"})


def _described(request: HttpRequest) -> dict[str, Any]:
    """Read what is said of a file. Raises BadUpload."""
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    try:
        size = int(request.headers.get("Upload-Length", ""))
    except ValueError:
        raise BadUpload("Say the file's Upload-Length in bytes.") from None
    return {
        "name": said.get("filename", ""),
        "size": size,
        "device": said.get("device", ""),
        "clock_offset": seconds(said.get("clock_offset", "")),
    }


def seconds(said: str) -> float | None:
    """Read how far ahead a clock was; what is no number was not said."""
    try:
        ahead = float(said)
    except ValueError:
        return None
    return ahead if math.isfinite(ahead) else None


def _clock(request: HttpRequest) -> float | None:
    """Read a plain form's answer to what the recorder's clock showed."""
    sign = {"right": 0, "ahead": 1, "behind": -1}.get(request.POST.get("clock", ""))
    if sign is None:
        return None
    units = {"clock_hours": 3600, "clock_minutes": 60, "clock_seconds": 1}
    return sign * sum(
        (seconds(request.POST.get(name, "")) or 0.0) * unit for name, unit in units.items()
    )


def _metadata(header: str) -> dict[str, str]:
    """Read tus's pairs of a name and a value in base64. Raises BadUpload."""
    said = {}
    for pair in filter(None, (each.strip() for each in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            said[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise BadUpload("Upload-Metadata cannot be read.") from None
    return said


def _call(request: Asking) -> Incident:
    try:
        call = UUID(request.GET.get("incident", ""))
    except ValueError:
        raise UnknownIncident from None
    found = Incident.open_to(request.actor).filter(pk=call).first()
    if found is None:
        raise UnknownIncident
    return found
