"""An owner's own page: cameras, who may look, and the ways to pause, take along and leave."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from frontend.api.answers import status_of
from frontend.gate.asking import Asking
from frontend.pages import owner_words as words
from frontend.pages.open import show_open
from frontend.pages.owner_asking import asked, find_owner
from registry.audit.recording import record
from registry.edge import reading
from registry.footage.queries import for_owner
from registry.models import Camera, Owner
from registry.ownership import exporting, leaving, pausing, sharing
from registry.ownership.picturing import picture
from registry.ownership.reading import cameras_of
from registry.refusals import Refusal


class Until(forms.Form):
    """Until when all cameras are closed: the beginning of that day, by the centre's clock."""

    until = forms.DateField(
        label=_("Nobody looks until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


def owner_page(request: Asking) -> HttpResponse:
    """Show it to its owner, or do what one of the forms says; strangers are shown the way in."""
    if not request.actor.known:
        return HttpResponseRedirect(reverse("owner-signin"))
    owner = find_owner(request)
    if owner is None:
        return show_open(request, "owner/none.html")
    if request.method != "POST":
        return _page(request, owner)
    try:
        return _act(request, owner)
    except Refusal as refusal:
        return _page(request, owner, status_of(refusal), refusal=refusal)


def _act(request: Asking, owner: Owner) -> HttpResponse:
    by, traces = request.actor, asked(request)
    match request.POST.get("do", ""):
        case "pause":
            form = Until(request.POST)
            if not form.is_valid():
                return _page(request, owner, 422, pause=form)
            pausing.pause(owner, _midnight(form), by=by, **traces)
        case "resume":
            pausing.resume(owner, by=by, **traces)
        case "language":
            owner.language = (get_language() or "en")[:8]
            owner.save(update_fields=["language"])
        case "export":
            return _zip(exporting.export(owner, by=by, **traces))
        case "leave":
            leaving.leave(owner, request.POST.get("typed", ""), by=by, **traces)
            logout(request)
            return show_open(request, "owner/left.html")
        case _:
            return _page(request, owner, 422)
    return HttpResponseRedirect(reverse("owner"))


def _midnight(form: Until) -> datetime:
    return timezone.make_aware(datetime.combine(form.cleaned_data["until"], time()))


def _zip(data: bytes) -> HttpResponse:
    name = f"sightline-{timezone.localdate():%Y-%m-%d}.zip"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="application/zip", headers=disposition)


def _page(
    request: Asking,
    owner: Owner,
    status: int = 200,
    *,
    pause: Until | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    with transaction.atomic():
        record(request.actor, "owner_page_read", "owner", owner.pk, **asked(request))
    now = timezone.now()
    shown = {
        "owner": owner,
        "cameras": [_camera(camera) for camera in cameras_of(owner)],
        "paused": owner.paused_until if owner.paused_until and owner.paused_until > now else None,
        "pause": pause or Until(initial={"until": timezone.localdate() + timedelta(days=14)}),
        "boxes": [
            {"name": box.name, "health": reading.health(box, now)}
            for box in owner.boxes.filter(revoked_at=None)
        ],
        "requests": for_owner(owner)[:20],
        "disputes": owner.disputes.select_related("camera").order_by("-made_at"),
        "speaks": owner.language == get_language(),
        "word": leaving.WORD.get(get_language() or "en", leaving.WORD["en"]),
        "refusal": refusal,
    }
    return show_open(request, "owner/owner.html", shown=shown, status=status)


def _camera(camera: Camera) -> dict[str, object]:
    return {
        "camera": camera,
        "state": words.STATES[camera.status],
        "picture": picture(camera),
        "grants": [
            (grant.agency.name, words.conditions(grant)) for grant in sharing.standing(camera)
        ],
    }
