"""Edge boxes: a code for a new one, how each is, accept its cameras, put it out of service."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from frontend.api.answers import status_of
from frontend.gate.asking import Asking, traces
from frontend.pages.shell import show
from registry.cameras.refusals import InvalidCamera
from registry.edge import accepting, pairing, reading, revoking
from registry.edge.refusals import NoOwner, UnknownBox
from registry.refusals import Fault, Refusal


def boxes(request: Asking) -> HttpResponse:
    """Show the boxes, or do what one of the forms says."""
    if request.method != "POST":
        return _page(request)
    try:
        return _act(request)
    except Refusal as refusal:
        return _page(request, status=status_of(refusal), refusal=refusal)


def _act(request: Asking) -> HttpResponse:
    match request.POST.get("do", ""):
        case "code":
            owner = _owner(request)
            code = pairing.make_code(owner, by=request.actor, **traces(request))
            # shown once: it is kept nowhere
            return _page(request, code=code, chosen=owner)
        case "accept" if request.actor.role == "registrar":
            _accept(request)
        case "revoke":
            box = _id(request, "box")
            if not reading.boxes_of(request.actor).filter(pk=box).exists():
                raise UnknownBox
            revoking.revoke(box, by=request.actor, **traces(request))
        case _:
            raise UnknownBox
    return HttpResponseRedirect(request.path)


def _owner(request: Asking) -> UUID | None:
    owners = reading.owners_for(request.actor)
    if request.actor.role == "registrar":
        owners = owners.filter(pk=_id(request, "owner"))
    owner = owners.first()
    if owner is None:
        raise NoOwner
    return owner.pk


def _accept(request: Asking) -> None:
    registered = request.POST.get("camera")
    accepting.accept(
        _id(request, "held"),
        by=request.actor,
        camera=_id(request, "camera") if registered else None,
        values=None if registered else _place(request),
        **traces(request),
    )


def _place(request: Asking) -> dict[str, Any]:
    """Read where a camera that nobody registered stands and looks."""
    said = {name: request.POST.get(name, "").strip() for name in ("lng", "lat", "azimuth", "hfov")}
    try:
        numbers = {name: float(value) for name, value in said.items() if value}
        position = [numbers.pop("lng"), numbers.pop("lat")]
    except (ValueError, KeyError):
        fault = Fault("position", "Give longitude and latitude as numbers.")
        raise InvalidCamera(errors=[fault]) from None
    return {"position": position, **numbers}


def _id(request: Asking, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise UnknownBox from None


def _page(request: Asking, status: int = 200, **said: Any) -> HttpResponse:
    page = show(
        request,
        "boxes.html",
        shown={
            "boxes": reading.read(request.actor, **traces(request)),
            "owners": reading.owners_for(request.actor),
            "centre": settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/"),
            "registrar": request.actor.role == "registrar",
            # the demo's one box runs here as well, and so its owner's page is here to be seen
            "demo_port": settings.SIMULATED_BOX_PORT if settings.DEMO else None,
            **said,
        },
    )
    page.status_code = status
    return page
