"""One camera of an owner: who looked and why, who may, what is known of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from frontend.api.answers import status_of
from frontend.gate.asking import Asking
from frontend.pages import owner_words as words
from frontend.pages.open import show_open
from frontend.pages.owner_asking import asked, camera_of
from registry.audit.recording import record
from registry.models import Agency, Camera
from registry.ownership import (
    changing,
    disputing,
    listing,
    looks,
    proving,
    retiring,
    sharing,
)
from registry.ownership.picturing import picture
from registry.ownership.refusals import NoSuchLook, NotShared, UnfitWords
from registry.refusals import Fault, Refusal


class Facts(forms.Form):
    """What an owner may say of a camera."""

    name = forms.CharField(label=_("Name"), max_length=200)
    retention_days = forms.IntegerField(
        label=_("Days its recordings are kept"), required=False, min_value=0, max_value=3650
    )
    azimuth = forms.FloatField(
        label=_("Looks to, degrees from north"), required=False, min_value=0, max_value=360
    )
    hfov = forms.FloatField(label=_("Opening, degrees"), min_value=1, max_value=360)
    range = forms.FloatField(label=_("Sees as far as, metres"), min_value=1, max_value=5000)
    lng = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), min_value=-85, max_value=85)

    def facts(self) -> dict[str, Any]:
        """Give them as the registry names them."""
        said = dict(self.cleaned_data)
        return {**said, "position": [said.pop("lng"), said.pop("lat")]}


def owner_camera(request: Asking, camera_id: UUID) -> HttpResponse:
    """Show it, or do what one of the forms says."""
    camera = camera_of(request, camera_id)
    if request.method != "POST":
        return _page(request, camera)
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        return _page(request, camera, 422)
    try:
        return deed(request, camera)
    except Refusal as refusal:
        return _page(request, camera, status_of(refusal), refusal=refusal)


def _change(request: Asking, camera: Camera) -> HttpResponse:
    form = Facts(request.POST)
    if not form.is_valid():
        return _page(request, camera, 422, form=form)
    changing.change(camera, form.facts(), by=request.actor, **asked(request))
    return _back(camera)


def _share(request: Asking, camera: Camera) -> HttpResponse:
    agency, like = _id(request, "agency"), _id(request, "like")
    if agency is None or like is None:
        raise NotShared
    sharing.share(camera, agency, like=like, by=request.actor, **asked(request))
    return _back(camera)


def _take_back(request: Asking, camera: Camera) -> HttpResponse:
    agency = _id(request, "agency")
    done = sharing.take_back(camera, agency, by=request.actor, **asked(request))
    return _back(camera, f"?since={done.at.timestamp()}#test")


def _test(request: Asking, camera: Camera) -> HttpResponse:
    with transaction.atomic():
        record(request.actor, "access_tested", "camera", camera.pk, **asked(request))
    return _page(request, camera, tested=True)


def _dispute(request: Asking, camera: Camera) -> HttpResponse:
    try:
        entry = int(request.POST.get("entry", ""))
    except ValueError:
        raise NoSuchLook from None
    said = request.POST.get("words", "")
    disputing.dispute(camera, entry, said, by=request.actor, **asked(request))
    return HttpResponseRedirect(reverse("owner") + "#objections")


def _public(request: Asking, camera: Camera) -> HttpResponse:
    deed = listing.unlist if camera.public_at else listing.list_publicly
    deed(camera, language=get_language() or "en", by=request.actor, **asked(request))
    return _back(camera, "#public")


def _retire(request: Asking, camera: Camera) -> HttpResponse:
    if not request.POST.get("sure"):
        raise UnfitWords(errors=[Fault("sure", str(_("Tick the box to confirm.")))])
    retiring.retire(camera, by=request.actor, **asked(request))
    return HttpResponseRedirect(reverse("owner"))


DEEDS: dict[str, Callable[[Asking, Camera], HttpResponse]] = {
    "change": _change,
    "share": _share,
    "take_back": _take_back,
    "test": _test,
    "dispute": _dispute,
    "public": _public,
    "retire": _retire,
}


def _back(camera: Camera, rest: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("owner-camera", args=[camera.pk]) + rest)


def _id(request: Asking, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def _page(
    request: Asking,
    camera: Camera,
    status: int = 200,
    *,
    form: Facts | None = None,
    refusal: Refusal | None = None,
    tested: bool = False,
) -> HttpResponse:
    with transaction.atomic():
        record(request.actor, "looks_read", "camera", camera.pk, **asked(request))
    since, before = _moment(request, "since"), _moment(request, "before")
    timeline = looks.of(camera, before=before)
    cut = proving.cut_since(camera, since) if since else None
    shown = {
        "camera": camera,
        "state": words.STATES[camera.status],
        "picture": picture(camera),
        "looks": [_look(look) for look in timeline.looks],
        "withheld": timeline.withheld,
        "older": timeline.older.timestamp() if timeline.older else None,
        "agencies": _agencies(camera),
        "others": Agency.objects.exclude(grant__in=sharing.standing(camera)).order_by("name"),
        "running": proving.running(camera),
        "verdicts": _verdicts(camera) if tested or since else [],
        "cut": cut,
        "form": form or _facts(camera),
        "held": retiring.held(camera),
        "refusal": refusal,
    }
    page = show_open(request, "owner/camera.html", shown=shown, status=status)
    if cut and cut.running:
        # until the last look has ended, script or no script; an address with a # is not asked again
        page.headers["Refresh"] = f"2; url={request.get_full_path()}"
    return page


def _look(look: looks.Look) -> dict[str, object]:
    at, since = words.moment(look.at), words.moment(look.since)
    return {
        "entry": look.entry,
        "at": at,
        "since": since if since != at else "",
        "what": words.what(look),
        "who": words.who(look),
        "number": look.number,
        "purpose": look.purpose_name,
        "refused": look.kind == "refused",
        "reason": look.reason,
    }


def _agencies(camera: Camera) -> list[dict[str, object]]:
    """Put together what each agency may do, now and after a pause."""
    by_agency: dict[UUID, dict[str, Any]] = {}
    for grant in sharing.standing(camera):
        one = by_agency.setdefault(grant.agency_id, {"agency": grant.agency, "says": []})
        one["says"].append(words.conditions(grant))
    return list(by_agency.values())


def _verdicts(camera: Camera) -> list[dict[str, object]]:
    return [
        {
            "agency": each.agency,
            "use": words.CAPABILITIES[each.capability],
            "open": each.open,
            "reason": each.reason,
        }
        for each in proving.verdicts(camera)
    ]


def _facts(camera: Camera) -> Facts:
    place = camera.surveyed_position
    return Facts(
        initial={
            "name": camera.name,
            "retention_days": camera.retention_days,
            "azimuth": camera.azimuth,
            "hfov": camera.hfov,
            "range": camera.range,
            "lng": round(place.x, 6),
            "lat": round(place.y, 6),
        }
    )


def _moment(request: Asking, name: str) -> datetime | None:
    """Read a moment of the query: seconds since 1970, as this page writes them."""
    try:
        return datetime.fromtimestamp(float(request.GET.get(name, "")), UTC)
    except (ValueError, OverflowError, OSError):
        return None
