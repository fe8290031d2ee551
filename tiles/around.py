"""Which cameras see a point: the answer under a dispatcher's click."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from geo.optics import SCHEMES
from registry.access.facts import Actor
from registry.incidents.refusals import UnknownIncident

SEEING = (Path(__file__).parent / "sql" / "seeing.sql").read_text()
# The same of a moment of the past, from all versions of the fields of view.
SEEING_THEN = SEEING.replace("SELECT seeing(", "SELECT seeing_then(")


@dataclass(frozen=True, kw_only=True, slots=True)
class Click:
    """What is asked: a point, lng, lat; the metres round it that count as near; and when."""

    lng: float
    lat: float
    radius: float = 150
    incident: UUID | None = None
    limit: int = 16
    at_time: datetime | None = None
    with_fov: bool = False


def seeing(actor: Actor, click: Click, *, client: str = "", request_id: str = "") -> str:
    """Answer the ranked cameras as GeoJSON, having written down who asked.

    A moment of the past is answered by what stood and was allowed then: fields of view, grants,
    each camera's status, level and owner, and whether the call was open. Raises UnknownIncident
    where this reader may not know of the incident.
    """
    with connection.cursor() as cursor:
        asked = values(actor, click, client=client, request_id=request_id)
        cursor.execute(SEEING if click.at_time is None else SEEING_THEN, asked)
        (answer,) = cursor.fetchone()
    if answer is None:
        raise UnknownIncident
    return str(answer)


def values(actor: Actor, click: Click, *, client: str, request_id: str) -> dict[str, Any]:
    """Give the parameters of SEEING."""
    levels, bounds = _scheme(settings.DENSITY_SCHEME)
    return {
        "lng": click.lng,
        "lat": click.lat,
        "radius": click.radius,
        "most": click.limit,
        "moment": click.at_time,
        "drawn": click.with_fov,
        "levels": levels,
        "bounds": bounds,
        "role": actor.role,
        "owner_id": actor.owner_id,
        "agency_id": actor.agency_id,
        "user_id": actor.user_id,
        "incident": click.incident,
        "zone": settings.TIME_ZONE,
        "margin": settings.AREA_MARGIN,
        "officer_radius": settings.OFFICER_RADIUS,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "agency": actor.agency,
        "client": client,
        "request_id": request_id,
    }


@lru_cache
def _scheme(name: str) -> tuple[str, str]:
    """Give a scheme's levels, the coarsest first, and the pixels per metre each begins at.

    As PostgreSQL writes arrays: they are the same for every click, and psycopg would write them
    anew for each.
    """
    rising = sorted(SCHEMES[name.lower()].items(), key=lambda level: level[1])
    levels, bounds = (",".join(map(str, each)) for each in zip(*rising, strict=True))
    return f"{{{levels}}}", f"{{{bounds}}}"
