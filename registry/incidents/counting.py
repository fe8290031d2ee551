"""A question: how many cameras see each of many calls, for this reader."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection

from registry.access import sql
from registry.access.facts import Actor


class Sight(NamedTuple):
    """Cameras that show a place, that may or can turn to it, and those one must ask for."""

    see: int = 0
    may: int = 0
    ask: int = 0


def sights(actor: Actor, calls: Iterable[UUID]) -> dict[UUID, Sight]:
    """Count them for each of these calls in one query; calls without any are left out."""
    reader = sql.reader(actor)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM incident_sights(%s::uuid[], {reader.sql}, %s, %s, %s, %s)",  # noqa: S608  our own words
            [
                list(calls),
                *reader.params,
                actor.user_id,
                settings.TIME_ZONE,
                settings.AREA_MARGIN,
                settings.OFFICER_RADIUS,
            ],
        )
        return {call: Sight(*counts) for call, *counts in cursor.fetchall()}
