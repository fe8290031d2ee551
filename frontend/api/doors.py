"""Everything under /api: who may knock at which address, and what describes it."""

from django.conf import settings
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI

from frontend.api import (
    asked,
    boxes,
    cameras,
    canvass,
    controls,
    feeds,
    incidents,
    ledger,
    living,
    money,
    phones,
    places,
    proposals,
    publishing,
    recorded,
    recorders,
    records,
    register,
    retention,
    scenarios,
    seeing,
    studies,
    study_numbers,
    trails,
    turning,
    watching,
)
from frontend.api.answers import answer_with_problems, with_problems
from frontend.api.docs import PlainPage
from frontend.gate.rules import EVERYBODY, PEOPLE, STAFF, Rule, doors, roles

api = NinjaAPI(
    title="Sightline",
    version=settings.VERSION,
    description="Which cameras can see this place, how well, and may I look?",
    urls_namespace="api",
    docs=PlainPage(),
)
answer_with_problems(api)
for room in (
    seeing, cameras, incidents, places, watching, living, phones, trails, turning, controls, boxes,
    recorded, recorders, feeds, retention, asked, register, records, canvass,
    publishing, ledger, studies, scenarios, proposals, study_numbers, money,
):  # fmt: skip
    api.add_router("", room.router)

_DISPATCH = roles("dispatcher", "supervisor")
_RESPONDERS = _DISPATCH | roles("officer", "investigator")
_PLANNERS = roles("planner")
_PLANNING = _PLANNERS | roles("supervisor", "administrator", "auditor")
_REGISTRY = roles("registrar", "administrator")
_READERS = _DISPATCH | roles("officer", "investigator", "administrator", "auditor")

RULES = {
    "api-root": Rule(),
    "openapi-json": Rule(read=EVERYBODY),
    "openapi-view": Rule(read=EVERYBODY),
    "seeing": Rule(read=STAFF),
    "watch": Rule(write=PEOPLE, unattended=True),
    "live": Rule(write=PEOPLE, unattended=True),
    "still": Rule(read=_RESPONDERS),
    "recorded": Rule(write=PEOPLE, unattended=True),
    "clip": Rule(read=_RESPONDERS),
    "recorder": Rule(read=_REGISTRY, write=_REGISTRY),
    "retention": Rule(read=_REGISTRY | roles("auditor"), write=roles("administrator")),
    "hold": Rule(write=roles("supervisor", "administrator")),
    "cameras": Rule(read=STAFF | {"owner"}, write=_REGISTRY),
    "camera": Rule(read=STAFF | {"owner"}, write=_REGISTRY),
    "camera-public": Rule(write=_REGISTRY),
    "pose": Rule(scope="pose"),
    "edge-enrol": Rule(write=EVERYBODY, by_secret=True),
    "trail": Rule(read=STAFF),
    "ptz": Rule(read=_DISPATCH, write=_DISPATCH),
    "control": Rule(write=roles("administrator")),
    "feed": Rule(read=roles("administrator"), write=roles("administrator")),
    "feed-try": Rule(write=roles("administrator")),
    "ptz-reaching": Rule(read=_DISPATCH),
    "places-search": Rule(read=STAFF),
    "purposes": Rule(read=STAFF),
    "incidents": Rule(read=_READERS, write=_DISPATCH, scope="incidents"),
    "incident": Rule(read=_READERS, write=_DISPATCH, scope="incidents"),
    "close": Rule(write=_DISPATCH, scope="incidents"),
    "reopen": Rule(write=_DISPATCH),
    "helped": Rule(write=_DISPATCH | roles("officer")),
    "cleared": Rule(write=_DISPATCH | roles("investigator"), scope="incidents"),
    "ask": Rule(write=_RESPONDERS),
    "panic": Rule(write=_DISPATCH),
    "records-notices": Rule(read=roles("administrator", "auditor"), write=roles("administrator")),
    "register-addresses": Rule(read=EVERYBODY),
    "register-buildings": Rule(read=EVERYBODY),
    # a question that is too long for an address; it changes nothing
    "register-preview": Rule(write=EVERYBODY, by_secret=True),
    "register-public": Rule(read=EVERYBODY),
    "register-challenge": Rule(read=EVERYBODY),
    "phones": Rule(read=_RESPONDERS, write=_DISPATCH),
    "canvass-walk": Rule(read=roles("investigator", "officer", "auditor")),
    "canvass-marks": Rule(write=roles("investigator", "officer")),
    "studies": Rule(read=_PLANNING, write=_PLANNERS),
    "study": Rule(read=_PLANNING, write=_PLANNERS),
    "study-cancel": Rule(write=_PLANNERS),
    "study-cell": Rule(read=_PLANNING),
    "study-gaps": Rule(read=_PLANNING),
    "study-areas": Rule(write=_PLANNERS),
    "study-districts": Rule(read=_PLANNING),
    "study-equity": Rule(read=_PLANNING),
    "study-hours": Rule(read=_PLANNING),
    "study-money": Rule(read=_PLANNING),
    "study-prune": Rule(read=_PLANNING),
    "study-table": Rule(read=_PLANNING),
    "camera-types": Rule(read=_PLANNING, write=_PLANNERS),
    "camera-type": Rule(write=_PLANNERS),
    "unit-cost": Rule(write=_PLANNERS),
    "scenarios": Rule(read=_PLANNING, write=_PLANNERS),
    "scenario": Rule(read=_PLANNING, write=_PLANNERS),
    "scenario-versions": Rule(write=_PLANNERS),
    "scenario-version": Rule(read=_PLANNING),
    # a question that is too long for an address; what it keeps is the asker's alone, for minutes
    "scenario-preview": Rule(write=_PLANNING),
    "scenario-cameras": Rule(read=_PLANNING),
    "scenario-still": Rule(read=_PLANNING),
    "proposals": Rule(read=_PLANNING, write=_PLANNERS),
    "proposal": Rule(read=_PLANNING),
    "proposal-cancel": Rule(write=_PLANNERS),
    "proposal-csv": Rule(read=_PLANNING),
    "proposal-scenario": Rule(write=_PLANNERS),
    "recruit": Rule(read=_PLANNING),
    "phone-end": Rule(write=_DISPATCH),
}


def addresses() -> URLResolver:
    """Declare them all."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = with_problems(pattern.callback)
    return doors("api/", (patterns, app, namespace), RULES)
