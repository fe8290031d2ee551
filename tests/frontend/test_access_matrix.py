"""Every door, every role, own and other's and nobody's object, over HTTP, against access.csv.

The sheet is typed by hand from the rules and imports nothing from the policy. A cell holds the
status, `ok` for any that is neither refusal nor fault, `signin` for the way to sign in; letters
after it are the cameras named in the answer (agency, Level One, Level Two, the owner's mine),
capital when their pictures are open. The object is the incident, then the camera, by whose it is.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from registry.accounts import casting
from registry.feeds.passes import Use, read
from registry.models import CameraType, User
from tests.frontend.stage import PLACE, Stage, furnish

SHEET = Path(__file__).parents[1] / "access.csv"
CALL = {
    "source": "CAD", "external_id": "2", "kind": "robbery", "priority": 1,
    "position": list(PLACE), "purpose": "call_for_service",
}  # fmt: skip
AREA = {
    "type": "Polygon",
    "coordinates": [[[-84.51, 38.03], [-84.49, 38.03], [-84.49, 38.05], [-84.51, 38.03]]],
}
# What a write needs to be taken; doors that are not named take none.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("api:incidents", "POST"): CALL,
    ("api:incident", "PATCH"): {"position": list(PLACE)},
    ("api:camera", "PATCH"): {"name": "Another name"},
    ("api:camera-public", "PUT"): {"public": False},
    ("api:control", "PUT"): {"url": "http://10.1.2.3/", "profile": "main"},
    ("api:feed", "PUT"): {"source": "snapshot", "url": "http://10.1.2.3/"},
    ("api:recorder", "PUT"): {"days": 7},
    ("api:records-notices", "PUT"): {
        "agency": casting.AGENCY,
        "language": "en",
        "text": "Ask us.",
    },
    ("api:retention", "PUT"): {"recordings": 14},
    ("api:hold", "PUT"): {"begin": "2026-01-01T00:00:00Z", "end": "2026-01-02T00:00:00Z"},
    ("api:register-preview", "POST"): {"position": list(PLACE)},
    ("api:canvass-marks", "POST"): {"marks": []},
    ("api:studies", "POST"): {"area": AREA},
    ("api:scenario-versions", "POST"): {"base": 0, "name": "B", "changes": []},
    ("api:camera-types", "POST"): {"name": "New", "capital": 1, "yearly": 1, "life_years": 1},
    ("api:helped", "POST"): {"helped": "helped"},
    ("api:cleared", "POST"): {"cleared": True},
    ("api:panic", "POST"): {"do": "end"},
    ("api:pose", "POST"): {"at": "2026-01-01T00:00:00Z", "position": list(PLACE)},
}
QUERIES = {
    "api:seeing": {"at": f"{PLACE[0]},{PLACE[1]}", "radius": "150"},
    "api:places-search": {"q": "1"},
    "api:register-buildings": {"at": f"{PLACE[0]},{PLACE[1]}"},
    "api:register-public": {"at": f"{PLACE[0]},{PLACE[1]}"},
    "api:scenario-still": {"at": f"{PLACE[0]},{PLACE[1]}"},
    "api:ptz-reaching": {"at": f"{PLACE[0]},{PLACE[1]}"},
}


class Ask(NamedTuple):
    door: str
    method: str
    object: str


with SHEET.open(newline="") as sheet:
    ROWS = list(csv.DictReader(sheet))
ROLES = [name for name in ROWS[0] if name not in Ask._fields]


def addresses(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


DOORS = dict(addresses(get_resolver().url_patterns))


@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_door_has_its_rows(door: str) -> None:
    asked = {Ask(row["door"], row["method"], row["object"]) for row in ROWS if row["door"] == door}
    assert {"GET", "POST"} <= {ask.method for ask in asked}
    if "incident_id" in str(DOORS[door].pattern):
        assert {"own", "other", "none"} <= {ask.object for ask in asked}


def test_no_row_is_of_a_door_that_is_gone() -> None:
    assert {row["door"] for row in ROWS} <= DOORS.keys()


@pytest.mark.django_db(databases=["default", "public"])
def test_every_door_lets_through_whom_the_sheet_names_and_no_others(
    cast: dict[str, User],
) -> None:
    stage = furnish(cast)
    wrong = [
        f"{ask.method} {ask.door} [{ask.object}] as {role}: {row[role]} expected, {found}"
        for row in ROWS
        for ask in [Ask(row["door"], row["method"], row["object"])]
        for role in ROLES
        if not agrees(row[role], found := answer(stage, ask, role))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["dispatcher", "registrar", "owner"])
def test_no_door_leans_on_the_transaction_of_a_test(committed: None, role: str) -> None:
    """In service a request begins without a transaction; a deed that forgets its own breaks."""
    stage = furnish(casting.cast())
    broken = [
        f"{ask.method} {ask.door} [{ask.object}]: {status}"
        for row in ROWS
        if row[role] not in {"401", "404", "signin"}  # the gate has answered these
        if row["door"] not in {"healthz", "account_logout", "public_geojson", "public_pmtiles"}
        for ask in [Ask(row["door"], row["method"], row["object"])]
        if (status := knock(stage, ask, role).status_code) >= 500
    ]
    assert not broken, "\n".join(broken)


def agrees(cell: str, found: str) -> bool:
    status, _, seen = cell.partition(" ")
    got, _, saw = found.partition(" ")
    fine = got.startswith("2") or got == "302"
    return (fine if status == "ok" else status == got) and seen == saw


def answer(stage: Stage, ask: Ask, role: str) -> str:
    """Knock once, as if nobody had knocked before."""
    with transaction.atomic():
        found = told(stage, knock(stage, ask, role))
        transaction.set_rollback(True)
    return found


def knock(stage: Stage, ask: Ask, role: str) -> Any:
    client = Client(headers=stage.keys[role], raise_request_exception=False)
    if ask.door.startswith("api:") and ask.method != "GET":
        body, kind = json.dumps(sent(stage, ask)), "application/json"
    else:
        body, kind = "", "application/x-www-form-urlencoded"
    return client.generic(ask.method, address(stage, ask), body, content_type=kind)


def sent(stage: Stage, ask: Ask) -> dict[str, Any]:
    if ask.door == "api:watch":
        incident = stage.incidents.get(ask.object)
        cameras = [str(camera) for camera in stage.cameras.values()]
        return {"incident": str(incident) if incident else None, "cameras": cameras}
    if ask.door == "api:ptz":
        incident = stage.incidents.get(ask.object.partition(" ")[0])
        return {"incident": str(incident) if incident else None, "at": list(PLACE)}
    if ask.door in ("api:live", "api:recorded", "api:ask"):
        incident = stage.incidents.get(ask.object.partition(" ")[0])
        return {"incident": str(incident) if incident else None}
    if ask.door == "api:cameras":
        return {
            "name": "New", "kind": "traffic", "level": 0, "position": list(PLACE),
            "owner": str(stage.agency),
        }  # fmt: skip
    if ask.door in ("api:scenarios", "api:scenario-preview"):
        plan: dict[str, Any] = {"changes": []} if ask.door.endswith("preview") else {"name": "Plan"}
        return plan | {"study": str(stage.studies["own"])}
    return BODIES.get((ask.door, ask.method), {})


NOBODYS_TOKEN = {
    "register_confirm", "register_withdraw", "still", "signin", "owner-enter", "ask", "keep",
    "answer", "answer-files",
}  # fmt: skip
FOR_ALL: dict[str, list[Any]] = {"api:unit-cost": ["lighting"], "report-file": [uuid4(), "csv"]}
NOBODYS_FILE = {"api:still", "api:clip", "upload", "evidence-item", "original", "picture", "report"}


def address(stage: Stage, ask: Ask) -> str:
    """Find where the door is, by its name; the incident goes into the path or behind it."""
    if ask.door in NOBODYS_TOKEN:
        return reverse(ask.door, args=["no-such-token"])
    if ask.door in NOBODYS_FILE:
        return reverse(ask.door, args=[uuid4()])
    match ask.door:
        case "tile":
            return f"/tiles/{ask.object}/14/4346/6317.mvt"
        case "tilejson":
            return f"/tiles.json?layers={ask.object}"
        case "request" | "request-edit" | "canvass-begin":
            return reverse(ask.door, args=[stage.requests[ask.object]])
        case "canvass" | "api:canvass-walk" | "api:canvass-marks":
            return reverse(ask.door, args=[stage.walks[ask.object]])
        case "give" | "give-files":
            return reverse(ask.door, args=[stage.code if ask.object == "good" else "none"])
        case "phone":
            return reverse("phone", args=[stage.link if ask.object == "good" else "none"])
        case "api:phone-end":
            return reverse(ask.door, args=[stage.incidents[ask.object], stage.phone])
    return _of_a_plan(stage, ask) or _by_what_it_takes(stage, ask)


def _of_a_plan(stage: Stage, ask: Ask) -> str:
    match ask.door:
        case "compare":
            return f"{reverse(ask.door)}?a={stage.studies[ask.object]}&b={stage.scenarios['own']}:1"
        case "whatif-new" | "api:scenario-cameras":
            return (
                f"{reverse(ask.door)}?study={stage.studies.get(ask.object, stage.studies['own'])}"
            )
        case "preview-tile":
            return reverse(ask.door, args=[stage.trials[ask.object], 14, 4346, 6317])
        case "whatif" | "api:scenario" | "api:scenario-versions" | "api:scenario-version":
            version = [1] if ask.door == "api:scenario-version" else []
            return reverse(ask.door, args=[stage.scenarios[ask.object], *version])
    return ""


def _by_what_it_takes(stage: Stage, ask: Ask) -> str:
    whose, _, camera = ask.object.partition(" ")
    incident, path = stage.incidents.get(whose), str(DOORS[ask.door].pattern)
    if ask.door in FOR_ALL:
        return reverse(ask.door, args=FOR_ALL[ask.door])
    if "incident_id" in path:
        return reverse(ask.door, args=[incident])
    if ask.door == "study-tile":
        return f"/tiles/coverage/14/4346/6317.mvt?study={stage.studies[whose]}"
    if "study_id" in path:
        more = {"api:study-cell": ["8d2a93051b4a6bf"], "api:study-table": ["money"]}
        return reverse(ask.door, args=[stage.studies[whose], *more.get(ask.door, [])])
    if "kind_id" in path:
        known = CameraType.objects.order_by("pk").values_list("pk", flat=True)[0]
        return reverse(ask.door, args=[0 if whose == "none" else known])
    if "proposal_id" in path:
        return reverse(ask.door, args=[stage.proposals[whose]])
    query = QUERIES.get(ask.door, {}) | ({"incident": str(incident)} if incident else {})
    ids = (
        [stage.mover if camera == "mover" else stage.cameras[camera]]
        if "camera" in path and ":" in path
        else []
    )
    return f"{reverse(ask.door, args=ids)}?{urlencode(query)}"


def told(stage: Stage, response: HttpResponseBase) -> str:
    location = response.headers.get("Location", "")
    if location.startswith("/account/login/?next="):
        return "signin"
    return f"{response.status_code} {cameras(stage, response)}".strip()


def cameras(stage: Stage, response: Any) -> str:
    if "json" not in response.headers.get("Content-Type", "") or response.status_code != 200:
        return ""
    body = json.loads(response.content)
    if "refused" in body:
        shown = {str(camera) for camera in read(body["token"], Use.WATCH).cameras}
        listed = {refused["camera"] for refused in body["refused"]}
    else:
        features = [body] if body.get("type") == "Feature" else body.get("features", [])
        facts = [each["properties"] for each in features if "access" in each["properties"]]
        shown = {fact["id"] for fact in facts if fact["access"] in {"open", "live_ok"}}
        listed = {fact["id"] for fact in facts} - shown
    letters = {str(camera): name[0] for name, camera in stage.cameras.items()}
    return "".join(
        letter.upper() if camera in shown else letter
        for camera, letter in letters.items()
        if camera in shown | listed
    )
