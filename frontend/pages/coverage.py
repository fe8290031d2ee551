"""Studies of coverage: begun, followed, read, thrown away."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from frontend.api.answers import refused
from frontend.gate.asking import Asking, traces
from frontend.pages import coverage_words as words
from frontend.pages.coverage_form import StudyForm, as_asked
from frontend.pages.shell import PLANNERS, show
from geo.optics import SCHEMES
from registry.coverage import queries, studying
from registry.coverage.models import Reason, Study
from registry.coverage.refusals import UnknownStudy
from registry.places.models import District
from registry.refusals import Refusal

LONGEST = 20  # gaps
# Degrees within which the outline on the map may differ from the area that was measured.
COARSE = 0.00002


def coverage(request: Asking) -> HttpResponse:
    """List the studies; begin another."""
    if request.method != "POST":
        return _index(request, _begun(request))
    form = StudyForm(request.POST, files=request.FILES)
    if form.is_valid():
        try:
            study = studying.begin(form.asked(), by=request.actor, **traces(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return HttpResponseRedirect(reverse("study", args=[study.pk]))
    return _index(request, form, status=422)


def study(request: Asking, study_id: UUID) -> HttpResponse:
    """Show how far a study is or what it found; cancel it, or throw it away."""
    try:
        if request.method == "POST":
            return _act(request, study_id)
        return _page(request, queries.found(study_id))
    except Refusal as refusal:
        return refused(request, refusal)


def _act(request: Asking, study_id: UUID) -> HttpResponse:
    match request.POST.get("do", ""):
        case "cancel":
            studying.cancel(study_id, by=request.actor, **traces(request))
            return HttpResponseRedirect(reverse("study", args=[study_id]))
        case "delete":
            studying.delete(study_id, by=request.actor, **traces(request))
            return HttpResponseRedirect(reverse("coverage"))
    raise UnknownStudy


def _begun(request: Asking) -> StudyForm:
    """Give an empty form, or one filled in as another study was asked."""
    try:
        like = queries.found(UUID(request.GET.get("from", "")))
    except (ValueError, UnknownStudy):
        return StudyForm()
    return StudyForm(initial=as_asked(like))


def _index(request: Asking, form: StudyForm, status: int = 200) -> HttpResponse:
    plans, studies = request.actor.role in PLANNERS, queries.listed()
    shown = {
        "plans": plans,
        "form": form if plans else None,
        "studies": studies,
        "begun": form.is_bound or bool(form.initial) or not studies,
    }
    page = show(
        request, "coverage/index.html", shown=shown, districts=_districts() if plans else []
    )
    page.status_code = status
    return page


def _page(request: Asking, study: Study) -> HttpResponse:
    gaps = queries.gaps(study, LONGEST)
    shown = {
        "study": study,
        "plans": request.actor.role in PLANNERS,
        "cameras": words.CAMERAS[Study.Cameras(study.cameras)],
        "density": words.density(study.scheme, study.level),
        "hour": words.hour(study.hour),
        "height": f"{study.target_height:g}",
        "remarks": studying.remarks(study),
        "shares": words.shares(study.numbers),
        "uncovered": words.uncovered(study.numbers),
        "private": words.private(study),
        "data": words.data(study.numbers),
        "others": [each for each in queries.listed() if _comparable(each, study)],
        "levels": words.levels(study),
        "overlap": words.overlap(study.numbers),
        "reasons": words.reasons(study.numbers),
        "gaps": [
            gap | {"code": words.reason_code(gap["reason"]), "why": Reason(gap["reason"]).label}
            for gap in gaps
        ],
    }
    return show(request, "coverage/study.html", shown=shown, study=_facts(study, gaps))


def _comparable(other: Study, study: Study) -> bool:
    return other.state == Study.State.DONE and other.pk != study.pk


def _facts(study: Study, gaps: list[dict[str, Any]]) -> dict[str, Any]:
    outline = study.area.simplify(COARSE, preserve_topology=True)
    return {
        "id": str(study.pk),
        "rank": list(SCHEMES[study.scheme]).index(study.level) + 1,
        "levels": [name.capitalize() for name in SCHEMES[study.scheme]],
        "area": json.loads(outline.geojson),
        "bounds": list(study.area.extent),
        "gaps": [{"line": gap["line"], "name": gap["name"]} for gap in gaps],
    }


def _districts() -> list[dict[str, Any]]:
    """Give the districts as the map offers them."""
    known = District.objects.order_by("pk").values_list("pk", "name", "area")
    return [
        {
            "id": pk,
            "name": name,
            "area": json.loads(area.simplify(5 * COARSE, preserve_topology=True).geojson),
        }
        for pk, name, area in known
    ]
