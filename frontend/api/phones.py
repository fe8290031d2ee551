"""/api/incidents/…/phones: ask a caller for video, see who shares, stop it."""

from typing import Annotated, Any
from uuid import UUID

import segno
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Router
from pydantic import AfterValidator, Field

from frontend.api.etags import unless_known
from frontend.api.receipts import once
from frontend.api.shapes import Strict
from frontend.api.trails import drawn
from frontend.gate.asking import Asking, traces
from registry.incidents.models import Incident
from registry.incidents.refusals import UnknownIncident
from registry.notices.sending import enqueue
from registry.phones import ending, inviting
from registry.phones.models import Invite
from registry.phones.reading import Shown, of_call

router = Router(tags=["phones"])


def _email(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("is no e-mail address") from None
    return address


class Ask(Strict):
    """How the caller gets the link: read out, shown as a code, or by mail as well."""

    email: Annotated[str, Field(max_length=254), AfterValidator(_email)] | None = None


@router.get("/incidents/{uuid:incident_id}/phones", url_name="phones", summary="Callers' phones")
def phones(request: Asking, incident_id: UUID) -> HttpResponse:
    """List the call's invitations, and where those that share are."""
    call = _call(request, incident_id)
    shown = of_call(request.actor, call.occasion())
    return unless_known(request, {"phones": [_told(each) for each in shown]})


# No receipt is kept: the answer holds the link, which is written down nowhere.
@router.post("/incidents/{uuid:incident_id}/phones", url_name="phones", summary="Ask for video")
def ask(request: Asking, incident_id: UUID, wanted: Ask) -> HttpResponse:
    """Make a link that works once."""
    call = _call(request, incident_id)
    with transaction.atomic():
        invited = inviting.invite(
            call.pk, by=request.actor, mailed=bool(wanted.email), **traces(request)
        )
        link = _address(request) + reverse("phone", args=[invited.secret])
        if wanted.email:
            enqueue("phone_link", to=wanted.email, values={"link": link})
    told = _told(Shown(invited.invite))
    code = segno.make(link, error="m").svg_data_uri(scale=4, border=3, light="#fff")
    return JsonResponse(told | {"link": link, "code": code}, status=201)


@router.post(
    "/incidents/{uuid:incident_id}/phones/{uuid:phone_id}/end",
    url_name="phone-end",
    summary="Stop a phone",
)
@once
def end(request: Asking, incident_id: UUID, phone_id: UUID) -> HttpResponse:
    """End a sharing, or take back a link that was not opened."""
    call = _call(request, incident_id)
    ended = ending.end(
        phone_id, Invite.End.DISPATCHER, by=request.actor, incident=call.pk, **traces(request)
    )
    return JsonResponse(_told(Shown(ended)))


def _call(request: Asking, incident_id: UUID) -> Incident:
    call = Incident.open_to(request.actor).filter(pk=incident_id).first()
    if call is None:
        raise UnknownIncident
    return call


def _address(request: Asking) -> str:
    return settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def _told(shown: Shown) -> dict[str, Any]:
    invite, camera = shown.invite, shown.camera
    frame = getattr(camera, "frame", None) if camera else None
    return {
        "id": invite.pk,
        "state": invite.state,
        "made_at": invite.made_at,
        "expires_at": invite.expires_at,
        "ends_at": invite.ends_at,
        "ended_at": invite.ended_at,
        "ended_by": invite.get_ended_by_display(),
        "camera": camera and {
            "id": camera.pk,
            "number": camera.number,
            "name": camera.name,
            "frame": frame and {"state": frame.state, "captured_at": frame.captured_at},
            "accuracy_m": round(camera.position_sd),
            "trail": drawn(camera, shown.trail),
        },
    }  # fmt: skip
