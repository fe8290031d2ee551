"""A question: under these rules, for which past calls would a camera here have been opened?

The same function decides that decides for calls of today. What is told of a call says no number,
no person and no house: its day, the part of the day, and a square of a quarter kilometre.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from registry.access.conditions import ASK
from registry.access.facts import Actor, CameraFacts, Capability, GrantFacts, Occasion, State
from registry.access.policy import decide
from registry.incidents.panicking import LASTS
from registry.owners.granting import Terms

DAYS = 90
MOST_TOLD = 50
SQUARE = 250.0  # metres
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
NOBODY = UUID(int=0)
_CAMERA_USES = (Capability.STILL, Capability.LIVE, Capability.RECORDED)
# Whose kind would tell of somebody's body, home or family.
UNNAMED = (
    "domestic", "family", "child", "sex", "rape", "suicid", "mental", "welfare", "medical",
    "overdose", "death", "missing", "juvenile",
)  # fmt: skip

# A sample that ends with the newest call known: a list of last year's calls is a sample too.
_NEAR = """
    SELECT i.id, i.kind, i.priority, i.radius, i.reported_at, i.provisional,
        i.exigent AND btrim(i.exigent_reason) <> '',
        ST_X(i.position), ST_Y(i.position),
        ST_Distance(i.position::geography, ST_MakePoint(%(lng)s, %(lat)s)::geography)
    FROM incident i
    WHERE i.state = 'closed' AND i.reported_at > %(since)s
        AND i.position && ST_Expand(
            ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326), %(east)s, %(north)s)
    ORDER BY i.reported_at DESC
"""
_NEWEST = "SELECT max(reported_at) FROM incident WHERE state = 'closed'"
FARTHEST = 2000.0  # metres: the largest search area there is


@dataclass(frozen=True)
class Told:
    """One call, as much of it as anybody may know."""

    kind: str
    day: date
    part: str  # night, morning, afternoon, evening
    lng: float
    lat: float


@dataclass(frozen=True)
class Replay:
    """How often a camera would have been opened, or its owner asked, in so many days."""

    days: int
    considered: int
    opened: int
    asked: int
    told: tuple[Told, ...]


def replay(lng: float, lat: float, rules: Iterable[GrantFacts], *, days: int = DAYS) -> Replay:
    """Play the calls of the last days, or of the last that are known, around a place."""
    rows = _calls(lng, lat, days)
    held = list(rules)
    considered = opened = asked = 0
    told: list[Told] = []
    for id, kind, priority, radius, at, provisional, exigent, x, y, metres in rows:
        if metres > radius + settings.AREA_MARGIN:
            continue
        considered += 1
        occasion = Occasion(
            id=id, kind=kind, priority=priority, open=True, point=(x, y), radius=radius,
            provisional=provisional, exigent=exigent, panic_until=at + LASTS,
        )  # fmt: skip
        verdict = _verdict(occasion, held, metres, at)
        opened += verdict == "opened"
        asked += verdict == "asked"
        if verdict and len(told) < MOST_TOLD:
            told.append(_told(kind, at, x, y))
    return Replay(days, considered, opened, asked, tuple(told))


def rule(terms: Terms) -> GrantFacts:
    """Read a rule that somebody considers, as if it had always held."""
    return GrantFacts(
        id=uuid4(), owner_id=NOBODY, agency_id=terms.agency_id, capabilities=terms.capabilities,
        condition=terms.condition, valid_from=ALWAYS, priority_at_most=terms.priority_at_most,
        within=terms.within, from_hour=terms.from_hour, until_hour=terms.until_hour,
        max_session_min=terms.max_session_min,
    )  # fmt: skip


def _verdict(occasion: Occasion, rules: list[GrantFacts], metres: float, at: datetime) -> str:
    """Decide as for a dispatcher of each agency the rules name: the widest answer counts."""
    camera = CameraFacts(level=2, kind="business", owner_id=NOBODY, metres=metres)
    verdict = ""
    for each in rules:
        actor = Actor(role="dispatcher", agency_id=each.agency_id)
        for use in _CAMERA_USES:
            if use not in each.capabilities:
                continue
            decision = decide(actor, occasion, camera, [each], at=at, capability=use)
            if decision.state == State.LIVE_OK:
                return "opened"
            if decision.reason == ASK:
                verdict = "asked"
            break  # when it opens does not depend on what it opens
    return verdict


def _calls(lng: float, lat: float, days: int) -> list[tuple[Any, ...]]:
    reach = FARTHEST + settings.AREA_MARGIN
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        newest = cursor.fetchone()[0]
        if newest is None:
            return []
        cursor.execute(
            _NEAR,
            {
                "lng": lng,
                "lat": lat,
                "since": newest - timedelta(days=days),
                "north": reach / 111_000,
                "east": reach / (111_000 * max(math.cos(math.radians(lat)), 0.01)),
            },
        )
        return list(cursor.fetchall())


def _told(kind: str, at: datetime, lng: float, lat: float) -> Told:
    local = timezone.localtime(at)
    parts = ("night", "morning", "afternoon", "evening")
    north = SQUARE / 111_000
    east = north / max(math.cos(math.radians(round(lat / north) * north)), 0.01)
    return Told(
        kind="" if any(word in kind.lower() for word in UNNAMED) else kind,
        day=local.date(),
        part=parts[local.hour // 6],
        lng=round(round(lng / east) * east, 5),
        lat=round(round(lat / north) * north, 5),
    )
