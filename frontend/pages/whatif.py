"""The planner's drawing board: one scenario over its study, and two states side by side."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from frontend.gate.asking import Asking
from frontend.pages.shell import PLANNERS, show
from geo.optics import SCHEMES
from registry.coverage.refusals import UnknownStudy
from registry.models import CameraType, Scenario, Study
from registry.refusals import Refusal
from registry.scenarios import saving
from registry.scenarios.changes import HEIGHT, HFOV, RANGE
from registry.scenarios.refusals import NotFinished, UnknownScenario, UnknownVersion

LISTED = 50
UNKNOWN = (UnknownScenario, UnknownStudy, UnknownVersion)


def begin(request: Asking) -> HttpResponse:
    """Show the board with nothing on it yet, over the study asked for."""
    return _board(request, _study(request.GET.get("study", "")))


def whatif(request: Asking, scenario_id: UUID) -> HttpResponse:
    """Show a scenario; the script opens the version asked for, else the newest."""
    try:
        scenario = saving.scenario_of(scenario_id)
    except UnknownScenario as unknown:
        raise Http404 from unknown
    return _board(request, scenario.study, scenario)


def compare(request: Asking) -> HttpResponse:
    """Show two states of the plan with a swipe between: studies, or versions of scenarios."""
    asked = {name: request.GET.get(name, "") for name in ("a", "b")}
    sides = {name: _side(told) for name, told in asked.items()}
    choices = _choices({UUID(side["facts"]["study"]["id"]) for side in sides.values()})
    return show(
        request,
        "whatif/compare.html",
        shown={
            "sides": [
                {"name": name, "label": side["label"], "chosen": asked[name]}
                for name, side in sides.items()
            ],
            "choices": choices,
        },
        **{name: s["facts"] for name, s in sides.items()},
    )


def _board(request: Asking, study: Study, scenario: Scenario | None = None) -> HttpResponse:
    if study.state != Study.State.DONE:
        page = show(request, "whatif/unfinished.html", shown={"study": study})
        page.status_code = 409
        return page
    plans = request.actor.role in PLANNERS
    others = saving.scenarios(study.pk)
    return show(
        request,
        "whatif/board.html",
        shown={
            "study": study,
            "name": scenario.name if scenario else "",
            "plans": plans,
            "others": (others.exclude(pk=scenario.pk) if scenario else others)[:LISTED],
        },
        study=_facts(study),
        plans=plans,
        limits={
            name: (field.least, field.most)
            for name, field in (("height", HEIGHT), ("hfov", HFOV), ("range", RANGE))
        },
        kinds=[_kind(each) for each in CameraType.objects.filter(offered=True)],
        **({"scenario": str(scenario.pk)} if scenario else {}),
    )


def _choices(studies: set[UUID]) -> list[tuple[str, str]]:
    """List what may be compared: finished studies, and the versions of plans for those shown."""
    done = Study.objects.filter(state=Study.State.DONE).defer("area", "numbers")
    told = [(str(study.pk), study.name) for study in done.order_by("-made_at")[:LISTED]]
    for scenario in saving.scenarios().filter(study__in=studies)[:LISTED]:
        told.append((f"{scenario.pk}:0", f"{scenario.name}: the study as it is"))
        told += [
            (f"{scenario.pk}:{each.number}", f"{scenario.name}, {each.number}: {each.name}")
            for each in scenario.versions.all()
        ]
    return told


def _side(told: str) -> dict[str, Any]:
    """Read `<study>` or `<scenario>:<version>`; 0 is the scenario's study."""
    id, _, number = told.partition(":")
    try:
        if not number:
            study = _study(id)
            return {"label": study.name, "facts": {"study": _facts(study), "label": study.name}}
        scenario = saving.scenario_of(UUID(id))
        study = scenario.study
        facts: dict[str, Any] = {"study": _facts(study)}
        if number == "0":
            label = f"{study.name}, as it is"
        else:
            version = saving.version_of(scenario.pk, int(number))
            label = f"{scenario.name}, {version.number}: {version.name}"
            facts |= {"changes": version.changes, "deltas": version.numbers}
        return {"label": label, "facts": facts | {"label": label}}
    except (ValueError, OverflowError, *UNKNOWN) as unknown:
        raise Http404 from unknown


def _study(id: str) -> Study:
    try:
        return saving.study_of(UUID(id))
    except NotFinished:
        return Study.objects.get(pk=id)
    except (ValueError, Refusal) as unknown:
        raise Http404 from unknown


def _facts(study: Study) -> dict[str, Any]:
    west, south, east, north = study.area.extent
    scheme = SCHEMES[study.scheme]
    return {
        "id": str(study.pk),
        "name": study.name,
        "area": json.loads(study.area.json),
        "bounds": [west, south, east, north],
        "level": study.level,
        "levels": sorted(scheme, key=lambda name: scheme[name]),
        "blocks_told": study.numbers.get("with_private", {}).get("blocks_told", 0),
    }


def _kind(kind: CameraType) -> dict[str, Any]:
    return {
        "id": kind.pk,
        "name": kind.name,
        "form": kind.form,
        "mount": kind.mount,
        "height": kind.height,
        "hfov": kind.hfov,
        "range": kind.range,
        "width_px": kind.width_px,
    }
