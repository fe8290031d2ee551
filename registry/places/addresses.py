"""Doors by what people call them, and by where somebody stands."""

import re
from typing import NamedTuple

from django.contrib.gis.geos import Point
from django.db import connection

from registry.places.models import Address

WORD = re.compile(r"\w+")
FAR = 200.0  # metres; a door further off is not the one that is meant
# The nearest by degrees need not be the nearest by metres: some more are taken, then sorted.
NAMED = """
    SELECT id, number, street, place, ST_X(position), ST_Y(position), 0.0 FROM address
    WHERE words_of(number, street, place) @@ %(query)s::tsquery
    ORDER BY length(number), number, street, id LIMIT %(most)s
"""
NEAR = """
    SELECT id, number, street, place, ST_X(position), ST_Y(position),
        ST_Distance(position::geography, %(here)s::geography) AS far
    FROM (SELECT * FROM address ORDER BY position <-> %(here)s::geometry LIMIT 30) AS few
    WHERE ST_DWithin(position::geography, %(here)s::geography, %(far)s)
    ORDER BY far, id LIMIT %(most)s
"""


class Door(NamedTuple):
    """An address as people write it, and how far it is from where they asked."""

    id: int
    name: str
    lng: float
    lat: float
    metres: float = 0.0


def named(words: str, *, most: int) -> list[Door]:
    """Find the doors whose words begin like these, in any order; the last may be unfinished."""
    found = WORD.findall(words.lower())[:8]
    if not found:
        return []
    return _doors(NAMED, {"query": " & ".join(f"'{word}':*" for word in found), "most": most})


def near(point: Point, *, most: int) -> list[Door]:
    """Find the doors nearest to a point."""
    return _doors(NEAR, {"here": point.ewkt, "far": FAR, "most": most})


def door(id: int) -> Door | None:
    """Find one again."""
    address = Address.objects.filter(pk=id).first()
    if address is None:
        return None
    lng, lat = address.position.coords
    return Door(address.pk, _name(address.number, address.street, address.place), lng, lat)


def _doors(question: str, values: dict[str, str | int | float]) -> list[Door]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return [
            Door(id, _name(number, street, place), lng, lat, metres)
            for id, number, street, place, lng, lat, metres in cursor.fetchall()
        ]


def _name(number: str, street: str, place: str) -> str:
    return ", ".join(part for part in (f"{number} {street}".strip(), place) if part)
