"""A request for footage being written: where, when, what for, and the draft kept meanwhile."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from frontend.api.answers import refused
from frontend.gate.asking import Asking
from frontend.pages.shell import show
from registry.footage import areas, drafting
from registry.footage.limits import ASKED_FOR
from registry.footage.models import FootageRequest
from registry.footage.refusals import AlreadySent, CannotAsk, UnknownRequest
from registry.incidents import purposes
from registry.models import Incident
from registry.refusals import Refusal

LOCAL = "%Y-%m-%dT%H:%M"
RADIUS = 200  # metres round a call, where nobody says more
BEFORE_AND_AFTER = timedelta(minutes=30)


class Moment(forms.DateTimeField):
    """A local date and time; the browser offers its own way to enter it."""

    widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"})
    input_formats = (LOCAL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class RequestForm(forms.Form):
    """What an investigator says; a draft may lack any of it."""

    case_number = forms.CharField(label="Case number", max_length=60, required=False)
    purpose = forms.ChoiceField(
        label="Purpose",
        required=False,
        choices=[("", "Choose…"), *((each.code, each.name) for each in ASKED_FOR)],
    )
    begins = Moment(label="From", required=False)
    ends = Moment(label="Until", required=False)
    area = forms.CharField(
        label="Area as GeoJSON or WKT",
        required=False,
        max_length=areas.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    point = forms.CharField(label="Or round a point: longitude, latitude", required=False)
    radius = forms.FloatField(label="Radius, metres", required=False)
    text = forms.CharField(
        label="What owners should look for",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.CharField(
        label="Whom owners can ask: name, phone or e-mail", required=False, max_length=200
    )
    incident = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Turn what was pasted, or the point and its radius, into one polygon."""
        said = super().clean() or {}
        try:
            said["polygon"] = self._polygon(said)
        except CannotAsk as refusal:
            self.refuse(refusal)
        return said

    def _polygon(self, said: dict[str, Any]) -> Any:
        if text := said.get("area", "").strip():
            return areas.read(text)
        if not (point := said.get("point", "").strip()):
            return None
        try:
            lng, lat = map(float, point.split(","))
        except ValueError:
            self.add_error("point", "Give longitude and latitude, with a comma between them.")
            return None
        return areas.around(lng, lat, said.get("radius") or RADIUS)

    def refuse(self, refusal: CannotAsk) -> None:
        """Say the registry's faults beside the fields they are about."""
        for fault in refusal.errors:
            self.add_error(fault.field if fault.field in self.fields else None, fault.message)


def request_form(request: Asking, request_id: UUID | None = None) -> HttpResponse:
    """Show the form, or save what it says."""
    try:
        wanted = _draft(request, request_id)
    except Refusal as refusal:
        return refused(request, refusal)
    if request.method != "POST":
        return _page(request, RequestForm(initial=_initial(request, wanted)), wanted)
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            saved = _save(request, form.cleaned_data, request_id)
        except CannotAsk as refusal:
            form.refuse(refusal)
        else:
            if request.POST.get("do") == "save":
                return HttpResponseRedirect(f"{reverse('request-edit', args=[saved.pk])}?saved=1")
            if not (faults := drafting.missing(saved)):
                return HttpResponseRedirect(reverse("request", args=[saved.pk]))
            form.refuse(CannotAsk(errors=faults))
            wanted = saved
    return _page(request, form, wanted, status=422)


def _draft(request: Asking, request_id: UUID | None) -> FootageRequest | None:
    if request_id is None:
        return None
    found = FootageRequest.open_to(request.actor).filter(pk=request_id).first()
    if found is None:
        raise UnknownRequest
    if found.state != FootageRequest.State.DRAFT:
        raise AlreadySent
    return found


def _save(request: Asking, said: dict[str, Any], request_id: UUID | None) -> FootageRequest:
    return drafting.draft(
        request.actor,
        request=request_id,
        area=said["polygon"],
        incident=said["incident"],
        **{name: said[name] for name in drafting.FIELDS},
    )


def _initial(request: Asking, wanted: FootageRequest | None) -> dict[str, Any]:
    if wanted is not None:
        said = {name: getattr(wanted, name) for name in drafting.FIELDS}
        area = wanted.area.geojson if wanted.area else ""
        return said | {"area": area, "incident": wanted.incident_id}
    call = _call(request)
    if call is None or call.position is None:
        return {"radius": RADIUS}
    ends = min(call.reported_at + BEFORE_AND_AFTER, timezone.now())
    return {
        "incident": call.pk,
        "case_number": call.number,
        "begins": call.reported_at - BEFORE_AND_AFTER,
        "ends": ends.replace(second=0),
        "point": f"{call.position.x:.6f}, {call.position.y:.6f}",
        "radius": RADIUS,
    }


def _call(request: Asking) -> Incident | None:
    try:
        asked = UUID(request.GET.get("incident", ""))
    except ValueError:
        return None
    return Incident.open_to(request.actor).filter(pk=asked).first()


def _page(
    request: Asking, form: RequestForm, wanted: FootageRequest | None, status: int = 200
) -> HttpResponse:
    limits = {
        "area": [settings.FOOTAGE_AREA_MIN, settings.FOOTAGE_AREA_MAX],
        "minutes": [settings.FOOTAGE_WINDOW_MIN, settings.FOOTAGE_WINDOW_MAX],
    }
    page = show(
        request,
        "requests/form.html",
        shown={
            "form": form,
            "request": wanted,
            "saved": request.GET.get("saved") == "1" and request.method == "GET",
            "prohibited": purposes.PROHIBITED,
            "hours": settings.FOOTAGE_WINDOW_MAX / 60,
            "minutes": settings.FOOTAGE_WINDOW_MIN,
            "least": settings.FOOTAGE_AREA_MIN / 1e6,
            "most": settings.FOOTAGE_AREA_MAX / 1e6,
        },
        limits=limits,
    )
    page.status_code = status
    return page
