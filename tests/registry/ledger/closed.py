"""Closed calls at the corner of the scene, as the tests make them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import Point

from registry.models import Incident, LedgerEntry, Outcome
from tests.registry.incidents.calls import NOON
from tests.tiles.scene import at


def a_closed_call(east: float = 0, north: float = 0, **facts: Any) -> Incident:
    """Give a call that was reported at noon and closed an hour later."""
    reported = facts.pop("reported_at", NOON)
    usual = {
        "source": "cad", "external_id": str(uuid4()), "number": "1", "kind": "theft", "priority": 2,
        "state": "closed", "reported_at": reported, "updated_at": reported,
        "closed_at": reported + timedelta(hours=1), "position": Point(*at(east, north), srid=4326),
    }  # fmt: skip
    return Incident.registry.create(**usual | facts)


def entered(
    count: int, *, seen: str = "seen", looked: str = "", helped: str = "", **facts: Any
) -> None:
    """Give so many closed calls with their entries, and what was said of them."""
    cleared = facts.pop("cleared", None)
    for _ in range(count):
        call = a_closed_call(**facts)
        LedgerEntry.objects.create(
            incident=call, seen=seen, cameras=1, private=False, looked=looked,
            closed_at=call.reported_at, changed_at=call.changed_at,
        )  # fmt: skip
        if helped:
            Outcome.objects.create(
                incident=call, helped=helped, helped_at=call.reported_at, cleared=cleared
            )


def calls(east: float, months: dict[int, int], **facts: Any) -> Iterator[Incident]:
    """Give so many closed calls in each month of 2021, on its first day."""
    zone, day = ZoneInfo("America/New_York"), facts.pop("day", 1)
    for month, many in months.items():
        for _ in range(many):
            reported = datetime(2021, month, day, 12, tzinfo=zone)
            yield a_closed_call(east, reported_at=reported, **facts)
