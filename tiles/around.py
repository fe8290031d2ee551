"""Which cameras see a point: the answer under a dispatcher's click."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from geo.optics import SCHEMES
from registry.access.facts import Actor
from registry.incidents.refusals import UnknownIncident

SEEING = (Path(__file__).parent / "sql" / "seeing.sql").read_text()


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """The place asked about: degrees lng, lat and the metres around it that count as near."""

    lng: float
    lat: float
    radius: float


def seeing(
    actor: Actor,
    spot: Spot,
    *,
    incident: UUID | None = None,
    limit: int = 16,
    at_time: datetime | None = None,
    with_fov: bool = False,
    client: str = "",
    request_id: str = "",
) -> str:
    """Answer the ranked cameras as GeoJSON, having written down who asked.

    A moment of the past is answered by what stood and was allowed then. Raises UnknownIncident
    where this reader may not know of the incident.
    """
    scheme = sorted(SCHEMES[settings.DENSITY_SCHEME.lower()].items(), key=lambda level: level[1])
    with connection.cursor() as cursor:
        cursor.execute(
            SEEING,
            {
                "lng": spot.lng,
                "lat": spot.lat,
                "radius": spot.radius,
                "most": limit,
                "moment": at_time,
                "drawn": with_fov,
                "levels": [name for name, _ in scheme],
                "bounds": [bound for _, bound in scheme],
                "role": actor.role,
                "owner_id": actor.owner_id,
                "agency_id": actor.agency_id,
                "user_id": actor.user_id,
                "incident": incident,
                "zone": settings.TIME_ZONE,
                "margin": settings.AREA_MARGIN,
                "officer_radius": settings.OFFICER_RADIUS,
                "actor_id": actor.id,
                "actor_name": actor.name,
                "agency": actor.agency,
                "client": client,
                "request_id": request_id,
            },
        )
        (answer,) = cursor.fetchone()
    if answer is None:
        raise UnknownIncident
    return str(answer)
